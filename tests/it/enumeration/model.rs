//! The model: letters for purposes, tables written by hand, and what was stored. It knows nothing of the engine.

/// What one act makes of each letter, in the order of `LETTERS`.
///
/// U nobody answered, G given, R refused by name, Q refused with all the rest, W withdrawn, E expired, I invalidated.
const LETTERS: &str = "UGRQWEI";
const GIVE: &str = "GGGGGGG";
/// Accept all, for what it does not give: a reject all is lifted.
const LIFT: &str = "UGRUWEI";
const REFUSE: &str = "QWRQWQQ";
/// By name, or a switch that was left off where the question was asked.
const WITHDRAW: &str = "RWRQWRR";
/// Withdraw all, where something is given.
const CEASE: &str = "UWRQWEI";
/// The answer runs out.
const LAPSE: &str = "UEEEEEI";
/// The next page, where the record has run out or answers an older revision.
const EXPIRED: &str = "UEEEE--";
const OLDER: &str = "UIIII--";

fn after(table: &str, letter: char) -> char {
    let at = LETTERS.find(letter).expect("a letter of the table");
    let next = table.chars().nth(at).expect("a column for each letter");
    assert_ne!(next, '-', "the table has no such case: {letter}");
    next
}

/// How a browser treats cookies.
#[derive(Clone, Copy, PartialEq)]
pub enum Browser {
    /// They go when they end.
    Plain,
    /// A server sets the record again before it ends.
    Outliving,
    /// None is kept.
    Blocked,
}

pub struct Case {
    pub google: &'static str,
    pub ask_media: bool,
    /// Purposes that are asked, and whether Global Privacy Control speaks about them.
    pub asked: &'static [&'static str],
    pub one: &'static str,
    pub save: &'static [(&'static str, bool)],
    pub browser: Browser,
}

/// What is stored: letters G, R, W by id, and whether all the rest is refused.
#[derive(Clone, PartialEq, Default)]
pub struct Stored {
    pub entries: Vec<(&'static str, char)>,
    pub rest: bool,
}

#[derive(Clone)]
pub struct Model {
    /// Letters of analytics, marketing and media, those in use.
    pub purposes: Vec<(&'static str, char)>,
    /// The service youtube: F follows media, or a letter of its own.
    pub youtube: char,
    pub rest: bool,
    pub signal: bool,
    pub revision: u32,
    /// What the device holds, of which revision, and whether it has run out.
    pub device: Option<(Stored, u32, bool)>,
    /// Was anything of Google's given on this page?
    pub google: bool,
}

const SIGNALLED: [&str; 2] = ["analytics", "marketing"];

impl Model {
    pub fn new(case: &Case) -> Model {
        let used =
            ["analytics", "marketing", "media"].into_iter().filter(|id| *id == "media" || case.asked.contains(id));
        Model {
            purposes: used.map(|id| (id, 'U')).collect(),
            youtube: 'F',
            rest: false,
            signal: false,
            revision: 1,
            device: None,
            google: false,
        }
    }

    pub fn letter(&self, id: &str) -> Option<char> {
        self.purposes.iter().find(|(known, _)| *known == id).map(|(_, letter)| *letter)
    }

    /// What is shown for a purpose: S where a signal fills what is unknown.
    pub fn shown(&self, id: &str) -> Option<char> {
        let letter = self.letter(id)?;
        Some(if self.signal && SIGNALLED.contains(&id) && "UEI".contains(letter) { 'S' } else { letter })
    }

    pub fn shown_youtube(&self) -> char {
        let media = self.letter("media").expect("media is always in use");
        match self.youtube {
            'F' => media,
            'E' | 'I' if !"UEI".contains(media) => media,
            own => own,
        }
    }

    pub fn everything(&self) -> Vec<(&'static str, Option<char>)> {
        let mut all: Vec<_> = self.purposes.iter().map(|(id, _)| (*id, self.shown(id))).collect();
        all.push(("youtube", Some(self.shown_youtube())));
        all
    }

    pub fn stored(&self) -> Stored {
        let mut entries: Vec<_> = self.purposes.iter().copied().filter(|(_, letter)| "GRW".contains(*letter)).collect();
        if "GRW".contains(self.youtube) {
            entries.push(("youtube", self.youtube));
        }
        Stored { entries, rest: self.rest }
    }

    pub fn set(&mut self, id: &str, table: &str) {
        for (known, letter) in &mut self.purposes {
            if *known == id {
                *letter = after(table, *letter);
            }
        }
        if id == "media" && table == GIVE {
            self.youtube = 'F';
        }
    }

    pub fn set_all(&mut self, table: &str) {
        for (_, letter) in &mut self.purposes {
            *letter = after(table, *letter);
        }
    }

    pub fn refuse(&mut self) {
        self.set_all(REFUSE);
        self.rest = true;
        self.youtube = match self.youtube {
            'G' => 'W',
            'E' | 'I' => 'F',
            own => own,
        };
    }

    /// One input that is a choice of the visitor's.
    pub fn choose(&mut self, case: &Case, input: &str) {
        let before = self.stored();
        let mut about_everything = true;
        match input {
            "give all" => {
                self.rest = false;
                for (id, letter) in self.purposes.clone() {
                    let silenced = self.signal && SIGNALLED.contains(&id) && letter != 'G';
                    self.set(id, if case.asked.contains(&id) && !silenced { GIVE } else { LIFT });
                }
            }
            "refuse" => self.refuse(),
            "withdraw all" => {
                if before.entries.iter().any(|(_, letter)| *letter == 'G') {
                    self.set_all(CEASE);
                    self.youtube = if self.youtube == 'G' { 'W' } else { self.youtube };
                } else {
                    self.refuse();
                }
            }
            _ => {
                about_everything = false;
                self.choose_by_name(case, input);
            }
        }
        // A service that says what its purpose says is no service that differs.
        let media = self.letter("media").expect("media is always in use");
        if "GRW".contains(self.youtube) && self.youtube == (if media == 'Q' { 'R' } else { media }) {
            self.youtube = 'F';
        }
        let now = self.stored();
        if now != before || (about_everything && now != Stored::default()) {
            self.device = Some((now, self.revision, false));
        }
    }

    pub fn choose_by_name(&mut self, case: &Case, input: &str) {
        match input {
            "give one" if case.one == "youtube" => self.youtube = 'G',
            "give one" => self.set(case.one, GIVE),
            "withdraw one" if case.one == "youtube" => {
                self.youtube = match self.shown_youtube() {
                    'G' => 'W',
                    'U' | 'E' | 'I' => 'R',
                    _ => self.youtube,
                };
            }
            "withdraw one" => self.set(case.one, WITHDRAW),
            "save" => {
                for (id, on) in case.save {
                    let shown = self.shown(id).expect("it is in use");
                    if *on && shown != 'G' {
                        self.set(id, GIVE);
                    } else if !*on && (shown == 'G' || (case.asked.contains(id) && shown != 'S')) {
                        self.set(id, WITHDRAW);
                    }
                }
            }
            other => panic!("no such input: {other}"),
        }
    }

    pub fn expire(&mut self, browser: Browser) {
        if browser == Browser::Outliving {
            // The record is still there: all that it names has expired, whatever was shown of it.
            let Some((stored, _, expired)) = &mut self.device else { return };
            *expired = true;
            let stored = stored.clone();
            for (id, letter) in &mut self.purposes {
                if stored.rest || stored.entries.iter().any(|(known, _)| known == id) {
                    *letter = 'E';
                }
            }
            if stored.entries.iter().any(|(id, _)| *id == "youtube") {
                self.youtube = 'E';
            }
        } else {
            self.set_all(LAPSE);
            if "GRW".contains(self.youtube) {
                self.youtube = 'E';
            }
            self.device = None;
        }
        self.rest = false;
    }

    /// The next page: only what the device holds is known.
    pub fn load(&mut self, browser: Browser) {
        self.google = false;
        if browser == Browser::Blocked {
            self.device = None;
        }
        self.set_all("UUUUUUU");
        (self.youtube, self.rest) = ('F', false);
        let Some((stored, revision, expired)) = &self.device else { return };
        let table = match (*expired, *revision < self.revision) {
            (true, _) => EXPIRED,
            (_, true) => OLDER,
            _ => LETTERS,
        };
        let (stored, holds) = (stored.clone(), table == LETTERS);
        for (id, letter) in &mut self.purposes {
            let own = stored.entries.iter().find(|(known, _)| known == id).map(|(_, letter)| *letter);
            let known = own.or(stored.rest.then_some('Q')).unwrap_or('U');
            *letter = after(table, known);
        }
        if let Some((_, own)) = stored.entries.iter().find(|(id, _)| *id == "youtube") {
            self.youtube = after(table, *own);
        }
        self.rest = stored.rest && holds;
    }
}
