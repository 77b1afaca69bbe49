//! What comes out of the engine, effect for effect and in order.

use optgate::config::Domain;
use optgate::engine::{Ask, Engine, Facts, Input};
use optgate::service::Service;

use crate::page::{DAY, Jar, NOW, Page, changed, site};

/// 182 days in seconds.
const LIFE: u32 = 15_724_800;

const UPDATE_DENIED: &str = r#"gtag ["consent","update",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"denied"}]"#;
const UPDATE_ANALYTICS: &str = r#"gtag ["consent","update",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"granted"}]"#;
const UPDATE_BOTH: &str = r#"gtag ["consent","update",{"ad_storage":"granted","ad_user_data":"granted","ad_personalization":"denied","analytics_storage":"granted"}]"#;
const DEFAULT: &str = r#"gtag ["consent","default",{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"denied"}]"#;

/// The `config` command of `id` with a life in seconds.
fn config(id: &str, life: u32) -> String {
    format!(
        r#"gtag ["config","{id}",{{"anonymize_ip":true,"allow_google_signals":false,"allow_ad_personalization_signals":false,"cookie_update":false,"cookie_expires":{life},"cookie_flags":"SameSite=Lax;Secure"}}]"#
    )
}

fn one() -> optgate::config::Site {
    site(&[("google", "G-ABC123")])
}

fn both() -> optgate::config::Site {
    site(&[("google", "G-ABC123 AW-456")])
}

fn fresh(site: &optgate::config::Site) -> Page {
    let mut page = Page::open(site, Jar::default(), NOW, false);
    page.take();
    page
}

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
    let effects = engine.step(NOW, &format!("optgate=1.1.{NOW}.182.+analytics"), Input::Kept);
    assert!(engine.given("analytics"));
    assert!(effects.len() > 3);
}

#[test]
fn an_input_that_comes_before_the_read_back_settles_it_first() {
    let mut engine = Engine::new(one());
    engine.step(NOW, "", Input::Start(Facts::default()));
    engine.step(NOW, "", Input::Give(vec![]));
    let stored = format!("optgate=1.1.{NOW}.182.+analytics; cookieconsent_status=allow");
    engine.step(NOW, &stored, Input::Saw(vec![]));
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
fn a_signal_writes_and_clears_nothing() {
    let mut page = Page::open(&both(), Jar::of("_ga=GA1.1.123.456"), NOW, true);
    assert_eq!(page.take(), ["flag true", "ask Nothing", "gate"]);
    page.give(&[]);
    assert_eq!(page.take(), ["flag true", "ask Nothing"], "what a signal refuses is no part of all");
    assert_eq!(page.jar.header(NOW), "_ga=GA1.1.123.456");
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
fn later_grants_of_google_are_told_by_an_update_and_their_own_config() {
    let mut page = fresh(&both());
    page.give(&["analytics"]);
    page.take();
    page.give(&["marketing"]);
    let log = page.take();
    let google: Vec<&String> = log.iter().filter(|line| line.starts_with("gtag") || line.starts_with("load")).collect();
    assert_eq!(google, [UPDATE_BOTH, &config("AW-456", LIFE)], "one script serves both");
}

#[test]
fn marketing_alone_loads_ads_and_keeps_analytics_off() {
    let mut page = fresh(&both());
    page.give(&["marketing"]);
    assert_eq!(page.scripts, ["https://www.googletagmanager.com/gtag/js?id=AW-456"]);
    assert!(page.flag);
    assert_eq!(page.cookie("cookieconsent_status"), None, "analytics is unknown");
    assert_eq!(page.ask, Ask::Banner);
}

#[test]
fn a_container_waits_for_analytics_and_marketing_both() {
    let mut page = fresh(&site(&[("google", "GTM-K2B3")]));
    page.give(&["analytics"]);
    assert!(page.scripts.is_empty());
    page.give(&["marketing"]);
    assert_eq!(page.scripts, ["https://www.googletagmanager.com/gtm.js?id=GTM-K2B3"]);
    let mut page = fresh(&site(&[("google", "GTM-K2B3")]));
    page.withdraw(&["google-tag-manager"]);
    page.give(&["analytics"]);
    assert!(page.scripts.is_empty());
}

#[test]
fn a_container_that_was_refused_by_name_stays_closed_with_both_purposes_given_apart() {
    let mut page = fresh(&site(&[("google", "GTM-K2B3")]));
    page.give(&["analytics", "marketing"]);
    page.withdraw(&["google-tag-manager"]);
    let jar = page.jar.clone();
    let page = Page::open(&site(&[("google", "GTM-K2B3")]), jar, NOW, false);
    assert_eq!((page.mark("analytics").as_str(), page.mark("marketing").as_str()), ("given/stored", "given/stored"));
    assert!(page.scripts.is_empty());
}

#[test]
fn an_ended_product_is_opted_out_but_never_loaded() {
    let mut page = fresh(&site(&[("google", "UA-12-1")]));
    page.feed(Input::Refuse);
    assert_eq!(page.cookie("ga-disable-UA-12-1").as_deref(), Some("true"));
    page.give(&[]);
    assert_eq!(page.cookie("ga-disable-UA-12-1"), None);
    assert!(page.scripts.is_empty() && !page.flag);
}

#[test]
fn withdrawing_google_analytics_alone_silences_it_and_leaves_its_purpose() {
    let mut page = fresh(&one());
    page.give(&[]);
    page.withdraw(&["google-analytics"]);
    assert!(page.flag);
    assert_eq!(page.mark("analytics"), "given/visitor");
    assert_eq!(page.cookie("cookieconsent_status").as_deref(), Some("allow"));
    assert_eq!(page.cookie("ga-disable"), None, "it would refuse the whole purpose on the next page");
    let page = Page::open(&one(), page.jar.clone(), NOW, false);
    assert!(page.flag && page.scripts.is_empty());
    assert_eq!(page.mark("google-analytics"), "withdrawn/stored");
}

#[test]
fn giving_google_analytics_alone_opens_it_on_this_page_and_the_next() {
    let mut page = fresh(&one());
    page.feed(Input::Refuse);
    page.give(&["google-analytics"]);
    assert!(!page.flag);
    assert_eq!(page.mark("analytics"), "refused/visitor");
    assert_eq!(page.cookie("ga-disable"), None, "removed when the visitor gives");
    let page = Page::open(&one(), page.jar.clone(), NOW, false);
    assert!(!page.flag);
    assert_eq!(page.scripts, ["https://www.googletagmanager.com/gtag/js?id=G-ABC123"]);
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
    assert_eq!(page.take(), ["flag false", &config_free_tail("ask Answered")]);
    page.give(&[]);
    assert_eq!(page.cookie("optgate"), Some(format!("1.1.{}.182.+analytics", NOW + DAY)));
}

fn config_free_tail(text: &str) -> String {
    text.to_string()
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

#[test]
fn purposes_of_the_page_that_are_not_in_use_are_reported_once() {
    let mut page = fresh(&one());
    let saw = || Input::Saw(vec!["analytics".into(), "social".into(), "".into()]);
    page.feed(saw());
    assert_eq!(page.take(), ["report not-in-use data-purpose: social", "report not-in-use data-purpose: "]);
    page.feed(saw());
    assert!(page.take().is_empty());
}

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
fn on_a_legal_page_the_banner_is_folded() {
    let facts = Facts { host: "www.example.de".into(), https: true, gpc: false, legal_page: true };
    let mut page = Page::start(&one(), Jar::default(), NOW, facts);
    assert_eq!(page.ask, Ask::Folded);
    page.feed(Input::Refuse);
    assert_eq!(page.ask, Ask::Answered);
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
            site.services.push(Service { id: id.clone(), purpose: "media".into() });
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
fn the_domain_is_the_one_that_the_browser_accepted() {
    let named = changed(one(), |site| site.domain = Domain::Named("example.de".into()));
    let auto = changed(one(), |site| site.domain = Domain::Auto);
    assert_eq!(fresh(&one()).engine.consent().domain, "www.example.de");
    assert_eq!(fresh(&named).engine.consent().domain, "example.de");
    assert_eq!(fresh(&auto).engine.consent().domain, "www.example.de");
    let mut page = fresh(&auto);
    page.engine.stored_on(Some("example.de".into()));
    page.give(&[]);
    assert_eq!(page.engine.consent().domain, "example.de");
    page.engine.stored_on(None);
    page.feed(Input::Refuse);
    assert_eq!(page.engine.consent().domain, "www.example.de");
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
