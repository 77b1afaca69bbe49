//! What the device holds: reads the consent cookies in their order of precedence, and says which cookies have
//! to be written.

use alloc::string::String;
use alloc::vec::Vec;

use crate::config::Site;
use crate::consent::{Answer, Choice, Consent, Source, Status};
use crate::cookie;
use crate::record;
use crate::service::{ANALYTICS, GOOGLE_ANALYTICS};

/// The cookie that servers read.
const STATUS: &str = "cookieconsent_status";
const ALLOW: &str = "allow";
const DENY: &str = "deny";
/// The classic opt-out of Google Analytics: this name, or this and `-<ID>`.
const OPT_OUT: &str = "ga-disable";
const TRUE: &str = "true";

/// A cookie to write in place of every other copy of its name.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Write {
    /// Its name.
    pub name: String,
    /// Its value; `None` removes every copy.
    pub value: Option<String>,
    /// How long it lives, in seconds.
    pub life: u32,
}

/// What an answer that was read rests on.
pub(super) enum Basis {
    /// No record that can be read; nothing is written.
    Nothing,
    /// A record that holds.
    Record,
    /// A record that has run out or answers an older revision. Did it refuse analytics?
    Ended { refused: bool },
    /// An `allow` of an earlier consent manager: an answer that still has to be written as a record.
    Allow,
}

/// Reads the answer that holds at `now`. An `allow` alone is an answer at the `start` only: later it is what is left of a
/// record that was lost.
pub(super) fn read(site: &Site, now: u32, cookies: &str, start: bool) -> (Answer, Basis) {
    let mut record: Option<Answer> = None;
    let mut unreadable = false;
    let mut ended: Option<Status> = None;
    let mut refused = false;
    for text in cookie::all(cookies, record::NAME) {
        let Some(copy) = record::decode(text) else {
            unreadable = true;
            continue;
        };
        ended = ended.or_else(|| copy.ended_at(site, now));
        refused |= copy.choice(site, ANALYTICS).is_some_and(|choice| choice != Choice::Given)
            && !copy.gives(site, GOOGLE_ANALYTICS);
        record = Some(match record {
            Some(other) => other.stricter(site, &copy),
            None => copy,
        });
    }
    let deny = cookie::all(cookies, STATUS).any(|value| value == DENY);
    let allow = holds(cookies, STATUS, ALLOW);
    let (mut answer, mut basis) = match (record, ended) {
        (Some(answer), Some(status)) => (answer.voided(site, status), Basis::Ended { refused }),
        (Some(mut answer), None) => {
            if deny && answer.gives(site, ANALYTICS) {
                answer.close(site, ANALYTICS, Choice::Refused, Source::Stored);
            }
            (answer, Basis::Record)
        }
        (None, _) if deny => (Answer { rest: Some(Source::Stored), ..Answer::default() }, Basis::Nothing),
        (None, _) if start && allow && !unreadable && !site.legacy_ask && site.purpose(ANALYTICS).is_some() => {
            let mut answer = Answer { revision: site.revision, time: Some(now), days: site.days, ..Answer::default() };
            answer.put(ANALYTICS, Choice::Given, Source::Stored);
            (answer, Basis::Allow)
        }
        (None, _) => (Answer::default(), Basis::Nothing),
    };
    if !refused && opted_out(site, cookies) {
        if matches!(basis, Basis::Allow) {
            (answer, basis) = (Answer::default(), Basis::Nothing);
        }
        refuse_analytics(site, &mut answer);
    }
    (answer, basis)
}

/// What an opt-out that stands in a cookie does to an answer.
pub(super) fn refuse_analytics(site: &Site, answer: &mut Answer) {
    answer.close(site, ANALYTICS, Choice::Refused, Source::Stored);
}

/// Does an opt-out of Google Analytics stand in a cookie, in general or for an id of ours?
pub(super) fn opted_out(site: &Site, cookies: &str) -> bool {
    opt_outs(site).iter().any(|name| cookie::all(cookies, name).any(|value| value == TRUE))
}

/// The names of the opt-out cookies: the general one and one for each id.
fn opt_outs(site: &Site) -> Vec<String> {
    let mut names = Vec::new();
    names.push(String::from(OPT_OUT));
    for id in site.google.iter().filter(|id| id.is_analytics()) {
        let mut name = String::from(OPT_OUT);
        name.push('-');
        name.push_str(id.text);
        names.push(name);
    }
    names
}

/// The cookies that store `answer`, from which `consent` follows: `every` one, or those beside the record that are out
/// of step with it, such as those of an id added since or an opt-out set elsewhere.
pub(super) fn writes(
    site: &Site,
    answer: &Answer,
    consent: &Consent,
    now: u32,
    cookies: &str,
    every: bool,
) -> Vec<Write> {
    let mut writes = Vec::new();
    let life = answer.end(site).saturating_sub(now);
    if every {
        keep(cookies, record::NAME, Some(&record::encode(answer)), life, true, &mut writes);
    }
    keep(cookies, STATUS, status(site, answer, consent), life, every, &mut writes);
    if site.purpose(ANALYTICS).is_some() {
        let refused = consent.of(ANALYTICS).is_answered_no() && !consent.google_analytics().is_given();
        for name in opt_outs(site) {
            keep(cookies, &name, refused.then_some(TRUE), life, every, &mut writes);
        }
    }
    writes
}

/// What a record leaves behind that has run out.
pub(super) fn remains(site: &Site, refused: bool, cookies: &str) -> Vec<Write> {
    let mut writes = Vec::new();
    keep(cookies, STATUS, None, 0, false, &mut writes);
    if refused && site.purpose(ANALYTICS).is_some() {
        for name in opt_outs(site) {
            keep(cookies, &name, None, 0, false, &mut writes);
        }
    }
    writes
}

/// Adds a write so that `name` has `value`. Without `every` only where it has not; a removal always only then.
fn keep(cookies: &str, name: &str, value: Option<&str>, life: u32, every: bool, out: &mut Vec<Write>) {
    let needed = match value {
        Some(value) => every || !holds(cookies, name, value),
        None => cookie::find(cookies, name).is_some(),
    };
    if needed {
        out.push(Write { name: String::from(name), value: value.map(String::from), life });
    }
}

/// Has `name` this value, in every copy?
fn holds(cookies: &str, name: &str, value: &str) -> bool {
    cookie::find(cookies, name).is_some() && cookie::all(cookies, name).all(|copy| copy == value)
}

/// The value of the status cookie; `None`: it must not stand.
///
/// It is about analytics. Where a site has none, the record may say so all the same for another site that shares it; else
/// it is about all that is asked.
fn status(site: &Site, answer: &Answer, consent: &Consent) -> Option<&'static str> {
    let shared = answer.entry(ANALYTICS).map(|entry| entry.mark());
    let own = site.purpose(ANALYTICS).map(|_| consent.of(ANALYTICS));
    let no = if let Some(analytics) = own.or(shared) {
        if analytics.is_given() {
            return Some(ALLOW);
        }
        analytics.is_answered_no()
    } else {
        if consent.asked().next().is_some() && consent.asked().all(|asked| asked.mark.is_given()) {
            return Some(ALLOW);
        }
        consent.asked().any(|asked| asked.mark.is_answered_no())
    };
    no.then_some(DENY)
}
