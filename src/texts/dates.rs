//! Days and moments in words. Deliberately not here: reading dates, see the kinds, and the clock.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::{Lang, say};

/// A day in words: `22. November 2026`, `22 November 2026`.
pub fn date(lang: Lang, day: Date) -> String {
    match lang {
        Lang::De => format!("{}. {} {}", day.day(), month(lang, day.month()), day.year()),
        Lang::En => format!("{} {} {}", day.day(), month(lang, day.month()), day.year()),
    }
}

/// A day in figures: `22.11.2026`, `22/11/2026`.
pub fn date_short(lang: Lang, day: Date) -> String {
    match lang {
        Lang::De => format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year()),
        Lang::En => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
    }
}

/// A moment in words: `22. November 2026, 10:42 Uhr`.
pub fn moment(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    format!("{}, {}", date(lang, local.date()), clock_time(lang, &local))
}

/// How long ago something was, as a person would say it: `gerade eben`, `vor 5 Minuten`,
/// `gestern, 10:42 Uhr`, `vor 3 Tagen`, later the day. A moment to come reads as its day and time.
pub fn since(lang: Lang, then: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let seconds = now.as_second() - then.as_second();
    if seconds < 0 {
        return moment(lang, then, zone);
    }
    let (then, now) = (then.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    let days = days_between(then.date(), now.date());
    match (seconds / 60, days) {
        (0, _) => say(lang, "since-now", &[]),
        (minutes @ 1..60, _) => say(lang, "since-minutes", &[("count", minutes.into())]),
        (minutes, 0) => say(lang, "since-hours", &[("count", (minutes / 60).into())]),
        (_, 1) => say(lang, "since-yesterday", &[("time", clock_time(lang, &then).into())]),
        (_, 2..7) => say(lang, "since-days", &[("count", days.into())]),
        _ => date(lang, then.date()),
    }
}

/// The name of a month, 1 to 12.
pub fn month(lang: Lang, number: i8) -> String {
    say(lang, &format!("month-{number}"), &[])
}

/// The name of a day of the week.
pub fn weekday(lang: Lang, day: Weekday) -> String {
    say(lang, &format!("weekday-{}", day.to_monday_one_offset()), &[])
}

fn clock_time(lang: Lang, at: &Zoned) -> String {
    match lang {
        Lang::De => format!("{}:{:02} Uhr", at.hour(), at.minute()),
        Lang::En => format!("{}:{:02}", at.hour(), at.minute()),
    }
}

fn days_between(then: Date, now: Date) -> i64 {
    // Both days lie within jiff's range, so their distance in seconds always fits.
    now.duration_since(then).as_secs() / 86_400
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: &str = "2026-11-22T10:42:00Z";

    fn ago(lang: Lang, then: &str) -> String {
        let now: Timestamp = NOW.parse().unwrap();
        since(lang, then.parse().unwrap(), now, &TimeZone::UTC)
    }

    #[test]
    fn a_day_reads_with_the_name_of_its_month() {
        let day = jiff::civil::date(2026, 3, 2);
        assert_eq!(date(Lang::De, day), "2. März 2026");
        assert_eq!(date(Lang::En, day), "2 March 2026");
        assert_eq!(date_short(Lang::De, day), "02.03.2026");
        assert_eq!(weekday(Lang::De, day.weekday()), "Montag");
    }

    #[test]
    fn what_was_just_now_is_said_in_minutes_and_hours() {
        assert_eq!(ago(Lang::De, "2026-11-22T10:41:30Z"), "gerade eben");
        assert_eq!(ago(Lang::De, "2026-11-22T10:41:00Z"), "vor 1 Minute");
        assert_eq!(ago(Lang::De, "2026-11-22T10:37:00Z"), "vor 5 Minuten");
        assert_eq!(ago(Lang::De, "2026-11-22T07:00:00Z"), "vor 3 Stunden");
    }

    #[test]
    fn what_was_days_ago_is_said_in_days_and_then_by_date() {
        assert_eq!(ago(Lang::De, "2026-11-21T09:05:00Z"), "gestern, 9:05 Uhr");
        assert_eq!(ago(Lang::De, "2026-11-19T23:00:00Z"), "vor 3 Tagen");
        assert_eq!(ago(Lang::De, "2026-11-02T09:05:00Z"), "2. November 2026");
        assert_eq!(ago(Lang::En, "2026-11-21T09:05:00Z"), "yesterday, 9:05");
    }

    #[test]
    fn a_moment_to_come_reads_as_itself() {
        assert_eq!(ago(Lang::De, "2026-11-23T08:00:00Z"), "23. November 2026, 8:00 Uhr");
    }

    proptest! {
        #[test]
        fn any_two_moments_can_be_told(then in -300_000_000_000_i64..250_000_000_000, now in -300_000_000_000_i64..250_000_000_000) {
            let (then, now) = (Timestamp::from_second(then).unwrap(), Timestamp::from_second(now).unwrap());
            for lang in Lang::ALL {
                prop_assert!(!since(lang, then, now, &TimeZone::UTC).contains("since-"));
            }
        }
    }
}
