//! The only mutable state: an input goes in, an ordered list of effects comes out.
//!
//! A choice is stored before it takes effect. A step that stores something ends with [`Effect::Store`]; the shell
//! writes, feeds [`Input::Kept`], and what follows from the choice comes out of that step. The engine reads the
//! cookies anew at every input, so that an answer given elsewhere meanwhile is never overwritten by an older one.

mod choice;
mod device;
mod message;
mod status;
mod tag;

pub use device::Write;
pub use message::{Ask, Effect, Facts, Input};

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use crate::ascii::fill;
use crate::config::{Domain, Site};
use crate::consent::{Answer, Consent, Source};
use crate::cookie;
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::{self, Gate, Needs};
use crate::google::{self, GoogleId};
use crate::record;
use crate::service::GOOGLE_TAG_MANAGER;
use device::Basis;

/// So many purposes that are not in use are reported and no more: a page may make up any number.
const MOST_SEEN: usize = 32;

/// What waits for the read-back.
#[derive(Clone)]
struct Pending {
    /// The record that was written, if one was.
    record: Option<String>,
    /// Whom the change will be announced as coming from; `None` at the start, which is not announced.
    source: Option<Source>,
}

/// Decides what a visitor's answers open and close on one page.
#[derive(Clone)]
pub struct Engine {
    site: Site,
    facts: Facts,
    domain: String,
    answer: Answer,
    /// What has taken effect.
    consent: Consent,
    /// Has the browser lost an answer of this page? Then the page alone remembers it.
    unkept: bool,
    pending: Option<Pending>,
    /// What the visitor is taking back, everything or these ids: what was pressed closes with it, though it was never given.
    taken: (bool, &'static [String]),
    tag: google::Tag,
    /// Purposes already reported as not in use.
    seen: Vec<String>,
}

impl Engine {
    /// An engine for `site` that holds everything until it is started.
    pub fn new(site: Site) -> Engine {
        let answer = Answer::default();
        let consent = Consent::new(&site, &answer, false, "");
        Engine {
            facts: Facts::default(),
            domain: String::new(),
            unkept: false,
            pending: None,
            taken: (false, &[]),
            tag: google::Tag::default(),
            seen: Vec::new(),
            site,
            answer,
            consent,
        }
    }

    /// The settings in force.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// What has taken effect.
    pub fn consent(&self) -> &Consent {
        &self.consent
    }

    /// Is `id` given? Never true for what is not in use.
    pub fn given(&self, id: &str) -> bool {
        self.consent.given(id)
    }

    /// What `address` needs, if anything, and whether it may be contacted. Who asks goes there if it may.
    pub fn passes(&mut self, address: &str) -> Option<(Needs, Gate)> {
        let needs = gate::needs(&self.site, address)?;
        let gate = gate::decide(&self.consent, Some(needs.purposes), needs.service);
        self.tag.container |= gate == Gate::Allow && needs.service == GOOGLE_TAG_MANAGER;
        Some((needs, gate))
    }

    /// What `status()` gives, as JSON; the time in unix seconds.
    pub fn status(&self) -> String {
        status::json(&self.consent)
    }

    /// The domain on which the browser accepted the cookies of [`Effect::Store`]. To be called before [`Input::Kept`].
    /// Until then, and where the browser has yet to say, it is this host alone.
    pub fn stored_on(&mut self, domain: Domain) {
        self.domain = match domain {
            Domain::Named(domain) => String::from(domain),
            _ => self.facts.host.clone(),
        };
    }

    /// Takes one input at `now` (unix seconds) with the page's cookies as they are.
    pub fn step<'a>(&mut self, now: u32, cookies: &'a str, input: Input) -> Vec<Effect<'a>> {
        let mut out = Vec::new();
        if let Some(pending) = self.pending.take() {
            self.read_back(now, cookies, pending, &mut out);
        }
        match input {
            Input::Kept => {}
            Input::Start(facts) => {
                self.facts = facts;
                self.stored_on(self.site.domain);
                out.push(Effect::Flag(true));
                self.look(now, cookies, None, &mut out);
            }
            Input::Look => self.look(now, cookies, Some(Source::Stored), &mut out),
            Input::Saw(purposes) => self.saw(&purposes, &mut out),
            choice => self.choose(now, cookies, choice, &mut out),
        }
        out
    }

    /// Reads what the device holds and lets it take effect.
    ///
    /// What is out of step is mended at the start only: later another tab may be just about to write.
    fn look<'a>(&mut self, now: u32, cookies: &'a str, source: Option<Source>, out: &mut Vec<Effect<'a>>) {
        let basis = self.refresh(now, cookies, source.is_none());
        let consent = self.follow();
        let writes = match basis {
            Basis::Ended { refused } => device::remains(&self.site, refused, cookies),
            Basis::Nothing => Vec::new(),
            _ if source.is_some() => Vec::new(),
            Basis::Record => device::writes(&self.site, &self.answer, &consent, now, cookies, false),
            Basis::Allow => device::writes(&self.site, &self.answer, &consent, now, cookies, true),
        };
        self.commit(now, cookies, writes, source, out);
    }

    /// Brings the answer up to date with the device; who gave an answer on this page is not forgotten. An answer that
    /// the browser did not keep stands until it runs out.
    fn refresh(&mut self, now: u32, cookies: &str, start: bool) -> Basis {
        if let Some(status) = self.answer.time.and_then(|_| self.answer.ended_at(&self.site, now)) {
            self.answer = self.answer.voided(&self.site, status);
        }
        if self.unkept {
            return Basis::Nothing;
        }
        let (mut answer, basis) = device::read(&self.site, now, cookies, start);
        for entry in &mut answer.entries {
            if let Some(known) = self.answer.entry(&entry.id).filter(|known| known.choice == entry.choice) {
                entry.source = known.source;
            }
        }
        answer.rest = answer.rest.map(|found| self.answer.rest.unwrap_or(found));
        answer.remember(&self.answer);
        self.answer = answer;
        basis
    }

    /// Takes a choice of the visitor's.
    fn choose<'a>(&mut self, now: u32, cookies: &'a str, input: Input, out: &mut Vec<Effect<'a>>) {
        self.refresh(now, cookies, false);
        let mut answer = self.answer.clone();
        let mut everything = false;
        let takes = matches!(input, Input::Withdraw(_) | Input::Refuse);
        let named = match input {
            Input::Give(ids) => {
                let ids = self.known(ids, "optgate.give: ", out);
                everything = ids.is_none();
                choice::give(&self.site, &mut answer, ids, self.facts.gpc)
            }
            Input::Withdraw(ids) => {
                let ids = self.known(ids, "optgate.withdraw: ", out);
                everything = ids.is_none();
                choice::withdraw(&self.site, &mut answer, ids)
            }
            Input::Save(switches) => choice::save(&self.site, &mut answer, &self.follow(), switches),
            _ => {
                everything = true;
                answer.close_all();
                Vec::new()
            }
        };
        answer.tidy(&self.site);
        let mut writes = Vec::new();
        // A choice that says what holds anyway renews the answer only if it is about everything.
        if !answer.same_choices(&self.answer) || (everything && !answer.is_empty()) {
            answer.date(&self.site, &self.answer, &named, now);
            if !record::fit(&mut answer) {
                out.push(Effect::Report(Diagnostic::new(Code::RecordTruncated, record::NAME)));
            }
            self.answer = answer;
            writes = device::writes(&self.site, &self.answer, &self.follow(), now, cookies, true);
        }
        if takes {
            self.taken = (everything, named.leak());
        }
        self.commit(now, cookies, writes, Some(Source::Visitor), out);
    }

    /// The ids of `ids` that are in use and can be chosen about; `None` if there were none to begin with.
    fn known(&self, mut ids: Vec<String>, place: &str, out: &mut Vec<Effect>) -> Option<Vec<String>> {
        if ids.is_empty() {
            return None;
        }
        ids.retain(|id| match self.consent.subject(id) {
            Some(subject) => subject.is_optional(),
            None => {
                out.push(report(Code::UnknownId, place, id));
                false
            }
        });
        Some(ids)
    }

    /// Stores before anything takes effect; but what must stop, stops at once.
    fn commit<'a>(
        &mut self,
        now: u32,
        cookies: &'a str,
        writes: Vec<Write>,
        source: Option<Source>,
        out: &mut Vec<Effect<'a>>,
    ) {
        if source.is_some() && !self.follow().google_analytics().is_given() {
            out.push(Effect::Flag(true));
        }
        if writes.is_empty() {
            return self.take_effect(now, cookies, source, out);
        }
        let record = writes.iter().find(|write| write.name == record::NAME).and_then(|write| write.value.clone());
        out.push(Effect::Store(writes));
        self.pending = Some(Pending { record, source });
    }

    /// What the browser kept decides what takes effect.
    fn read_back<'a>(&mut self, now: u32, cookies: &'a str, pending: Pending, out: &mut Vec<Effect<'a>>) {
        if let Some(record) = &pending.record {
            let opted_out = device::opted_out(&self.site, cookies) && self.follow().google_analytics().is_given();
            self.unkept = cookie::all(cookies, record::NAME).all(|text| text != record);
            let wanted = self.answer.clone();
            if !self.unkept && !opted_out {
                // An older record out of reach counts as well.
                self.refresh(now, cookies, false);
            }
            if self.unkept || opted_out || !self.answer.same_choices(&wanted) {
                out.push(Effect::Report(Diagnostic::new(Code::NotStored, record::NAME)));
            }
            if opted_out {
                // An opt-out that cannot be removed outlives the page: what was stored has to say so too.
                device::refuse_analytics(&self.site, &mut self.answer);
                let writes = device::writes(&self.site, &self.answer, &self.follow(), now, cookies, true);
                return self.commit(now, cookies, writes, pending.source, out);
            }
        }
        self.take_effect(now, cookies, pending.source, out);
    }

    /// Carries over to the page what the answer has become.
    fn take_effect<'a>(&mut self, now: u32, cookies: &'a str, source: Option<Source>, out: &mut Vec<Effect<'a>>) {
        let consent = self.follow();
        let before = mem::replace(&mut self.consent, consent);
        let consent = &self.consent;
        let changed = gate::changed(&before, consent);
        let analytics = consent.google_analytics().is_given();
        if analytics {
            out.push(Effect::Flag(false));
        }
        let life = self.answer.end(&self.site).saturating_sub(now);
        let open = |id: &GoogleId| gate::decide(consent, id.purposes, id.service()) == Gate::Allow;
        let lines = self.tag.follow(&self.site.google, tag::grants(consent), open, life, self.facts.https);
        if !lines.is_empty() {
            out.push(Effect::Google(lines));
        }
        let withdrawn = before.google_analytics().is_given() && !analytics;
        let client_ids = if withdrawn { tag::client_ids(cookies) } else { Vec::new() };
        // A signal speaks where an answer has ended, so the status alone does not tell.
        let ended = self.facts.gpc && !self.answer.void.is_empty();
        let leftovers = tag::leftovers(&before, consent, ended, cookies);
        if !leftovers.is_empty() {
            out.push(Effect::Clear(leftovers));
        }
        out.push(Effect::Ask(self.ask()));
        let (everything, taken) = mem::take(&mut self.taken);
        let mut closed = String::new();
        for subject in &consent.subjects {
            let takes = everything || taken.iter().any(|id| id == subject.id || id == subject.purpose);
            if (takes || changed.contains(&subject.id)) && !subject.mark.is_given() {
                fill(&mut closed, "% ", &[subject.id]);
            }
        }
        if source.is_none() || !changed.is_empty() || !closed.is_empty() {
            // A page sees a handful of changes.
            out.push(Effect::Gate(closed.leak()));
        }
        if let Some(source) = source.filter(|_| !changed.is_empty()) {
            let taken = changed.iter().any(|id| before.given(id) && !consent.given(id));
            out.push(Effect::Announce { changed, source, client_ids });
            // An answer that was not kept would be gone on the new page.
            if taken && !self.unkept && self.site.reload.unwrap_or(self.site.marked_only || self.tag.container) {
                out.push(Effect::Reload);
            }
        }
    }

    /// What the answer means, whether it has taken effect or not.
    fn follow(&self) -> Consent {
        Consent::new(&self.site, &self.answer, self.facts.gpc, &self.domain)
    }

    fn ask(&self) -> Ask {
        match self.consent.asked().next() {
            None => Ask::Nothing,
            _ if self.consent.answered() => Ask::Answered,
            _ if self.facts.legal_page => Ask::Folded,
            _ => Ask::Banner,
        }
    }

    /// Reports purposes of the page that are not in use, each once.
    fn saw(&mut self, purposes: &str, out: &mut Vec<Effect>) {
        for (_, id) in gate::purposes(purposes) {
            if self.consent.subject(id).is_none()
                && self.seen.len() < MOST_SEEN
                && self.seen.iter().all(|seen| seen != id)
            {
                out.push(report(Code::NotInUse, "data-purpose: ", id));
                self.seen.push(String::from(id));
            }
        }
    }
}

fn report(code: Code, place: &str, id: &str) -> Effect<'static> {
    let mut text = String::from(place);
    text.push_str(id);
    Effect::Report(Diagnostic::new(code, text))
}
