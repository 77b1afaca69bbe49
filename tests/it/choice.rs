//! What a visitor's choice does to everything else, and what a signal does to choices.

use optgate::engine::{Ask, Input};
use optgate::service::Service;

use crate::page::{DAY, Jar, LIFE, NOW, Page, both, changed, fresh, one, site};

#[test]
fn a_signal_writes_and_clears_nothing() {
    let mut page = Page::open(&both(), Jar::of("_ga=GA1.1.123.456"), NOW, true);
    assert_eq!(page.take(), ["flag true", "ask Nothing", "gate"]);
    page.give(&[]);
    assert_eq!(page.take(), ["flag true", "ask Nothing"], "what a signal refuses is no part of all");
    assert_eq!(page.jar.header(NOW), "_ga=GA1.1.123.456");
}

#[test]
fn under_a_signal_too_an_answer_that_has_ended_clears_what_google_left() {
    let google = "_ga=GA1.1.1.2; _gcl_au=1.1.1.1";
    // The record, the revision asked, what is cleared.
    for (record, revision, expected) in [
        ("1.1.1800000000.182.+analytics+marketing", 2, "clear _ga _gcl_au"),
        ("1.1.1780000000.182.+analytics+marketing", 1, "clear _ga _gcl_au"),
        ("1.1.1800000000.182.+google-analytics", 2, "clear _ga _gcl_au"),
        ("1.2.1800000000.182.+youtube", 2, ""),
    ] {
        let site = changed(both(), |site| site.revision = revision);
        let page = Page::open(&site, Jar::of(&format!("optgate={record}; {google}")), NOW, true);
        let cleared = page.log.iter().find(|line| line.starts_with("clear")).map_or("", String::as_str);
        assert_eq!((cleared, page.mark("analytics").as_str()), (expected, "refused/signal"), "{record}");
    }
}

#[test]
fn who_gives_by_name_is_obeyed_against_the_signal() {
    let mut page = Page::open(&both(), Jar::default(), NOW, true);
    page.give(&["analytics"]);
    assert_eq!(page.mark("analytics"), "given/visitor");
    assert_eq!(page.mark("marketing"), "refused/signal");
    assert_eq!(page.cookie("cookieconsent_status").as_deref(), Some("allow"));
    assert_eq!(page.scripts, ["https://www.googletagmanager.com/gtag/js?id=G-ABC123"]);
    page.withdraw(&["analytics"]);
    assert_eq!(page.mark("analytics"), "withdrawn/visitor");
}

#[test]
fn who_refuses_by_name_answers_beyond_the_signal() {
    let mut page = Page::open(&both(), Jar::default(), NOW, true);
    page.withdraw(&["analytics"]);
    assert_eq!(page.mark("analytics"), "refused/visitor");
    assert_eq!(page.cookie("cookieconsent_status").as_deref(), Some("deny"));
    assert_eq!(page.cookie("ga-disable").as_deref(), Some("true"));
}

#[test]
fn under_a_signal_accept_all_lifts_a_refusal_but_gives_nothing_it_speaks_about() {
    let mut page = Page::open(&both(), Jar::default(), NOW, true);
    page.feed(Input::Refuse);
    page.give(&[]);
    assert_eq!(page.mark("analytics"), "refused/signal");
    assert_eq!(page.mark("media"), "unknown/default");
    assert_eq!(page.cookie("cookieconsent_status"), None, "no cookie for a signal");
    assert_eq!(page.cookie("ga-disable"), None);
}

#[test]
fn giving_a_video_service_never_gives_its_purpose() {
    let mut page = fresh(&one());
    page.give(&["youtube"]);
    assert_eq!(page.take()[1], format!("store optgate=1.1.{NOW}.182.+youtube {LIFE}"));
    assert_eq!(page.mark("youtube"), "given/visitor");
    assert_eq!(page.mark("media"), "unknown/default");
    assert_eq!(page.mark("analytics"), "unknown/default");
    assert_eq!(page.ask, Ask::Banner, "the question is still open");
}

#[test]
fn accept_all_never_gives_videos_unless_the_banner_asks_for_them() {
    let mut page = fresh(&one());
    page.give(&[]);
    assert_eq!(page.mark("media"), "unknown/default");
    let mut page = fresh(&changed(one(), |site| site.ask_media = true));
    page.give(&[]);
    assert_eq!((page.mark("media"), page.mark("youtube")), ("given/visitor".into(), "given/visitor".into()));
}

#[test]
fn accept_all_gives_a_service_that_was_withdrawn_alone() {
    let mut page = fresh(&one());
    page.give(&[]);
    page.withdraw(&["google-analytics"]);
    page.give(&[]);
    assert_eq!(page.mark("google-analytics"), "given/visitor");
}

#[test]
fn reject_all_withdraws_what_was_given_and_refuses_what_comes_later() {
    let mut page = fresh(&both());
    page.give(&["analytics", "youtube"]);
    page.take();
    page.feed(Input::Refuse);
    assert_eq!(page.take()[1], format!("store optgate=1.1.{NOW}.182.~analytics~youtube!* {LIFE}"));
    let marks = ["analytics", "marketing", "media", "youtube"].map(|id| page.mark(id));
    assert_eq!(marks, ["withdrawn/visitor", "refused/visitor", "refused/visitor", "withdrawn/visitor"]);
    // The site brings something new into use.
    let later = site(&[("google", "G-ABC123 AW-456"), ("purposes", "social")]);
    let page = Page::open(&later, page.jar.clone(), NOW, false);
    assert_eq!((page.mark("social").as_str(), page.ask), ("refused/stored", Ask::Answered));
}

#[test]
fn a_later_accept_all_lifts_a_reject_all() {
    let mut page = fresh(&one());
    page.feed(Input::Refuse);
    page.give(&[]);
    assert_eq!((page.mark("analytics"), page.mark("media")), ("given/visitor".into(), "unknown/default".into()));
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{NOW}.182.+analytics")));
}

#[test]
fn a_new_revision_lifts_a_reject_all_too() {
    let mut page = fresh(&one());
    page.feed(Input::Refuse);
    let page = Page::open(&site(&[("google", "G-ABC123"), ("revision", "2")]), page.jar.clone(), NOW, false);
    assert_eq!((page.mark("analytics").as_str(), page.ask), ("invalidated/default", Ask::Banner));
    assert_eq!(page.cookie("cookieconsent_status"), None);
    assert_eq!(page.cookie("ga-disable"), None);
    assert!(page.flag);
}

#[test]
fn giving_by_name_leaves_the_others_as_they_are() {
    let mut page = fresh(&both());
    page.feed(Input::Refuse);
    page.give(&["marketing"]);
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{NOW}.182.+marketing!*")));
    assert_eq!((page.mark("analytics"), page.mark("marketing")), ("refused/visitor".into(), "given/visitor".into()));
}

#[test]
fn withdrawing_by_name_leaves_the_others_as_they_are() {
    let mut page = fresh(&both());
    page.give(&[]);
    page.withdraw(&["marketing"]);
    let marks = ["analytics", "marketing", "media"].map(|id| page.mark(id));
    assert_eq!(marks, ["given/visitor", "withdrawn/visitor", "unknown/default"]);
    assert_eq!(page.cookie("cookieconsent_status").as_deref(), Some("allow"));
}

#[test]
fn what_was_pressed_closes_with_what_is_withdrawn_or_refused_and_with_nothing_else() {
    let site =
        changed(one(), |site| site.services.push(Service { id: "vimeo", purpose: "media", hosts: "", paths: "" }));
    let mut page = fresh(&site);
    page.give(&["vimeo"]);
    assert_eq!(page.closed, "");
    page.withdraw(&["vimeo"]);
    assert_eq!(page.closed, "vimeo");
    page.give(&["analytics"]);
    assert_eq!(page.closed, "");
    page.feed(Input::Refuse);
    assert_eq!(
        page.closed, "analytics media google-analytics youtube vimeo",
        "one pressed since it was withdrawn, too"
    );
}

#[test]
fn what_was_pressed_closes_by_a_withdrawal_that_changes_nothing_in_the_answer() {
    let mut page = fresh(&one());
    page.feed(Input::Refuse);
    for (ids, closed) in [
        (vec!["youtube"], "youtube"),
        (vec!["media"], "media youtube"),
        (vec!["analytics"], "analytics google-analytics"),
        (vec![], "analytics media google-analytics youtube"),
    ] {
        page.closed.clear();
        page.take();
        page.withdraw(&ids);
        assert_eq!(page.closed, closed, "{ids:?}");
        assert!(!page.take().iter().any(|line| line.starts_with("announce")), "{ids:?}");
    }
    page.closed.clear();
    page.feed(Input::Refuse);
    assert_eq!(page.closed, "analytics media google-analytics youtube");
    page.take();
    page.withdraw(&["nobody"]);
    page.save(&[("media", false), ("analytics", false)]);
    assert!(!page.take().contains(&"gate".to_string()), "nobody, and switches that say what holds anyway");
}

#[test]
fn what_was_pressed_closes_when_all_is_withdrawn_though_it_was_never_given() {
    let mut page = fresh(&one());
    page.give(&[]);
    page.withdraw(&[]);
    assert_eq!(page.closed, "analytics media google-analytics youtube");
    assert_eq!(page.mark("media"), "unknown/default");
    page.give(&["youtube"]);
    page.withdraw(&["analytics"]);
    assert_eq!(page.closed, "analytics google-analytics", "what is given stays, and so does what is not named");
}

#[test]
fn withdrawing_all_leaves_unknown_what_was_not_given_and_where_nothing_is_given_refuses() {
    let mut page = fresh(&both());
    page.give(&["analytics", "youtube"]);
    page.withdraw(&[]);
    let marks = ["analytics", "marketing", "media", "youtube"].map(|id| page.mark(id));
    assert_eq!(marks, ["withdrawn/visitor", "unknown/default", "unknown/default", "withdrawn/visitor"]);
    page.withdraw(&[]);
    let marks = ["analytics", "marketing", "media", "youtube"].map(|id| page.mark(id));
    assert_eq!(marks, ["withdrawn/visitor", "refused/visitor", "refused/visitor", "withdrawn/visitor"]);
}

#[test]
fn a_grant_on_another_site_of_the_domain_is_nothing_that_is_given_here() {
    let mut page = Page::open(&one(), Jar::of(&format!("optgate=1.1.{NOW}.182.+social")), NOW, false);
    page.withdraw(&[]);
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{NOW}.182.~social!*")));
}

#[test]
fn saving_answers_what_was_asked_and_leaves_what_shows_what_holds() {
    let mut page = fresh(&both());
    page.save(&[("analytics", true), ("marketing", false), ("media", false), ("youtube", false)]);
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{NOW}.182.+analytics!marketing")));
    page.save(&[("analytics", false), ("marketing", true), ("youtube", true)]);
    let marks = ["analytics", "marketing", "media", "youtube"].map(|id| page.mark(id));
    assert_eq!(marks, ["withdrawn/visitor", "given/visitor", "unknown/default", "given/visitor"]);
    page.take();
    page.save(&[("analytics", false), ("marketing", true)]);
    assert_eq!(page.take(), ["flag true", "ask Answered"], "nothing was chosen");
}

#[test]
fn a_service_that_is_switched_off_stays_off_when_its_purpose_is_switched_on() {
    let mut page = fresh(&one());
    page.save(&[("google-analytics", false), ("analytics", true)]);
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{NOW}.182.+analytics!google-analytics")));
    assert!(page.flag && page.scripts.is_empty());
}

#[test]
fn a_service_whose_switch_was_left_on_follows_its_purpose() {
    let mut page = fresh(&one());
    page.give(&[]);
    page.save(&[("analytics", false), ("google-analytics", true)]);
    assert_eq!(page.mark("google-analytics"), "withdrawn/visitor");
}

#[test]
fn a_purpose_left_off_does_not_touch_a_service_given_apart() {
    let mut page = fresh(&changed(one(), |site| site.ask_media = true));
    page.give(&["youtube"]);
    page.save(&[("analytics", false), ("media", false), ("youtube", true)]);
    assert_eq!((page.mark("media"), page.mark("youtube")), ("refused/visitor".into(), "given/visitor".into()));
}

#[test]
fn saving_with_every_switch_off_where_nothing_is_asked_stores_nothing() {
    let mut page = fresh(&site(&[]));
    page.save(&[("media", false), ("youtube", false), ("necessary", true)]);
    assert_eq!(page.take(), ["flag true", "ask Nothing"]);
    assert!(page.jar.cookies.is_empty());
}

#[test]
fn accept_all_where_nothing_is_asked_stores_nothing() {
    let mut page = fresh(&site(&[]));
    page.give(&[]);
    assert!(page.jar.cookies.is_empty());
    assert_eq!(page.take(), ["flag true", "ask Nothing"]);
}

#[test]
fn what_holds_anyway_is_no_choice_but_accept_all_renews() {
    let mut page = fresh(&one());
    page.give(&[]);
    page.now += DAY;
    page.take();
    page.give(&["analytics"]);
    assert_eq!(page.take(), ["flag false", "ask Answered"]);
    page.give(&[]);
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{}.182.+analytics", NOW + DAY)));
}

#[test]
fn a_later_choice_does_not_prolong_an_earlier_grant() {
    let mut page = fresh(&one());
    page.give(&[]);
    page.now += 100 * DAY;
    page.give(&["youtube"]);
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{NOW}.182.+analytics+youtube")));
    let end = page.jar.cookies.iter().find(|(name, _, _)| name == "optgate").and_then(|(_, _, end)| *end);
    assert_eq!(end, Some(NOW + LIFE));
}

#[test]
fn unknown_ids_are_reported_and_mean_nothing_rather_than_everything() {
    let mut page = fresh(&one());
    page.give(&["foo", "necessary"]);
    assert_eq!(page.take(), ["report unknown-id optgate.give: foo", "flag true", "ask Banner"]);
    page.withdraw(&["bar"]);
    assert_eq!(page.take(), ["report unknown-id optgate.withdraw: bar", "flag true", "ask Banner"]);
    assert!(page.jar.cookies.is_empty());
    page.give(&["foo", "analytics"]);
    assert_eq!(page.mark("analytics"), "given/visitor");
}
