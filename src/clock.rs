//! What time it is, for everybody the same: unix milliseconds, shown in the zone of Berlin.
//! Not a scheduler: nothing here waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A moment as unix milliseconds.
pub type Millis = i64;

/// One minute in milliseconds.
pub const MINUTE: Millis = 60_000;
/// One hour in milliseconds.
pub const HOUR: Millis = 60 * MINUTE;
/// One day of 24 hours in milliseconds.
pub const DAY: Millis = 24 * HOUR;

/// The clock of one running wiki; tests hold one that stands still until told.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self { fixed: None }
    }

    /// A clock that shows `at` until [`Clock::advance`] is called.
    pub fn fixed(at: Millis) -> Self {
        Self { fixed: Some(Arc::new(AtomicI64::new(at))) }
    }

    /// Moves a fixed clock forward; the machine's own clock ignores it.
    pub fn advance(&self, by: Millis) {
        if let Some(fixed) = &self.fixed {
            fixed.fetch_add(by, Ordering::SeqCst);
        }
    }

    /// The present moment.
    pub fn now(&self) -> Millis {
        match &self.fixed {
            Some(fixed) => fixed.load(Ordering::SeqCst),
            None => Timestamp::now().as_millisecond(),
        }
    }
}

/// The calendar day in Berlin at a moment.
pub fn berlin_day(at: Millis) -> Date {
    berlin(at).date()
}

/// The last moment of a calendar day in Berlin.
pub fn end_of_berlin_day(day: Date) -> Millis {
    let next = day.tomorrow().and_then(|it| it.to_zoned(zone()));
    next.map_or(Millis::MAX, |it| it.timestamp().as_millisecond() - 1)
}

/// The civil date and time in Berlin at a moment.
pub fn berlin(at: Millis) -> jiff::civil::DateTime {
    let moment = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.to_zoned(zone()).datetime()
}

/// The zone of Berlin, in which every date of the wiki is meant.
pub fn zone() -> TimeZone {
    static ZONE: std::sync::OnceLock<TimeZone> = std::sync::OnceLock::new();
    ZONE.get_or_init(|| TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC)).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_berlin_begins_before_the_day_in_greenwich() {
        // 2026-06-30 22:30 UTC is already the first of July in Berlin.
        let at = "2026-06-30T22:30:00Z".parse::<Timestamp>().unwrap().as_millisecond();

        assert_eq!(berlin_day(at).to_string(), "2026-07-01");
    }

    #[test]
    fn a_day_in_berlin_ends_before_the_next_one() {
        for day in ["2026-03-29", "2026-10-25", "2026-11-22"] {
            let day: Date = day.parse().unwrap();
            let end = end_of_berlin_day(day);

            assert_eq!(berlin_day(end), day);
            assert_eq!(berlin_day(end + 1), day.tomorrow().unwrap());
        }
    }

    #[test]
    fn a_fixed_clock_moves_only_when_told() {
        let clock = Clock::fixed(1_000);
        let other = clock.clone();

        clock.advance(HOUR);

        assert_eq!(other.now(), 1_000 + HOUR);
    }
}
