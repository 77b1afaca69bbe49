//! A page for tests of the engine: a clock, a cookie jar, and a shell that carries effects out and writes them down.

use optgate::config::Site;
use optgate::cookie;
use optgate::engine::{Ask, Effect, Engine, Facts, Input};

/// When the tests' pages are opened: 15 January 2027.
pub const NOW: u32 = 1_800_000_000;
/// Seconds of a day.
pub const DAY: u32 = 86_400;

/// 182 days in seconds.
pub const LIFE: u32 = 15_724_800;

/// Settings from attributes.
pub fn site(attributes: &[(&str, &str)]) -> Site {
    let settings: String = attributes.iter().map(|(key, text)| format!("data-{key}\0s{text}\0")).collect();
    Site::read(settings.leak(), "www.example.de", &mut Vec::new())
}

/// A site with Google Analytics.
pub fn one() -> Site {
    site(&[("google", "G-ABC123")])
}

/// A site with Google Analytics and Ads.
pub fn both() -> Site {
    site(&[("google", "G-ABC123 AW-456")])
}

/// A first visit to `site`, its first effects taken.
pub fn fresh(site: &Site) -> Page {
    let mut page = Page::open(site, Jar::default(), NOW, false);
    page.take();
    page
}

/// `site` with settings that only the JSON block has.
pub fn changed(mut site: Site, change: impl FnOnce(&mut Site)) -> Site {
    change(&mut site);
    site
}

/// What a browser remembers.
#[derive(Clone, Default)]
pub struct Jar {
    /// Name, value, and when it goes; `None` stays for ever.
    pub cookies: Vec<(String, String, Option<u32>)>,
    /// Refuses every write.
    pub blocked: bool,
    /// Names that cannot be removed, because they were set on a path or domain out of reach.
    pub stuck: Vec<String>,
    /// A server sets each cookie again before it goes.
    pub outliving: bool,
}

impl Jar {
    /// A jar that holds what this header shows.
    pub fn of(header: &str) -> Jar {
        let cookies = cookie::pairs(header).map(|(name, value)| (name.to_string(), value.to_string(), None)).collect();
        Jar { cookies, ..Jar::default() }
    }

    /// `document.cookie` at `now`.
    pub fn header(&self, now: u32) -> String {
        let alive = |end: &Option<u32>| self.outliving || end.is_none_or(|end| now < end);
        let alive = self.cookies.iter().filter(|(_, _, end)| alive(end));
        alive.map(|(name, value, _)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn remove(&mut self, name: &str) {
        let stuck = self.stuck.iter().any(|known| known == name);
        self.cookies.retain(|(known, _, _)| known != name || stuck);
    }
}

/// One page view.
#[derive(Clone)]
pub struct Page {
    pub engine: Engine,
    pub jar: Jar,
    pub now: u32,
    /// The effects since it was last taken, as text.
    pub log: Vec<String>,
    /// `window["ga-disable-…"]`.
    pub flag: bool,
    pub ask: Ask,
    /// What the last look at held and opened content closes even where it was pressed.
    pub closed: String,
    /// Scripts of Google that were loaded.
    pub scripts: Vec<String>,
}

impl Page {
    /// A page of `site` in a browser with `jar`.
    pub fn open(site: &Site, jar: Jar, now: u32, gpc: bool) -> Page {
        Page::start(site, jar, now, Facts { host: "www.example.de".into(), https: true, gpc, legal_page: false })
    }

    pub fn start(site: &Site, jar: Jar, now: u32, facts: Facts) -> Page {
        let engine = Engine::new(site.clone());
        let mut page = Page {
            engine,
            jar,
            now,
            log: vec![],
            flag: false,
            ask: Ask::Nothing,
            closed: String::new(),
            scripts: vec![],
        };
        page.feed(Input::Start(facts));
        page
    }

    /// Feeds one input and carries out what follows.
    pub fn feed(&mut self, input: Input) {
        let cookies = self.jar.header(self.now);
        for effect in self.engine.step(self.now, &cookies, input) {
            self.apply(effect);
        }
    }

    pub fn give(&mut self, ids: &[&str]) {
        self.feed(Input::Give(strings(ids)));
    }

    pub fn withdraw(&mut self, ids: &[&str]) {
        self.feed(Input::Withdraw(strings(ids)));
    }

    pub fn save(&mut self, switches: &[(&str, bool)]) {
        self.feed(Input::Save(switches.iter().map(|(id, on)| (id.to_string(), *on)).collect()));
    }

    /// The log since the last call.
    pub fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.log)
    }

    /// `given/visitor`; `-` for what is not in use.
    pub fn mark(&self, id: &str) -> String {
        match self.engine.consent().subject(id) {
            Some(subject) => format!("{}/{}", subject.mark.status.name(), subject.mark.source.name()),
            None => "-".into(),
        }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        cookie::find(&self.jar.header(self.now), name).map(String::from)
    }

    fn apply(&mut self, effect: Effect) {
        match effect {
            Effect::Store(writes) => {
                for write in writes {
                    match &write.value {
                        Some(value) => self.log.push(format!("store {}={value} {}", write.name, write.life)),
                        None => self.log.push(format!("remove {}", write.name)),
                    }
                    if self.jar.blocked {
                        continue;
                    }
                    self.jar.remove(&write.name);
                    if let Some(value) = write.value {
                        self.jar.cookies.push((write.name, value, Some(self.now + write.life)));
                    }
                }
                self.feed(Input::Kept);
            }
            Effect::Clear(names) => {
                self.log.push(format!("clear {}", names.join(" ")));
                names.iter().for_each(|name| self.jar.remove(name));
            }
            Effect::Flag(on) => {
                self.log.push(format!("flag {on}"));
                self.flag = on;
            }
            Effect::Ask(ask) => {
                self.log.push(format!("ask {ask:?}"));
                self.ask = ask;
            }
            Effect::Gate(closed) => {
                self.log.push("gate".into());
                self.closed = closed.trim_end().into();
            }
            Effect::Google(lines) => {
                for line in lines.lines() {
                    if line.starts_with('[') {
                        self.log.push(format!("gtag {line}"));
                    } else {
                        self.log.push(format!("load {line}"));
                        self.scripts.push(line.into());
                    }
                }
            }
            Effect::Announce { changed, source, client_ids } => {
                let ids = client_ids.join(" ");
                self.log.push(format!("announce {} {} [{ids}]", changed.join(" "), source.name()));
            }
            Effect::Reload => self.log.push("reload".into()),
            Effect::Report(diagnostic) => {
                self.log.push(format!("report {} {}", diagnostic.code.name(), diagnostic.place));
            }
        }
    }
}

pub fn strings(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| id.to_string()).collect()
}
