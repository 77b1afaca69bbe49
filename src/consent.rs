//! Status and source of each purpose and service in use.
//!
//! [`Answer`] is what is remembered: ids and choices. [`Consent`] is what follows from it for one site, and all that
//! the gate and the views look at. Neither knows how an answer is stored or what a page looks like.

mod answer;

pub use answer::{Answer, Choice, DAY, Entry};

use alloc::string::String;
use alloc::vec::Vec;

use crate::config::Site;
use crate::service::{ANALYTICS, GOOGLE_ANALYTICS, MARKETING, NECESSARY, PERSONALIZATION};

/// What is known about a purpose or service.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Status {
    /// Nobody has answered.
    Unknown,
    /// The one status that opens anything.
    Given,
    /// Refused before it was ever given.
    Refused,
    /// Given once and taken back.
    Withdrawn,
    /// An answer ran out: unknown again.
    Expired,
    /// A new revision of the site's question made the answer void: unknown again.
    Invalidated,
}

impl Status {
    /// The word that `status()` uses.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Unknown => "unknown",
            Status::Given => "given",
            Status::Refused => "refused",
            Status::Withdrawn => "withdrawn",
            Status::Expired => "expired",
            Status::Invalidated => "invalidated",
        }
    }

    /// Is the question open, for the first time or again?
    pub const fn is_unknown(self) -> bool {
        matches!(self, Status::Unknown | Status::Expired | Status::Invalidated)
    }
}

/// Where a status comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Source {
    /// Nobody said anything.
    Default,
    /// An answer found on the device.
    Stored,
    /// An answer on this page.
    Visitor,
    /// The browser's Global Privacy Control.
    Signal,
}

impl Source {
    /// The word that `status()` uses.
    pub const fn name(self) -> &'static str {
        match self {
            Source::Default => "default",
            Source::Stored => "stored",
            Source::Visitor => "visitor",
            Source::Signal => "signal",
        }
    }
}

/// Status and source together.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Mark {
    /// What is known.
    pub status: Status,
    /// Where it comes from.
    pub source: Source,
}

impl Mark {
    const UNKNOWN: Mark = Mark { status: Status::Unknown, source: Source::Default };

    /// Is it given?
    pub fn is_given(self) -> bool {
        self.status == Status::Given
    }

    /// Has an answer ended, and nobody given another one?
    pub fn is_void(self) -> bool {
        matches!(self.status, Status::Expired | Status::Invalidated)
    }

    /// Has an answer, not a signal, refused or withdrawn it?
    pub fn is_answered_no(self) -> bool {
        matches!(self.status, Status::Refused | Status::Withdrawn) && self.source != Source::Signal
    }
}

/// One purpose or service in use.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Subject {
    /// Its id.
    pub id: &'static str,
    /// The purpose that a service serves; empty for a purpose.
    pub purpose: &'static str,
    /// Its status and source.
    pub mark: Mark,
    /// Does the banner ask for it? Never true for a service.
    pub asked: bool,
}

/// What the visitor has said, for everything in use on a site.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Consent {
    /// Purposes, then services, each in the order of the settings.
    pub subjects: Vec<Subject>,
    /// When the answer was given, in unix seconds; `None` while there is none whose time is known.
    pub time: Option<u32>,
    /// The revision of the question that was answered, or that is asked.
    pub revision: u32,
    /// The domain that the answer holds for.
    pub domain: String,
}

impl Subject {
    /// Can a visitor choose about it?
    pub fn is_optional(&self) -> bool {
        self.id != NECESSARY && self.purpose != NECESSARY
    }
}

impl Consent {
    /// What `answer` means for `site`. `signal`: does the browser send Global Privacy Control? It fills only what is
    /// unknown.
    pub fn new(site: &Site, answer: &Answer, signal: bool, domain: &str) -> Consent {
        let mut subjects = Vec::new();
        for purpose in &site.purposes {
            let mark = purpose_mark(answer, purpose.id, signal);
            subjects.push(Subject {
                id: purpose.id,
                purpose: "",
                mark,
                asked: site.is_asked(purpose.id) && mark.source != Source::Signal,
            });
        }
        for service in &site.services {
            let purpose = purpose_mark(answer, service.purpose, signal);
            let mark = match (answer.entry(service.id), answer.ended(service.id)) {
                _ if service.purpose == NECESSARY => purpose,
                (Some(entry), _) => entry.mark(),
                (None, Some(status)) if purpose.status.is_unknown() => Mark { status, source: Source::Default },
                _ => purpose,
            };
            subjects.push(Subject { id: service.id, purpose: service.purpose, mark, asked: false });
        }
        let revision = if answer.time.is_some() { answer.revision } else { site.revision };
        Consent { subjects, time: answer.time, revision, domain: String::from(domain) }
    }

    /// The purpose or service `id`, if it is in use.
    pub fn subject(&self, id: &str) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.id == id)
    }

    /// Status and source of `id`; unknown for what is not in use.
    pub fn of(&self, id: &str) -> Mark {
        self.subject(id).map_or(Mark::UNKNOWN, |subject| subject.mark)
    }

    /// Is `id` given?
    pub fn given(&self, id: &str) -> bool {
        self.of(id).is_given()
    }

    /// What holds for Google Analytics: the service where the site has it, else the purpose.
    pub fn google_analytics(&self) -> Mark {
        self.subject(GOOGLE_ANALYTICS).or_else(|| self.subject(ANALYTICS)).map_or(Mark::UNKNOWN, |subject| subject.mark)
    }

    /// The purposes that the banner asks for, what a signal refuses left out.
    pub fn asked(&self) -> impl Iterator<Item = &Subject> {
        self.subjects.iter().filter(|subject| subject.asked)
    }

    /// Is nothing that is asked unknown?
    pub fn answered(&self) -> bool {
        self.asked().all(|subject| !subject.mark.status.is_unknown())
    }
}

/// Does Global Privacy Control speak about purpose `id`?
pub fn is_signalled(id: &str) -> bool {
    matches!(id, ANALYTICS | MARKETING | PERSONALIZATION)
}

fn purpose_mark(answer: &Answer, id: &str, signal: bool) -> Mark {
    if id == NECESSARY {
        return Mark { status: Status::Given, source: Source::Default };
    }
    match (answer.entry(id), answer.rest) {
        (Some(entry), _) => entry.mark(),
        (None, Some(source)) => Mark { status: Status::Refused, source },
        _ if signal && is_signalled(id) => Mark { status: Status::Refused, source: Source::Signal },
        _ => Mark { status: answer.ended(id).unwrap_or(Status::Unknown), source: Source::Default },
    }
}
