//! What comes out of the engine, effect for effect and in order.

use optgate::engine::{Ask, Engine, Facts, Input};

use crate::page::{DAY, Jar, LIFE, NOW, Page, both, fresh, one, site};
use crate::tag::{DEFAULT, UPDATE_ANALYTICS, UPDATE_DENIED, config};

#[test]
fn a_first_visit_asks_and_stores_nothing() {
    let mut page = Page::open(&one(), Jar::default(), NOW, false);
    assert_eq!(page.take(), ["flag true", "ask Banner", "gate"]);
    assert!(page.jar.cookies.is_empty());
}

#[test]
fn giving_stores_first_and_opens_then() {
    let mut page = fresh(&one());
    page.give(&[]);
    assert_eq!(
        page.take(),
        [
            &format!("store optgate=1.1.{NOW}.182.+analytics {LIFE}"),
            &format!("store cookieconsent_status=allow {LIFE}"),
            "flag false",
            DEFAULT,
            UPDATE_ANALYTICS,
            r#"gtag ["js"]"#,
            &config("G-ABC123", LIFE),
            "load https://www.googletagmanager.com/gtag/js?id=G-ABC123",
            "ask Answered",
            "gate",
            "announce analytics google-analytics visitor []",
        ]
    );
}

#[test]
fn nothing_takes_effect_between_storing_and_the_read_back() {
    let mut engine = Engine::new(one());
    engine.step(NOW, "", Input::Start(Facts { host: "www.example.de".into(), ..Facts::default() }));
    let effects = engine.step(NOW, "", Input::Give(vec![]));
    assert!(matches!(effects.as_slice(), [optgate::engine::Effect::Store(_)]), "{effects:?}");
    assert!(!engine.given("analytics"));
    let cookies = format!("optgate=1.1.{NOW}.182.+analytics");
    let effects = engine.step(NOW, &cookies, Input::Kept);
    assert!(engine.given("analytics"));
    assert!(effects.len() > 3);
}

#[test]
fn an_input_that_comes_before_the_read_back_settles_it_first() {
    let mut engine = Engine::new(one());
    engine.step(NOW, "", Input::Start(Facts::default()));
    engine.step(NOW, "", Input::Give(vec![]));
    let stored = format!("optgate=1.1.{NOW}.182.+analytics; cookieconsent_status=allow");
    engine.step(NOW, &stored, Input::Saw(String::new()));
    assert!(engine.given("analytics"));
}

#[test]
fn refusing_stores_and_clears_what_google_left() {
    let jar =
        Jar::of("session=1; _ga=GA1.1.123.456; _ga_ABC123=GS1.1.2; _gid=x; _gat_UA-1=1; _gcl_au=1.1; cart=2; _gaff=3");
    let mut page = Page::open(&one(), jar, NOW, false);
    assert_eq!(page.take(), ["flag true", "ask Banner", "gate"], "what is unknown is left alone");
    page.feed(Input::Refuse);
    assert_eq!(
        page.take(),
        [
            "flag true",
            &format!("store optgate=1.1.{NOW}.182.!* {LIFE}"),
            &format!("store cookieconsent_status=deny {LIFE}"),
            &format!("store ga-disable=true {LIFE}"),
            &format!("store ga-disable-G-ABC123=true {LIFE}"),
            "clear _ga _ga_ABC123 _gid _gat_UA-1 _gcl_au",
            "ask Answered",
            "gate",
            "announce analytics media google-analytics youtube visitor []",
        ]
    );
    assert_eq!(page.cookie("session").as_deref(), Some("1"));
    assert_eq!(page.cookie("_gaff").as_deref(), Some("3"));
}

#[test]
fn withdrawing_sets_the_flag_first_and_hands_out_the_client_ids_once() {
    let mut page = fresh(&one());
    page.give(&[]);
    page.take();
    page.jar.cookies.push(("_ga".into(), "GA1.1.123.456".into(), None));
    page.jar.cookies.push(("_ga".into(), "GA1.2-3.7.8".into(), None));
    page.jar.cookies.push(("_ga_ABC123".into(), "GS1.1.9".into(), None));
    page.now += DAY;
    page.feed(Input::Withdraw(vec![]));
    assert_eq!(
        page.take(),
        [
            "flag true",
            &format!("store optgate=1.1.{}.182.~analytics {LIFE}", NOW + DAY),
            &format!("store cookieconsent_status=deny {LIFE}"),
            &format!("store ga-disable=true {LIFE}"),
            &format!("store ga-disable-G-ABC123=true {LIFE}"),
            UPDATE_DENIED,
            "clear _ga _ga_ABC123",
            "ask Answered",
            "gate",
            "announce analytics google-analytics visitor [123.456 7.8]",
        ]
    );
    page.jar.cookies.push(("_ga".into(), "GA1.1.123.456".into(), None));
    page.feed(Input::Refuse);
    let log = page.take();
    assert!(log.iter().any(|line| line.starts_with("announce") && line.ends_with("[]")), "{log:?}");
}

#[test]
fn giving_again_removes_the_opt_outs_and_opens_nothing_twice() {
    let mut page = fresh(&one());
    page.give(&[]);
    page.withdraw(&["analytics"]);
    page.take();
    page.give(&["analytics"]);
    assert_eq!(
        page.take(),
        [
            &format!("store optgate=1.1.{NOW}.182.+analytics {LIFE}"),
            &format!("store cookieconsent_status=allow {LIFE}"),
            "remove ga-disable",
            "remove ga-disable-G-ABC123",
            "flag false",
            UPDATE_ANALYTICS,
            "ask Answered",
            "gate",
            "announce analytics google-analytics visitor []",
        ]
    );
}

#[test]
fn a_stored_answer_opens_at_the_start_and_is_not_announced() {
    let jar = Jar::of(&format!("optgate=1.1.{}.182.+analytics; cookieconsent_status=allow", NOW - DAY));
    let mut page = Page::open(&one(), jar, NOW, false);
    assert_eq!(
        page.take(),
        [
            "flag true",
            "flag false",
            DEFAULT,
            UPDATE_ANALYTICS,
            r#"gtag ["js"]"#,
            &config("G-ABC123", LIFE - DAY),
            "load https://www.googletagmanager.com/gtag/js?id=G-ABC123",
            "ask Answered",
            "gate",
        ]
    );
}

#[test]
fn an_old_allow_is_stored_before_it_opens() {
    let mut page = Page::open(&one(), Jar::of("cookieconsent_status=allow"), NOW, false);
    let log = page.take();
    assert_eq!(
        log[..4],
        [
            "flag true".to_string(),
            format!("store optgate=1.1.{NOW}.182.+analytics {LIFE}"),
            format!("store cookieconsent_status=allow {LIFE}"),
            "flag false".to_string(),
        ]
    );
    assert_eq!(page.mark("analytics"), "given/stored");
    assert!(!log.iter().any(|line| line.starts_with("announce")));
}

#[test]
fn a_refusal_found_at_the_start_clears_what_google_left() {
    let jar = Jar::of("cookieconsent_status=deny; _ga=GA1.1.123.456");
    let mut page = Page::open(&one(), jar, NOW, false);
    assert_eq!(page.take(), ["flag true", "clear _ga", "ask Answered", "gate"]);
}

#[test]
fn purposes_of_the_page_that_are_not_in_use_are_reported_once() {
    let mut page = fresh(&one());
    page.feed(Input::Saw("analytics !social".into()));
    assert_eq!(page.take(), ["report not-in-use data-purpose: social"]);
    page.feed(Input::Saw(" ".into()));
    assert_eq!(page.take(), ["report not-in-use data-purpose: "]);
    page.feed(Input::Saw("social".into()));
    page.feed(Input::Saw(String::new()));
    assert!(page.take().is_empty());
}

#[test]
fn on_a_legal_page_the_banner_is_folded() {
    let facts = Facts { host: "www.example.de".into(), https: true, gpc: false, legal_page: true };
    let mut page = Page::start(&one(), Jar::default(), NOW, facts);
    assert_eq!(page.ask, Ask::Folded);
    page.feed(Input::Refuse);
    assert_eq!(page.ask, Ask::Answered);
}

#[test]
fn status_has_the_shape_of_the_contract() {
    let mut page = fresh(&both());
    page.give(&["analytics", "youtube"]);
    assert_eq!(
        page.engine.status(),
        concat!(
            r#"{"answered":false,"time":1800000000,"revision":1,"domain":"www.example.de","purposes":{"#,
            r#""necessary":{"status":"given","source":"default"},"#,
            r#""analytics":{"status":"given","source":"visitor"},"#,
            r#""marketing":{"status":"unknown","source":"default"},"#,
            r#""media":{"status":"unknown","source":"default"}},"services":{"#,
            r#""google-analytics":{"status":"given","source":"visitor"},"#,
            r#""google-ads":{"status":"unknown","source":"default"},"#,
            r#""youtube":{"status":"given","source":"visitor"}}}"#
        )
    );
}

#[test]
fn status_without_an_answer_has_no_time_and_is_json_whatever_the_host_is() {
    let facts = Facts { host: "a\"b\\c\n".into(), ..Facts::default() };
    let page = Page::start(&site(&[("revision", "7")]), Jar::default(), NOW, facts);
    let status: serde_json::Value = serde_json::from_str(&page.engine.status()).expect("JSON");
    assert_eq!(status["answered"], true, "nothing is asked");
    assert_eq!(status["time"], serde_json::Value::Null);
    assert_eq!(status["revision"], 7);
    assert_eq!(status["domain"], "abc");
}
