//! Single letters: which lose their accent and what they become.
//! Knows nothing of umlauts written out; that choice is its caller's.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Whether the character only says where a word may break or join, and is not part of it.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Appends a lower-case letter without its accents, `ß` as `ss`; other characters in their
/// compatibility form.
pub(super) fn plain_letters(letter: char, out: &mut String) {
    match letter {
        _ if letter.is_ascii() => out.push(letter),
        'ß' => out.push_str("ss"),
        'æ' => out.push('a'),
        'œ' | 'ø' => out.push('o'),
        'ł' => out.push('l'),
        'đ' | 'ð' => out.push('d'),
        'þ' => out.push_str("th"),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        _ => {
            let parts = letter.nfkd().filter(|c| !is_combining_mark(*c) && !is_joiner(*c));
            for part in parts.flat_map(char::to_lowercase) {
                // A compatibility form may be one of the letters above, such as a bold ı.
                match part {
                    _ if part == letter => out.push(part),
                    _ => plain_letters(part, out),
                }
            }
        }
    }
}
