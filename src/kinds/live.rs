//! The kinds of a running wiki: one handle for every room, one set of kinds at a time.
//! Reads no files; whoever does hands the new set in.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::Kinds;

/// The kinds that count now. Kinds, registers and choices change while the wiki serves; whoever
/// answers a question takes the set once and keeps it to the end.
#[derive(Clone)]
pub struct LiveKinds(Arc<ArcSwap<Kinds>>);

impl LiveKinds {
    /// Begins with these.
    pub fn new(kinds: Kinds) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(kinds)))
    }

    /// The set that counts now.
    pub fn now(&self) -> Arc<Kinds> {
        self.0.load_full()
    }

    /// From now on these count.
    pub fn replace(&self, kinds: Kinds) {
        self.0.store(Arc::new(kinds));
    }
}
