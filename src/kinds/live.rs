//! The kinds of a running wiki: one handle for every room, one set of kinds at a time.
//! Reads no files; whoever does hands the new set in.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use arc_swap::ArcSwap;

use super::Kinds;

/// The kinds that count now. Kinds, registers and choices change while the wiki serves; whoever
/// answers a question takes the set once and keeps it to the end.
#[derive(Clone)]
pub struct LiveKinds {
    kinds: Arc<ArcSwap<Kinds>>,
    generation: Arc<AtomicU64>,
}

impl LiveKinds {
    /// Begins with these.
    pub fn new(kinds: Kinds) -> Self {
        Self { kinds: Arc::new(ArcSwap::from_pointee(kinds)), generation: Arc::default() }
    }

    /// The set that counts now.
    pub fn now(&self) -> Arc<Kinds> {
        self.kinds.load_full()
    }

    /// From now on these count.
    pub fn replace(&self, kinds: Kinds) {
        self.kinds.store(Arc::new(kinds));
        self.generation.fetch_add(1, Ordering::Release);
    }

    /// A number that grows with every new set, for those who keep what they made from one. Read
    /// before the set is taken, it is never newer than what was made.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }
}
