//! Numbers as people write them. Deliberately not here: reading numbers, see the kinds.

use super::Lang;

/// A whole number, grouped by thousands: `6.636` in German, `6,636` in English.
pub fn number(lang: Lang, number: i64) -> String {
    let group = match lang {
        Lang::De => '.',
        Lang::En => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}

/// A size of a file, given in bytes: `24 KB`, `1,5 MB` (units of 1000 bytes).
pub fn bytes(lang: Lang, bytes: u64) -> String {
    let (divisor, unit) = match bytes {
        0..1_000 => return format!("{bytes} Byte"),
        1_000..1_000_000 => return format!("{} KB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => (100_000, "MB"),
        _ => (100_000_000, "GB"),
    };
    let tenths = bytes / divisor;
    let point = match lang {
        Lang::De => ',',
        Lang::En => '.',
    };
    format!("{}{point}{} {unit}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_in_the_way_of_the_language() {
        assert_eq!(number(Lang::De, 6636), "6.636");
        assert_eq!(number(Lang::En, 1_234_567), "1,234,567");
        assert_eq!(number(Lang::De, -1000), "−1.000");
        assert_eq!(number(Lang::De, 999), "999");
    }

    #[test]
    fn sizes_read_in_the_unit_that_fits() {
        assert_eq!(bytes(Lang::De, 512), "512 Byte");
        assert_eq!(bytes(Lang::De, 23_400), "24 KB");
        assert_eq!(bytes(Lang::De, 1_540_000), "1,5 MB");
        assert_eq!(bytes(Lang::En, 2_000_000_000), "2.0 GB");
    }
}
