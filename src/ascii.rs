//! Plain text, read and written with few instructions.
//!
//! Every way in which the standard library splits, searches and joins is code of its own in the artefact; these few are
//! shared by all modules that take texts apart. Letters to search for are ASCII.

use alloc::string::String;

/// What stands before the first of the letters `stops`, and what stands behind it; all and nothing if there is none.
pub fn cut<'a>(text: &'a str, stops: &str) -> (&'a str, &'a str) {
    // One loop in another: an iterator's search calls a function for each byte, which cost every first visit 0.6 ms.
    let mut end = 0usize;
    'text: for byte in text.bytes() {
        for stop in stops.bytes() {
            if byte == stop {
                break 'text;
            }
        }
        end = end.saturating_add(1);
    }
    (text.get(..end).unwrap_or(text), text.get(end.saturating_add(1)..).unwrap_or_default())
}

/// Does one of the letters `stops` stand in `text`?
pub fn holds(text: &str, stops: &str) -> bool {
    cut(text, stops).0.len() < text.len()
}

/// The parts of a text; see [`parts`].
pub struct Parts<'a> {
    rest: Option<&'a str>,
    stops: &'static str,
}

/// What stands between the letters `stops`, as `split` gives it: one part at least.
pub fn parts<'a>(text: &'a str, stops: &'static str) -> Parts<'a> {
    Parts { rest: Some(text), stops }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest?;
        let (part, behind) = cut(text, self.stops);
        self.rest = (part.len() < text.len()).then_some(behind);
        Some(part)
    }
}

/// Is `word` one of `words`, which stand between blanks? The case of ASCII letters does not count.
pub fn among(word: &str, mut words: &str) -> bool {
    while !words.is_empty() {
        let (known, rest) = cut(words, " ");
        if known.eq_ignore_ascii_case(word) {
            return true;
        }
        words = rest;
    }
    false
}

/// Are there bytes in `text`, and only such as `fits`?
pub fn only(text: &str, fits: fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(fits)
}

/// Does `text` begin with `start`? The case of ASCII letters does not count.
pub fn starts(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
}

/// Does a part of `text`, up to an `=` in it, equal `name`? The parts stand between the letters `stops`.
pub fn has(text: &str, stops: &'static str, name: &str) -> bool {
    for part in parts(text, stops) {
        if cut(part, "=").0 == name {
            return true;
        }
    }
    false
}

/// Is `word` one of `list`?
pub fn one_of(word: &str, list: &[&str]) -> bool {
    list.contains(&word)
}

/// Are there letters in `text`, and digits only?
pub fn is_digits(text: &str) -> bool {
    only(text, |byte| byte.is_ascii_digit())
}

/// Is `text` in the form of an id: `[a-z][a-z0-9-]*`, at most so long?
pub fn is_id(text: &str, longest: usize) -> bool {
    text.len() <= longest
        && text.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
        && only(text, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The number that decimal digits stand for; `None` for all else, and for what is too large.
pub fn number(digits: &str) -> Option<u32> {
    let mut number = 0u32;
    for byte in digits.bytes() {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number = number.checked_mul(10)?.checked_add(digit.into())?;
    }
    (!digits.is_empty()).then_some(number)
}

/// Appends `template` to `out`, each `%` in it replaced by the next of `values`.
pub fn fill(out: &mut String, template: &str, values: &[&str]) {
    let mut rest = template;
    for value in values {
        let (text, behind) = cut(rest, "%");
        out.push_str(text);
        out.push_str(value);
        rest = behind;
    }
    out.push_str(rest);
}
