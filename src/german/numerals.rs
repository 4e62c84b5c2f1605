//! Roman numerals as people write them in titles: Säule II, SGB XII.
//! Not a converter for any number: only 1 to 39, which is what laws and chapters need.

/// The number of a Roman numeral of one case, `None` for anything else.
///
/// `i` and `x` alone in lower case are letters, not numbers.
pub fn roman(word: &str) -> Option<u32> {
    let is_small = word.bytes().all(|letter| matches!(letter, b'i' | b'v' | b'x'));
    let is_large = word.bytes().all(|letter| matches!(letter, b'I' | b'V' | b'X'));
    if !(is_large || is_small && word.len() > 1) {
        return None;
    }
    let large = word.to_ascii_uppercase();
    let tens = large.len() - large.trim_start_matches('X').len();
    let (tens, ones) = match large.get(tens..) {
        Some(ones) if tens <= 3 => (tens as u32, ones),
        _ => return None,
    };
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
        .iter()
        .position(|it| *it == ones)?;
    let number = tens * 10 + ones as u32;
    (number > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_are_numbers() {
        for (word, number) in
            [("II", 2), ("viii", 8), ("XII", 12), ("IX", 9), ("I", 1), ("XXXIX", 39), ("xiv", 14)]
        {
            assert_eq!(roman(word), Some(number), "{word}");
        }
        for word in ["", "i", "x", "v", "Ii", "IIII", "VX", "mix", "XXXX", "IIX", "VV"] {
            assert_eq!(roman(word), None, "{word}");
        }
    }
}
