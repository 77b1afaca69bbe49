//! What a visitor has chosen, by id, and the rules by which choices follow one another.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Mark, Source, Status};
use crate::config::Site;
use crate::service::NECESSARY;

/// Seconds of a day.
pub const DAY: u32 = 86_400;

/// What an answer says about one id.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Choice {
    /// Yes.
    Given,
    /// No.
    Refused,
    /// No longer.
    Withdrawn,
}

/// One choice.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Entry {
    /// A purpose or service; it need not be in use on this site, because a domain may share one record.
    pub id: String,
    /// What was chosen.
    pub choice: Choice,
    /// Found on the device, or made on this page.
    pub source: Source,
}

impl Entry {
    /// As status and source.
    pub fn mark(&self) -> Mark {
        let status = match self.choice {
            Choice::Given => Status::Given,
            Choice::Refused => Status::Refused,
            Choice::Withdrawn => Status::Withdrawn,
        };
        Mark { status, source: self.source }
    }
}

/// Everything that is remembered of a visitor's answers. The default is: nobody has answered.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Answer {
    /// The revision of the question.
    pub revision: u32,
    /// When it was given, in unix seconds; `None` for what is known without a record.
    pub time: Option<u32>,
    /// How many days it holds, as the settings said then.
    pub days: u32,
    /// Purposes, and services that differ from their purpose. No id twice.
    pub entries: Vec<Entry>,
    /// Is everything refused that no entry names, and who said so?
    pub rest: Option<Source>,
    /// What was answered once, but is unknown again, and why. Not part of what is stored.
    pub void: Vec<(String, Status)>,
}

impl Answer {
    /// The entry of `id` itself.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    fn own(&self, id: &str) -> Option<Choice> {
        self.entry(id).map(|entry| entry.choice)
    }

    /// What was chosen for `id`: its own entry, for a service else its purpose's, else what holds for the rest.
    pub fn choice(&self, site: &Site, id: &str) -> Option<Choice> {
        let service = site.services.iter().find(|service| service.id == id);
        self.own(id).or_else(|| self.own(service?.purpose)).or_else(|| self.rest.map(|_| Choice::Refused))
    }

    /// Is `id` given?
    pub fn gives(&self, site: &Site, id: &str) -> bool {
        self.choice(site, id) == Some(Choice::Given)
    }

    /// When it ends, in unix seconds: the shorter of the days then and now counts. Never wraps.
    pub fn end(&self, site: &Site) -> u32 {
        self.time.unwrap_or(0).saturating_add(self.days.min(site.days).saturating_mul(DAY))
    }

    /// Why it no longer counts at `now`, if so.
    ///
    /// Two cases that can be read in two ways. An answer from the future, more than a day ahead of the clock, counts
    /// as expired: nobody knows how long it has been kept. An answer to a *newer* revision than the settings name
    /// (an old copy of a page) stands: only a higher revision asks again.
    pub fn ended_at(&self, site: &Site, now: u32) -> Option<Status> {
        if now >= self.end(site) || self.time.unwrap_or(0) > now.saturating_add(DAY) {
            Some(Status::Expired)
        } else if self.revision < site.revision {
            Some(Status::Invalidated)
        } else {
            None
        }
    }

    /// What is left when an answer ends: nothing but the memory of what was answered.
    pub fn voided(&self, site: &Site, status: Status) -> Answer {
        let mut answer = Answer::default();
        for purpose in &site.purposes {
            if self.choice(site, purpose.id).is_some() {
                answer.void.push((String::from(purpose.id), status));
            }
        }
        for service in &site.services {
            if self.entry(service.id).is_some() {
                answer.void.push((String::from(service.id), status));
            }
        }
        answer.remember(self);
        answer
    }

    /// Takes over what `before` remembers of answers that have ended.
    pub fn remember(&mut self, before: &Answer) {
        for (id, status) in &before.void {
            if self.ended(id).is_none() {
                self.void.push((id.clone(), *status));
            }
        }
    }

    /// Has an answer about `id` ended, and why?
    pub fn ended(&self, id: &str) -> Option<Status> {
        self.void.iter().find(|(known, _)| known == id).map(|(_, status)| *status)
    }

    /// Replaces what is said about `id` itself.
    pub fn put(&mut self, id: &str, choice: Choice, source: Source) {
        match self.entries.iter_mut().find(|entry| entry.id == id) {
            Some(entry) => {
                entry.choice = choice;
                entry.source = source;
            }
            None => self.entries.push(Entry { id: String::from(id), choice, source }),
        }
        self.void.retain(|(known, _)| known != id);
    }

    /// Gives `id`. A purpose is given with its services; a service is given alone.
    pub fn give(&mut self, site: &Site, id: &str, source: Source) {
        self.put(id, Choice::Given, source);
        self.entries.retain(|entry| !serves(site, &entry.id, id));
        self.void.retain(|(known, _)| !serves(site, known, id));
    }

    /// Refuses or withdraws `id`; with a purpose its services too, those given apart among them. `given` is what
    /// becomes of what was given; what was refused or withdrawn before stays so.
    pub fn close(&mut self, site: &Site, id: &str, given: Choice, source: Source) {
        for entry in &mut self.entries {
            if entry.choice == Choice::Given && serves(site, &entry.id, id) {
                entry.choice = given;
                entry.source = source;
            }
        }
        match self.choice(site, id) {
            Some(Choice::Given) => self.put(id, given, source),
            Some(_) => {}
            None => self.put(id, Choice::Refused, source),
        }
    }

    /// Refuses everything, named today or later, and withdraws what is given, on other sites of the domain too.
    pub fn close_all(&mut self) {
        self.withdraw_given();
        for entry in &mut self.entries {
            entry.source = Source::Visitor;
        }
        self.rest = Some(Source::Visitor);
        self.void.clear();
    }

    /// Withdraws what is given, on other sites of the domain too.
    pub fn withdraw_given(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| entry.choice == Choice::Given) {
            entry.choice = Choice::Withdrawn;
            entry.source = Source::Visitor;
        }
    }

    /// Drops entries of services that say what their purpose says anyway.
    pub fn tidy(&mut self, site: &Site) {
        for service in &site.services {
            let purpose = self.choice(site, service.purpose);
            self.entries.retain(|entry| entry.id != service.id || Some(entry.choice) != purpose);
        }
    }

    /// Do both say the same, whoever said it and when?
    pub fn same_choices(&self, other: &Answer) -> bool {
        self.rest.is_some() == other.rest.is_some()
            && self.entries.len() == other.entries.len()
            && self.entries.iter().all(|entry| other.own(&entry.id) == Some(entry.choice))
    }

    /// Is nothing said about anything?
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.rest.is_none()
    }

    /// Two copies of one record, the stricter counting: an id stays given only where both give it themselves, what
    /// one of them refuses is refused, and the earlier end counts.
    pub fn stricter(mut self, site: &Site, other: &Answer) -> Answer {
        self.entries.retain(|entry| entry.choice != Choice::Given || other.own(&entry.id) == Some(Choice::Given));
        for entry in other.entries.iter().filter(|entry| entry.choice != Choice::Given) {
            if self.own(&entry.id).is_none() {
                self.entries.push(entry.clone());
            }
        }
        self.rest = self.rest.or(other.rest);
        if other.end(site) < self.end(site) {
            self.time = other.time;
            self.days = other.days;
        }
        self.revision = self.revision.min(other.revision);
        self
    }

    /// Dates the answer that came out of `before` by a choice about `named`. Grants that were not part of that choice
    /// keep the whole answer's old time and days: nothing may prolong them.
    pub fn date(&mut self, site: &Site, before: &Answer, named: &[String], now: u32) {
        let older = self.entries.iter().any(|entry| entry.choice == Choice::Given && !named.contains(&entry.id));
        self.revision = site.revision;
        self.time = Some(before.time.filter(|_| older).map_or(now, |time| time.min(now)));
        self.days = if older && before.time.is_some() { before.days.min(site.days) } else { site.days };
    }
}

/// Is `service` in use as a service of `purpose`?
fn serves(site: &Site, service: &str, purpose: &str) -> bool {
    purpose != NECESSARY && site.services.iter().any(|known| known.id == service && known.purpose == purpose)
}
