//! The stored text of an answer: the only file that knows the format.
//!
//! Version 1: `1.<revision>.<time>.<days>.<entries>`, numbers in decimal digits without leading zeros, the time in unix
//! seconds. An entry is a sign and an id: `+` given, `!` refused, `~` withdrawn. The entry `!*` refuses everything that
//! is not named. All characters may stand in a cookie as they are. Every version ever shipped stays readable; what
//! cannot be read is no answer.

use alloc::string::String;

use crate::ascii::{self, cut, holds, is_id};
use crate::consent::{Answer, Choice, Entry, Source};
use crate::cookie::push_number;

/// Name of the cookie.
pub const NAME: &str = "optgate";
/// Longest text: the cookie with its name and `=` has at most 200 bytes.
const LONGEST: usize = 192;
/// Longest id of a purpose or service.
const LONGEST_ID: usize = 32;
/// Browsers keep nothing longer, in days.
const MOST_DAYS: u32 = 400;
/// Stands for everything that is not named.
const REST: &str = "*";
const GIVEN: u8 = b'+';
const REFUSED: u8 = b'!';
const WITHDRAWN: u8 = b'~';
/// The three of them.
const SIGNS: &str = "+!~";

/// The text of `answer`. Call [`fit`] first: this writes everything.
pub fn encode(answer: &Answer) -> String {
    let mut text = String::from("1.");
    for number in [answer.revision, answer.time.unwrap_or(0), answer.days] {
        push_number(&mut text, number);
        text.push('.');
    }
    for entry in &answer.entries {
        text.push(char::from(match entry.choice {
            Choice::Given => GIVEN,
            Choice::Refused => REFUSED,
            Choice::Withdrawn => WITHDRAWN,
        }));
        text.push_str(&entry.id);
    }
    if answer.rest.is_some() {
        text.push(char::from(REFUSED));
        text.push_str(REST);
    }
    text
}

/// Makes `answer` fit into its cookie; false if something had to go. What goes is refused with all that is not named:
/// grants go first, the newest before the older; refusals go only together with every grant, because what they name
/// could else be given by its purpose.
pub fn fit(answer: &mut Answer) -> bool {
    let mut whole = true;
    while encode(answer).len() > LONGEST && !answer.entries.is_empty() {
        whole = false;
        answer.rest = answer.rest.or(Some(Source::Visitor));
        let newest = answer.entries.iter().rev().find(|entry| entry.choice == Choice::Given);
        match newest.map(|entry| entry.id.clone()) {
            Some(id) => answer.entries.retain(|entry| entry.id != id),
            None => answer.entries.clear(),
        }
    }
    whole
}

/// The answer that `text` stands for; `None` if it cannot be read: another version, a number that is none, an unknown
/// sign, an id that is none or stands twice, or more than fits.
pub fn decode(text: &str) -> Option<Answer> {
    if text.len() > LONGEST {
        return None;
    }
    let mut rest = text.strip_prefix("1.")?;
    let revision = number(&mut rest).filter(|revision| *revision > 0)?;
    let time = number(&mut rest)?;
    let days = number(&mut rest).filter(|days| (1..=MOST_DAYS).contains(days))?;
    let mut answer = Answer { revision, time: Some(time), days, ..Answer::default() };
    while let Some(sign) = rest.bytes().next() {
        let choice = match sign {
            GIVEN => Choice::Given,
            REFUSED => Choice::Refused,
            WITHDRAWN => Choice::Withdrawn,
            _ => return None,
        };
        let after = rest.get(1..)?;
        let (id, _) = cut(after, SIGNS);
        let next = after.get(id.len()..)?;
        rest = next;
        if id == REST && choice == Choice::Refused && answer.rest.is_none() {
            answer.rest = Some(Source::Stored);
        } else if is_id(id, LONGEST_ID) && answer.entry(id).is_none() {
            // Any id that a site can have; words reserved since are readable all the same.
            answer.entries.push(Entry { id: String::from(id), choice, source: Source::Stored });
        } else {
            return None;
        }
    }
    Some(answer)
}

/// Takes decimal digits and the dot behind them off `rest`.
fn number(rest: &mut &str) -> Option<u32> {
    if !holds(rest, ".") {
        return None;
    }
    let (digits, next) = cut(rest, ".");
    *rest = next;
    if digits.len() > 1 && digits.starts_with('0') { None } else { ascii::number(digits) }
}
