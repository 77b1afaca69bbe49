//! The stored text: the format, what is readable, and what does not fit.

use optgate::consent::{Answer, Choice, Entry, Source};
use optgate::record;

/// Repeatable random texts (xorshift).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    /// Up to `most` of these parts.
    pub fn text(&mut self, parts: &[&str], most: usize) -> String {
        (0..self.below(most + 1)).map(|_| parts[self.below(parts.len())]).collect()
    }

    /// Any bytes at all, made a text.
    pub fn bytes(&mut self, most: usize) -> String {
        let bytes: Vec<u8> = (0..self.below(most + 1)).map(|_| self.below(256) as u8).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn answer(entries: &[(&str, Choice)], rest: bool) -> Answer {
    let entries =
        entries.iter().map(|(id, choice)| Entry { id: id.to_string(), choice: *choice, source: Source::Stored });
    Answer {
        revision: 3,
        time: Some(1_800_000_000),
        days: 182,
        entries: entries.collect(),
        rest: rest.then_some(Source::Stored),
        ..Answer::default()
    }
}

#[test]
fn texts_and_answers_correspond() {
    let (given, refused, withdrawn) = (Choice::Given, Choice::Refused, Choice::Withdrawn);
    let table = [
        ("1.3.1800000000.182.", answer(&[], false)),
        ("1.3.1800000000.182.!*", answer(&[], true)),
        ("1.3.1800000000.182.+analytics", answer(&[("analytics", given)], false)),
        (
            "1.3.1800000000.182.+analytics!marketing~youtube",
            answer(&[("analytics", given), ("marketing", refused), ("youtube", withdrawn)], false),
        ),
        ("1.3.1800000000.182.~a-1+b!*", answer(&[("a-1", withdrawn), ("b", given)], true)),
        ("1.1.0.1.+x", Answer { revision: 1, time: Some(0), days: 1, ..answer(&[("x", given)], false) }),
        (
            "1.4294967295.4294967295.400.!*",
            Answer { revision: u32::MAX, time: Some(u32::MAX), days: 400, ..answer(&[], true) },
        ),
    ];
    for (text, answer) in table {
        assert_eq!(record::decode(text).as_ref(), Some(&answer), "{text}");
        assert_eq!(record::encode(&answer), text);
    }
}

#[test]
fn what_cannot_be_read_is_no_answer() {
    let id = "a".repeat(33);
    let long = format!("1.1.1800000000.182.{}", "+a".repeat(100));
    for text in [
        "",
        "1",
        "1.",
        "1.1",
        "1.1.1800000000",
        "1.1.1800000000.182",
        "2.1.1800000000.182.+a",
        "01.1.1800000000.182.+a",
        " 1.1.1800000000.182.+a",
        "1.0.1800000000.182.+a",
        "1..1800000000.182.+a",
        "1.+1.1800000000.182.+a",
        "1.-1.1800000000.182.+a",
        "1.01.1800000000.182.+a",
        "1.1.1800000000.0.+a",
        "1.1.1800000000.401.+a",
        "1.1.1800000000.0182.+a",
        "1.1.4294967296.182.+a",
        "1.1.99999999999999999999.182.+a",
        "1.1.1800000000.182.a",
        "1.1.1800000000.182.?a",
        "1.1.1800000000.182.+",
        "1.1.1800000000.182.++a",
        "1.1.1800000000.182.+a+",
        "1.1.1800000000.182.+a+a",
        "1.1.1800000000.182.+a!a",
        "1.1.1800000000.182.+*",
        "1.1.1800000000.182.~*",
        "1.1.1800000000.182.!*!*",
        "1.1.1800000000.182.+A",
        "1.1.1800000000.182.+1",
        "1.1.1800000000.182.+-",
        "1.1.1800000000.182.+a b",
        "1.1.1800000000.182.+a.b",
        "1.1.1800000000.182.+a%2Bb",
        "1.1.1800000000.182.+ä",
        "1.1.1800000000.182.ä",
        "1.1.18\u{0660}.182.+a",
        &format!("1.1.1800000000.182.+{id}"),
        &long,
    ] {
        assert_eq!(record::decode(text), None, "{text}");
    }
}

#[test]
fn a_word_that_is_reserved_today_is_readable() {
    let text = "1.1.1800000000.182.+all+status+constructor";
    assert_eq!(record::decode(text).map(|answer| answer.entries.len()), Some(3));
}

#[test]
fn the_longest_record_is_192_bytes() {
    let fitting = format!(
        "1.1.1800000000.182.+{}+{}+{}+{}+{}b",
        "a".repeat(32),
        "b".repeat(32),
        "c".repeat(32),
        "d".repeat(32),
        "e".repeat(31)
    );
    assert_eq!(fitting.len(), 184);
    let exact = format!("{fitting}!fffffff");
    assert_eq!((exact.len(), record::decode(&exact).is_some()), (192, true));
    let over = format!("{fitting}!ffffffff");
    assert_eq!((over.len(), record::decode(&over).is_some()), (193, false));
}

/// Ids of 30 bytes: `id-<letter>-aaa…`.
fn long_ids(count: u8) -> Vec<String> {
    (0..count).map(|n| format!("id-{}-{}", (b'a' + n) as char, "a".repeat(25))).collect()
}

#[test]
fn grants_that_do_not_fit_are_refused_with_the_rest() {
    // Head 19 bytes, each entry 31, the rest 2: five entries are 174 and 176, six are 205.
    let ids = long_ids(6);
    let mut answer = answer(&ids.iter().map(|id| (id.as_str(), Choice::Given)).collect::<Vec<_>>(), false);
    assert!(!record::fit(&mut answer));
    let text = record::encode(&answer);
    assert_eq!(text.len(), 176);
    assert!(text.ends_with("!*"));
    let read = record::decode(&text).unwrap();
    assert_eq!(read.entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>(), ids[..5]);
    assert!(read.entry(&ids[5]).is_none() && read.rest.is_some());
}

#[test]
fn a_refusal_never_goes_before_a_grant() {
    let ids = long_ids(7);
    let entries: Vec<_> = ids
        .iter()
        .enumerate()
        .map(|(n, id)| (id.as_str(), if n < 3 { Choice::Given } else { Choice::Refused }))
        .collect();
    let mut answer = answer(&entries, false);
    assert!(!record::fit(&mut answer));
    let left: Vec<_> = answer.entries.iter().map(|entry| (entry.id.as_str(), entry.choice)).collect();
    assert_eq!(left, [entries[0], entries[3], entries[4], entries[5], entries[6]]);
}

#[test]
fn refusals_that_do_not_fit_take_every_grant_with_them() {
    let ids = long_ids(8);
    let entries: Vec<_> = ids
        .iter()
        .enumerate()
        .map(|(n, id)| (id.as_str(), if n < 2 { Choice::Given } else { Choice::Withdrawn }))
        .collect();
    let mut answer = answer(&entries, false);
    assert!(!record::fit(&mut answer));
    assert_eq!(record::encode(&answer), "1.3.1800000000.182.!*");
}

#[test]
fn what_fits_is_left_alone() {
    let mut answer = answer(&[("analytics", Choice::Given), ("marketing", Choice::Refused)], false);
    let before = answer.clone();
    assert!(record::fit(&mut answer));
    assert_eq!(answer, before);
}

#[test]
fn decoding_gives_back_every_answer_that_was_encoded() {
    let mut random = Random(7);
    let ids = long_ids(9);
    let mut truncated = 0;
    for _ in 0..20_000 {
        let mut entries: Vec<(&str, Choice)> = Vec::new();
        for id in ["analytics", "marketing", "media", "youtube", "x", "a-b-9"]
            .into_iter()
            .chain(ids.iter().map(String::as_str))
        {
            if random.below(3) == 0 {
                entries.push((id, [Choice::Given, Choice::Refused, Choice::Withdrawn][random.below(3)]));
            }
        }
        let mut answer = answer(&entries, random.below(2) == 0);
        answer.revision = 1 + random.below(u32::MAX as usize) as u32;
        answer.time = Some(random.below(1 << 32) as u32);
        answer.days = 1 + random.below(400) as u32;
        if let Some(source) = &mut answer.rest {
            *source = Source::Stored;
        }
        truncated += usize::from(!record::fit(&mut answer));
        answer.rest = answer.rest.map(|_| Source::Stored);
        let text = record::encode(&answer);
        assert!(record::NAME.len() + 1 + text.len() <= 200, "{text}");
        assert_eq!(record::decode(&text).as_ref(), Some(&answer), "{text}");
    }
    assert!(truncated > 1_000, "the long ones were tried: {truncated}");
}

#[test]
fn no_bytes_make_decoding_fail_and_what_is_read_is_written_back() {
    let mut random = Random(3);
    let parts = [
        "1",
        ".",
        "0",
        "9",
        "182",
        "1800000000",
        "+",
        "!",
        "~",
        "*",
        "a",
        "analytics",
        "-",
        "ä",
        " ",
        "1.1.1800000000.182.",
    ];
    let mut readable = 0;
    for round in 0..200_000 {
        let text = match round % 3 {
            0 => random.bytes(220),
            1 => random.text(&parts, 12),
            _ => format!("1.1.1800000000.182.{}", random.text(&["+", "!", "~", "*", "a", "b", "c"], 6)),
        };
        if let Some(answer) = record::decode(&text) {
            readable += 1;
            let mut again = record::encode(&answer);
            // Only the place of the rest may differ: it is written last.
            if text.contains("!*") {
                again = again.replace("!*", "");
                assert_eq!(again, text.replace("!*", ""));
            } else {
                assert_eq!(again, text);
            }
        }
    }
    assert!(readable > 1_000, "readable ones were among them: {readable}");
}
