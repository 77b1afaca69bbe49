//! What the browser keeps, loses, or got from elsewhere; time, and texts of every kind.

use optgate::config::Domain;
use optgate::engine::{Ask, Input};
use optgate::service::Service;

use crate::page::{DAY, Jar, NOW, Page, both, changed, fresh, one};
use crate::tag::{UPDATE_DENIED, config};

#[test]
fn without_cookies_a_grant_counts_for_this_page_and_is_reported() {
    let mut page = Page::open(&one(), Jar { blocked: true, ..Jar::default() }, NOW, false);
    page.take();
    page.give(&[]);
    assert!(page.take().contains(&"report not-stored optgate".to_string()));
    assert_eq!((page.mark("analytics").as_str(), page.flag, page.ask), ("given/visitor", false, Ask::Answered));
    page.give(&["youtube"]);
    page.feed(Input::Look);
    assert_eq!((page.mark("analytics"), page.mark("youtube")), ("given/visitor".into(), "given/visitor".into()));
    let page = Page::open(&one(), page.jar.clone(), NOW, false);
    assert_eq!(page.ask, Ask::Banner);
}

#[test]
fn without_cookies_a_refusal_holds_for_this_page() {
    let mut page = Page::open(&one(), Jar { blocked: true, ..Jar::default() }, NOW, false);
    page.feed(Input::Refuse);
    page.feed(Input::Look);
    assert_eq!((page.mark("analytics").as_str(), page.ask), ("refused/visitor", Ask::Answered));
    page.give(&[]);
    page.now += 182 * DAY;
    page.feed(Input::Look);
    assert_eq!((page.mark("analytics").as_str(), page.flag), ("expired/default", true), "and runs out all the same");
}

#[test]
fn an_opt_out_that_survives_keeps_analytics_refused() {
    let jar = Jar { stuck: vec!["ga-disable".into()], ..Jar::of("ga-disable=true") };
    let mut page = Page::open(&both(), jar, NOW, false);
    page.take();
    page.give(&[]);
    assert_eq!(page.mark("analytics"), "refused/stored");
    assert_eq!(page.mark("google-analytics"), "refused/stored");
    assert_eq!(page.mark("marketing"), "given/visitor");
    assert!(page.flag);
    assert_eq!(page.scripts, ["https://www.googletagmanager.com/gtag/js?id=AW-456"]);
    let log = page.take();
    assert_eq!(log.iter().filter(|line| *line == "report not-stored optgate").count(), 1, "{log:?}");
    assert!(!log.contains(&"flag false".to_string()), "{log:?}");
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{NOW}.182.!analytics+marketing")), "what is stored says so");
    assert_eq!(page.cookie("cookieconsent_status").as_deref(), Some("deny"));
}

#[test]
fn an_older_record_out_of_reach_counts_in_the_read_back() {
    let jar = Jar { stuck: vec!["optgate".into()], ..Jar::of(&format!("optgate=1.1.{NOW}.182.!analytics")) };
    let mut page = Page::open(&both(), jar, NOW, false);
    page.give(&[]);
    assert!(page.take().contains(&"report not-stored optgate".to_string()));
    assert_eq!((page.mark("analytics"), page.mark("marketing")), ("refused/stored".into(), "unknown/default".into()));
    assert!(page.flag && page.scripts.is_empty());
}

#[test]
fn of_two_records_the_one_that_ends_first_says_how_long() {
    let jar = Jar::of(&format!(
        "optgate=1.1.{}.182.+analytics; optgate=1.1.{}.30.+analytics; cookieconsent_status=allow",
        NOW - 29 * DAY,
        NOW - DAY
    ));
    let page = Page::open(&one(), jar, NOW, false);
    assert!(page.log.contains(&config("G-ABC123", 29 * DAY)), "{:?}", page.log);
}

#[test]
fn an_answer_that_has_ended_clears_what_google_left() {
    let jar = Jar::of("optgate=1.1.1780000000.182.+analytics; _ga=GA1.1.1.2");
    let mut page = Page::open(&one(), jar, NOW, false);
    assert_eq!(page.take(), ["flag true", "clear _ga", "ask Banner", "gate"]);
}

#[test]
fn an_answer_that_runs_out_on_an_open_page_closes_like_a_withdrawal() {
    let mut page = fresh(&one());
    page.give(&[]);
    page.jar.cookies.push(("_ga".into(), "GA1.1.1.2".into(), None));
    page.now += 182 * DAY - 1;
    page.feed(Input::Look);
    page.take();
    page.now += 1;
    page.feed(Input::Look);
    assert_eq!(
        page.take(),
        [
            "flag true",
            UPDATE_DENIED,
            "clear _ga",
            "ask Banner",
            "gate",
            "announce analytics google-analytics stored [1.2]",
        ]
    );
    assert_eq!(page.mark("analytics"), "expired/default");
}

#[test]
fn a_record_lost_on_an_open_page_closes_like_a_withdrawal() {
    let mut page = fresh(&one());
    page.give(&[]);
    page.take();
    page.jar.cookies = vec![("_gid".into(), "1".into(), None)];
    page.feed(Input::Look);
    assert_eq!(
        page.take(),
        [
            "flag true",
            UPDATE_DENIED,
            "clear _gid",
            "ask Banner",
            "gate",
            "announce analytics google-analytics stored []"
        ]
    );
}

#[test]
fn a_record_lost_on_an_open_page_is_not_given_back_by_another_choice() {
    for cookies in ["cookieconsent_status=allow", "cookieconsent_status=allow; optgate=?"] {
        for look in [true, false] {
            let mut page = fresh(&one());
            page.give(&[]);
            page.jar = Jar::of(cookies);
            if look {
                page.feed(Input::Look);
            }
            page.take();
            page.give(&["youtube"]);
            assert_eq!(page.mark("analytics"), "unknown/default", "{cookies} {look}");
            assert_eq!(page.cookie("optgate"), Some(format!("1.1.{NOW}.182.+youtube")), "{cookies} {look}");
            assert_eq!(page.cookie("cookieconsent_status"), None, "{cookies} {look}");
            assert_eq!((page.flag, page.ask), (true, Ask::Banner), "{cookies} {look}");
        }
    }
}

#[test]
fn an_answer_given_elsewhere_is_seen_and_never_overwritten() {
    let mut page = fresh(&both());
    page.give(&[]);
    // Another tab withdraws analytics.
    page.jar = Jar::of(&format!(
        "optgate=1.1.{NOW}.182.~analytics+marketing; cookieconsent_status=deny; ga-disable=true; ga-disable-G-ABC123=true"
    ));
    page.give(&["youtube"]);
    assert_eq!(page.mark("analytics"), "withdrawn/stored");
    assert!(page.flag);
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{NOW}.182.~analytics+marketing+youtube")));
}

#[test]
fn who_answered_on_this_page_is_remembered_while_it_is_open() {
    let mut page = fresh(&both());
    page.give(&["analytics"]);
    page.feed(Input::Look);
    assert_eq!(page.mark("analytics"), "given/visitor");
    let page = Page::open(&both(), page.jar.clone(), NOW, false);
    assert_eq!(page.mark("analytics"), "given/stored");
}

#[test]
fn names_of_other_sites_of_the_domain_are_kept_and_withdrawn_with_all() {
    let mut page = Page::open(&one(), Jar::of(&format!("optgate=1.1.{NOW}.182.+social!survey")), NOW, false);
    page.give(&[]);
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{NOW}.182.+social!survey+analytics")));
    page.feed(Input::Refuse);
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{NOW}.182.~social!survey~analytics!*")));
}

#[test]
fn what_does_not_fit_into_the_record_is_refused_and_reported() {
    let letters = ["a", "b", "c", "d", "e", "f", "g"];
    let ids: Vec<String> = letters.iter().map(|letter| letter.repeat(32)).collect();
    let site = changed(one(), |site| {
        for id in &ids {
            site.services.push(Service { id: id.clone().leak(), purpose: "media", hosts: "", paths: "" });
        }
    });
    let mut page = fresh(&site);
    page.give(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    // Head 19, each 33, the rest 2: five are 184 and 186, six are 217.
    assert!(page.take().contains(&"report record-truncated optgate".to_string()));
    assert_eq!(page.mark(&ids[4]), "given/visitor");
    assert_eq!(page.mark(&ids[5]), "refused/visitor");
    assert_eq!(page.cookie("optgate").map(|text| text.len()), Some(186));
    let again = Page::open(&site, page.jar.clone(), NOW, false);
    assert_eq!(again.mark(&ids[5]), "refused/stored");
}

#[test]
fn the_clock_may_jump_anywhere() {
    for now in [0, 1, NOW, u32::MAX - 1, u32::MAX] {
        for then in [0, NOW, u32::MAX] {
            let mut page = Page::open(&one(), Jar { outliving: true, ..Jar::default() }, now, false);
            page.give(&[]);
            page.now = then;
            page.feed(Input::Look);
            let given = page.mark("analytics").starts_with("given");
            let close = now.abs_diff(then) <= 1;
            assert_eq!(given, close && now != u32::MAX && then != u32::MAX, "{now} {then}: {}", page.mark("analytics"));
        }
    }
}

#[test]
fn no_cookie_text_makes_the_engine_fail() {
    let mut random = crate::record::Random(11);
    let parts = [
        "optgate=",
        "1.1.1799913600.182.",
        "+analytics",
        "!*",
        "~youtube",
        "!marketing",
        "; ",
        "cookieconsent_status=",
        "allow",
        "deny",
        "ga-disable=true",
        "_ga=GA1.1.",
        "_ga=",
        "é",
        "=",
        "ga-disable-G-ABC123=true",
    ];
    for round in 0..3_000 {
        let cookies = if round % 5 == 0 { random.bytes(80) } else { random.text(&parts, 10) };
        let mut page = Page::open(&both(), Jar::of(&cookies), NOW, round % 2 == 0);
        page.give(&["youtube"]);
        page.feed(Input::Refuse);
        page.feed(Input::Look);
        assert!(!page.engine.given("analytics"), "{cookies}");
        assert!(serde_json::from_str::<serde_json::Value>(&page.engine.status()).is_ok(), "{cookies}");
    }
}

#[test]
fn the_domain_is_the_one_that_the_browser_accepted() {
    let named = changed(one(), |site| site.domain = Domain::Named("example.de"));
    let auto = changed(one(), |site| site.domain = Domain::Auto);
    assert_eq!(fresh(&one()).engine.consent().domain, "www.example.de");
    assert_eq!(fresh(&named).engine.consent().domain, "example.de");
    assert_eq!(fresh(&auto).engine.consent().domain, "www.example.de");
    let mut page = fresh(&auto);
    page.engine.stored_on(Domain::Named("example.de"));
    page.give(&[]);
    assert_eq!(page.engine.consent().domain, "example.de");
    page.engine.stored_on(Domain::Host);
    page.feed(Input::Refuse);
    assert_eq!(page.engine.consent().domain, "www.example.de");
}
