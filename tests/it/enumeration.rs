//! Every sequence of up to five inputs over small sites, against a table written by hand.
//!
//! The model knows nothing of the engine: it keeps one letter for each purpose, looks up what each input makes
//! of it, and remembers what was stored. After every input the engine, the gate, the cookies and Google's tag must be
//! what the letters say.

mod model;

use model::{Browser, Case, Model};
use optgate::config::Site;
use optgate::engine::{Ask, Input};
use optgate::gate::{self, Gate};
use optgate::record;

use crate::page::{DAY, Jar, NOW, Page, changed, site};

/// Inputs, each one letter of a sequence.
const INPUTS: [&str; 11] = [
    "give all",
    "give one",
    "refuse",
    "withdraw one",
    "withdraw all",
    "save",
    "reload",
    "a day",
    "expiry",
    "revision",
    "signal",
];
/// 11⁰ + 11¹ + 11² + 11³ + 11⁴ + 11⁵.
const SEQUENCES: usize = 177_156;
const LONGEST: usize = 5;

/// Carries one input out, on the page and in the model.
fn feed(case: &Case, sites: &[Site], page: &mut Page, model: &mut Model, input: &str) {
    let fresh = |page: &mut Page, model: &mut Model| {
        let site = &sites[model.revision as usize - 1];
        *page = Page::open(site, page.jar.clone(), page.now, model.signal);
        model.load(case.browser);
    };
    match input {
        "give all" => page.give(&[]),
        "give one" => page.give(&[case.one]),
        "refuse" => page.feed(Input::Refuse),
        "withdraw one" => page.withdraw(&[case.one]),
        "withdraw all" => page.withdraw(&[]),
        "save" => page.save(case.save),
        "a day" | "expiry" => {
            page.now += if input == "a day" { DAY } else { 183 * DAY };
            if input == "expiry" {
                model.expire(case.browser);
            }
            return page.feed(Input::Look);
        }
        "reload" => return fresh(page, model),
        "revision" => {
            model.revision += 1;
            return fresh(page, model);
        }
        "signal" => {
            model.signal = !model.signal;
            return fresh(page, model);
        }
        other => panic!("no such input: {other}"),
    }
    model.choose(case, input);
}

fn word(letter: char) -> &'static str {
    match letter {
        'U' => "unknown",
        'G' => "given",
        'R' | 'Q' | 'S' => "refused",
        'W' => "withdrawn",
        'E' => "expired",
        'I' => "invalidated",
        other => panic!("no letter: {other}"),
    }
}

/// The entries of a record as signs and ids, sorted; read without the decoder.
fn entries(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for letter in text.splitn(5, '.').nth(4).expect("five fields").chars() {
        if "+!~".contains(letter) {
            all.push(String::new());
        }
        all.last_mut().expect("a sign comes first").push(letter);
    }
    all.sort();
    all
}

fn check(case: &Case, page: &Page, model: &mut Model) {
    let consent = page.engine.consent();
    let mut asked = Vec::new();
    for (id, letter) in model.everything() {
        let letter = letter.expect("it is in use");
        let mark = consent.of(id);
        assert_eq!(mark.status.name(), word(letter), "{id}");
        assert_eq!(mark.source.name() == "signal", letter == 'S', "{id}");
        let (purpose, service) = if id == "youtube" { ("media", id) } else { (id, "") };
        let open = gate::decide(consent, Some(purpose), service) == Gate::Allow;
        assert_eq!(open, letter == 'G', "the gate of {id}");
        if case.asked.contains(&id) && letter != 'S' {
            asked.push(letter);
        }
    }
    let open = asked.iter().any(|letter| "UEI".contains(*letter));
    assert_eq!(
        page.ask,
        if asked.is_empty() {
            Ask::Nothing
        } else if open {
            Ask::Banner
        } else {
            Ask::Answered
        }
    );

    // Google's tag: the flag, and nothing loaded that was not given on this page.
    let analytics = model.shown("analytics");
    assert_eq!(page.flag, analytics != Some('G'), "the flag");
    model.google |= analytics == Some('G') || model.shown("marketing") == Some('G');
    assert_eq!(!page.scripts.is_empty(), model.google, "the tag");
    assert!(page.scripts.len() <= 1, "one tag serves all");

    // Cookies.
    if case.browser == Browser::Blocked || model.device.is_none() {
        assert_eq!(page.jar.header(page.now), "", "nothing is stored before an answer");
        return;
    }
    let (stored, _, _) = model.device.as_ref().expect("it was checked");
    let text = page.cookie("optgate").expect("the record");
    let mut expected: Vec<String> = stored
        .entries
        .iter()
        .map(|(id, letter)| {
            format!(
                "{}{id}",
                match letter {
                    'G' => '+',
                    'R' => '!',
                    _ => '~',
                }
            )
        })
        .chain(stored.rest.then(|| "!*".to_string()))
        .collect();
    expected.sort();
    assert_eq!(entries(&text), expected, "the record");
    let read = record::decode(&text).expect("it can be read");
    assert_eq!(record::encode(&read), text, "decoding and encoding again is the identity");
    let no = analytics.is_some_and(|letter| "RQW".contains(letter));
    let status = if analytics == Some('G') { Some("allow") } else { no.then_some("deny") };
    assert_eq!(page.cookie("cookieconsent_status").as_deref(), status, "the status");
    for name in ["ga-disable", "ga-disable-G-ABC123"] {
        assert_eq!(page.cookie(name).as_deref(), no.then_some("true"), "{name}");
    }
}

/// Walks on from a state by every input, and counts the sequences.
fn walk(case: &Case, sites: &[Site], page: &Page, model: &Model, sequence: &mut Vec<&'static str>, count: &mut usize) {
    *count += 1;
    if sequence.len() == LONGEST {
        return;
    }
    for input in INPUTS {
        sequence.push(input);
        let trace = Trace(sequence);
        let (mut page, mut model) = (page.clone(), model.clone());
        page.take();
        let before = model.everything();
        feed(case, sites, &mut page, &mut model, input);
        check(case, &page, &mut model);
        let loads = ["reload", "revision", "signal"].contains(&input);
        let changed = before.iter().zip(model.everything()).any(|(old, new)| old.1.map(word) != new.1.map(word));
        let announced = page.log.iter().any(|line| line.starts_with("announce"));
        assert_eq!(announced, changed && !loads, "the announcement");
        drop(trace);
        walk(case, sites, &page, &model, sequence, count);
        sequence.pop();
    }
}

/// Names the sequence when a check fails.
struct Trace<'a>(&'a [&'static str]);

impl Drop for Trace<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("after: {}", self.0.join(", "));
        }
    }
}

fn enumerate(case: &Case) {
    let sites: Vec<Site> = (1..=LONGEST + 1)
        .map(|revision| {
            let settings = site(&[("google", case.google), ("revision", &revision.to_string())]);
            changed(settings, |site| site.ask_media = case.ask_media)
        })
        .collect();
    let jar = Jar {
        outliving: case.browser == Browser::Outliving,
        blocked: case.browser == Browser::Blocked,
        ..Jar::default()
    };
    let page = Page::open(&sites[0], jar, NOW, false);
    let mut model = Model::new(case);
    check(case, &page, &mut model);
    let mut count = 0;
    walk(case, &sites, &page, &model, &mut Vec::new(), &mut count);
    eprintln!("{count} sequences over {:?} with {} in view", case.google, case.asked.join(" "));
    assert_eq!(count, SEQUENCES);
}

#[test]
fn every_sequence_on_a_site_with_analytics() {
    enumerate(&Case {
        google: "G-ABC123",
        ask_media: false,
        asked: &["analytics"],
        one: "analytics",
        save: &[("analytics", false), ("media", false)],
        browser: Browser::Plain,
    });
}

#[test]
fn every_sequence_on_a_site_with_analytics_and_marketing() {
    enumerate(&Case {
        google: "G-ABC123 AW-456",
        ask_media: false,
        asked: &["analytics", "marketing"],
        one: "marketing",
        save: &[("analytics", true), ("marketing", false)],
        browser: Browser::Outliving,
    });
}

#[test]
fn every_sequence_on_a_site_that_asks_nothing() {
    enumerate(&Case {
        google: "",
        ask_media: false,
        asked: &[],
        one: "youtube",
        save: &[("media", true)],
        browser: Browser::Plain,
    });
}

#[test]
fn every_sequence_on_a_site_that_asks_for_videos_too() {
    enumerate(&Case {
        google: "G-ABC123",
        ask_media: true,
        asked: &["analytics", "media"],
        one: "youtube",
        save: &[("analytics", true), ("media", false)],
        browser: Browser::Outliving,
    });
}

#[test]
fn every_sequence_in_a_browser_that_keeps_no_cookie() {
    enumerate(&Case {
        google: "G-ABC123",
        ask_media: false,
        asked: &["analytics"],
        one: "youtube",
        save: &[("analytics", true)],
        browser: Browser::Blocked,
    });
}
