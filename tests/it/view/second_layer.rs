//! The second layer: preferences, the table of services and the status line.

use optgate::config::Site;
use optgate::consent::{Answer, Choice, Consent, Source, Status};
use optgate::text::Texts;
use optgate::view;

use super::{consent, everything, html, loaded, site, usual};
use crate::page::changed;

#[test]
fn preferences_have_a_row_for_each_purpose_and_every_switch_is_off() {
    let site = usual();
    let drawn = html(view::preferences(&site, &loaded("de"), &consent(&site, &[])));
    assert!(drawn.starts_with(
        "<optgate-preferences lang=\"de\" dir=\"ltr\" data-optgate-theme=\"auto\"><dialog class=\"optgate-sheet\" aria-label=\"Einstellungen zum Datenschutz\">\
         <header><h2>Einstellungen zum Datenschutz</h2><p>Wählen Sie, wofür Daten verwendet werden dürfen. Ihre Wahl gilt 182 \
         Tage; Sie können sie jederzeit ändern und eine Einwilligung widerrufen.</p><nav "
    ));
    assert!(drawn.contains(
        "<ul><li><div class=\"optgate-purpose\"><b>Notwendig</b><small>Immer aktiv</small><p>Hält die Website funktionsfähig \
         und merkt sich Ihre Wahl.</p></div><details><summary>Ihre Wahl</summary><dl><dt>Personenbezogene Daten</dt>\
         <dd><bdi>Ihre Antworten und ihr Zeitpunkt</bdi></dd>"
    ));
    assert!(drawn.contains(
        "<li><label class=\"optgate-purpose\"><b>Analyse</b><input type=\"checkbox\" role=\"switch\" class=\"optgate-switch\" \
         aria-label=\"Analyse\" data-optgate=\"purpose:analytics\"><p>Zählt Besuche und zeigt, welche Seiten helfen.</p></label>\
         <details><summary>Google Analytics</summary><dl><dt>Anbieter</dt>\
         <dd><bdi>Google Ireland Limited, Gordon House, Barrow Street, Dublin 4, Irland</bdi></dd>"
    ));
    assert!(drawn.contains(
        "<dt>Rechtsgrundlage</dt><dd><bdi>Einwilligung (Art. 6 Abs. 1 lit. a DSGVO, § 25 Abs. 1 TDDDG)</bdi></dd><dt>Cookies</dt>\
         <dd><bdi>_ga, _ga_*</bdi></dd><dt>Lebensdauer der Cookies</dt><dd><bdi>höchstens so lange, wie Ihre Wahl gilt (182 Tage)</bdi></dd>"
    ));
    assert!(drawn.contains(
        "<dt>Widerspruch beim Anbieter</dt><dd><bdi><a href=\"https://tools.google.com/dlpage/gaoptout\" rel=\"noreferrer\">\
         https://tools.google.com/dlpage/gaoptout</a></bdi></dd>"
    ));
    assert!(drawn.contains("<b>YouTube-Videos immer laden (widerrufbar)</b>"));
    let switches: Vec<&str> =
        drawn.split("data-optgate=\"purpose:").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(switches, ["analytics", "marketing", "youtube"]);
    assert!(!drawn.contains(" checked="));
    assert!(drawn.ends_with(
        "<footer><button type=\"button\" data-optgate=\"reject\">Alle ablehnen</button>\
         <button type=\"button\" data-optgate=\"save\">Auswahl speichern</button>\
         <button type=\"button\" data-optgate=\"accept\">Alle akzeptieren</button>\
         <button type=\"button\" data-optgate=\"close\" class=\"optgate-quiet\">Ohne Änderung zurück</button></footer>\
         </dialog></optgate-preferences>"
    ));
}

#[test]
fn switches_show_what_is_given_and_then_the_first_answer_withdraws() {
    let site = usual();
    // Choices, ids whose switch is on, label of the answer that closes all.
    let table: &[(&[(&str, Choice)], &[&str], &str)] = &[
        (&[("analytics", Choice::Given)], &["analytics"], "Withdraw all"),
        (&[("youtube", Choice::Given)], &["youtube"], "Withdraw all"),
        (&[("analytics", Choice::Given), ("marketing", Choice::Given)], &["analytics", "marketing"], "Withdraw all"),
        (&[("analytics", Choice::Refused)], &[], "Reject all"),
        (&[("analytics", Choice::Withdrawn)], &[], "Reject all"),
    ];
    for (choices, on, label) in table {
        let drawn = html(view::preferences(&site, &loaded("en"), &consent(&site, choices)));
        let checked: Vec<&str> = drawn
            .split("data-optgate=\"purpose:")
            .skip(1)
            .filter(|rest| rest.split('>').next().is_some_and(|head| head.contains(" checked=")))
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(&checked, on);
        assert!(drawn.contains(&format!("data-optgate=\"reject\">{label}</button>")), "{label}");
    }
}

#[test]
fn media_is_a_switch_of_its_own_where_the_site_asks_for_it() {
    let asked = site(&[("controller", "M")], |site| site.ask_media = true);
    let drawn = html(view::preferences(&asked, &loaded("en"), &Consent::new(&asked, &Answer::default(), false, "")));
    assert!(drawn.contains("<b>Embedded videos</b>") && drawn.contains("data-optgate=\"purpose:media\""));
    assert!(!drawn.contains("data-optgate=\"purpose:youtube\""));
}

#[test]
fn without_the_second_layers_texts_ids_are_shown_and_no_label_is_empty() {
    let site = usual();
    for drawn in everything(&site, &Texts::new("de", "")) {
        for tag in ["b", "h2", "summary", "dt", "th", "li", "button type=\"button\" data-optgate=\"save\""] {
            let name = tag.split(' ').next().unwrap_or_default();
            assert!(!drawn.contains(&format!("<{tag}></{name}>")), "empty {tag} in {drawn}");
        }
        assert!(!drawn.contains("aria-label=\"\""), "{drawn}");
    }
    let drawn = html(view::preferences(&site, &Texts::new("de", ""), &consent(&site, &[])));
    assert!(drawn.contains("<b>analytics</b>") && drawn.contains("<summary>Google Analytics</summary>"));
}

#[test]
fn the_table_has_a_group_of_headed_rows_for_each_service() {
    let site = site(&[("controller", "M"), ("google", "G-A1"), ("days", "30")], |_| {});
    let drawn = html(view::services(&site, &loaded("de")));
    assert!(drawn.starts_with(
        "<table lang=\"de\" dir=\"ltr\" class=\"optgate-services\"><tbody><tr><th scope=\"rowgroup\" colspan=\"2\">Ihre Wahl</th></tr>\
         <tr><th scope=\"row\">Zweck</th><td>Notwendig</td></tr>\
         <tr><th scope=\"row\">Personenbezogene Daten</th><td><bdi>Ihre Antworten und ihr Zeitpunkt</bdi></td></tr>"
    ));
    assert!(drawn.contains("<tr><th scope=\"row\">Lebensdauer der Cookies</th><td><bdi>30 Tage</bdi></td></tr>"));
    assert!(drawn.contains(
        "<tr><th scope=\"row\">Datenschutzerklärung</th><td><bdi><a href=\"https://policies.google.com/privacy\" \
         rel=\"noreferrer\">https://policies.google.com/privacy</a></bdi></td></tr>"
    ));
    let groups: Vec<&str> = drawn.split("colspan=\"2\">").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(groups, ["Ihre Wahl", "Google Analytics", "YouTube"]);
}

#[test]
fn the_status_line_tells_answer_time_domain_and_other_sites() {
    let site = usual();
    let answered = consent(&site, &[("analytics", Choice::Given), ("marketing", Choice::Withdrawn)]);
    assert_eq!(
        html(view::status(&site, &loaded("de"), &answered)),
        "<ul lang=\"de\" dir=\"ltr\"><li>Analyse: eingewilligt</li><li>Werbung: widerrufen</li></ul>\
         <p lang=\"de\" dir=\"ltr\">Ihre Wahl vom <time datetime=\"1700000000\"></time>. Sie gilt für example.de.</p>"
    );
    assert_eq!(
        html(view::status(&site, &loaded("en"), &consent(&site, &[]))),
        "<ul lang=\"en\" dir=\"ltr\"><li>Analytics: not answered yet</li><li>Advertising: not answered yet</li></ul>"
    );
    let signalled = Consent::new(&site, &Answer::default(), true, "example.de");
    assert!(
        html(view::status(&site, &loaded("en"), &signalled))
            .contains("<li>Analytics: refused by a signal of your browser</li>")
    );
    let ended = Answer { void: vec![("analytics".into(), Status::Invalidated)], ..Answer::default() };
    assert!(
        html(view::status(&site, &loaded("en"), &Consent::new(&site, &ended, false, "")))
            .contains("<li>Analytics: changed, not answered anew</li>")
    );
    let many = changed(usual(), |site| site.sites = "https://a.example/, javascript:x, /b");
    assert!(
        html(view::status(&many, &loaded("en"), &answered))
            .ends_with("<p><a href=\"https://a.example/\">https://a.example/</a></p><p><a href=\"/b\">/b</a></p>")
    );
}

#[test]
fn the_status_line_leaves_out_nothing_that_was_answered() {
    use Choice::{Given, Refused, Withdrawn};
    let usual = usual();
    let videos = changed(usual.clone(), |site| site.ask_media = true);
    let alone = site(&[("controller", "M")], |_| {});
    // Site, what was answered, items of the list.
    let table: &[(&Site, &[(&str, Choice)], &str)] = &[
        // The switch "always load YouTube videos", where no banner asks for media.
        (
            &usual,
            &[("youtube", Given)],
            "Analytics: not answered yet|Advertising: not answered yet|YouTube: consent given",
        ),
        (
            &usual,
            &[("analytics", Given), ("marketing", Given), ("google-analytics", Withdrawn)],
            "Analytics: consent given|Google Analytics: withdrawn|Advertising: consent given",
        ),
        (
            &usual,
            &[("analytics", Refused), ("google-analytics", Given), ("media", Refused), ("youtube", Given)],
            "Analytics: refused|Google Analytics: consent given|Advertising: not answered yet|Embedded videos: refused|\
             YouTube: consent given",
        ),
        // A service that says what its purpose says is not said twice.
        (
            &usual,
            &[("media", Given), ("youtube", Given)],
            "Analytics: not answered yet|Advertising: not answered yet|Embedded videos: consent given",
        ),
        (
            &videos,
            &[("youtube", Withdrawn)],
            "Analytics: not answered yet|Advertising: not answered yet|Embedded videos: not answered yet|YouTube: withdrawn",
        ),
        (&alone, &[], ""),
        (&alone, &[("youtube", Given)], "YouTube: consent given"),
    ];
    for (site, choices, items) in table {
        let drawn = html(view::status(site, &loaded("en"), &consent(site, choices)));
        let (list, _) = drawn.split_once("</ul>").expect("a list");
        let told: Vec<&str> = list.split("<li>").skip(1).filter_map(|item| item.strip_suffix("</li>")).collect();
        assert_eq!(told.join("|"), *items);
    }
    let all = Answer { time: Some(1_700_000_000), days: 182, rest: Some(Source::Visitor), ..Answer::default() };
    assert!(
        html(view::status(&alone, &loaded("en"), &Consent::new(&alone, &all, false, "")))
            .starts_with("<ul lang=\"en\" dir=\"ltr\"><li>Embedded videos: refused</li></ul>")
    );
    // What has ended is no answer, and nobody asks for it anew.
    let ended = Answer { void: vec![("youtube".into(), Status::Expired)], ..Answer::default() };
    assert_eq!(
        html(view::status(&alone, &loaded("en"), &Consent::new(&alone, &ended, false, ""))),
        "<ul lang=\"en\" dir=\"ltr\"></ul>"
    );
    // A service that was given although a signal refuses its purpose.
    let mut own = Answer { time: Some(1_700_000_000), days: 182, ..Answer::default() };
    own.put("google-analytics", Given, Source::Visitor);
    assert!(
        html(view::status(&usual, &loaded("en"), &Consent::new(&usual, &own, true, ""))).contains(
            "<li>Analytics: refused by a signal of your browser</li><li>Google Analytics: consent given</li>"
        )
    );
}
