//! Allow or Hold.

use optgate::consent::{Answer, Choice, Consent, Source};
use optgate::gate::{self, Gate};
use optgate::service::Service;

use crate::page::site;

fn consent(entries: &[(&str, Choice)]) -> Consent {
    let mut site = site(&[("google", "G-ABC123 AW-456")]);
    site.services.push(Service { id: "matomo", purpose: "analytics", hosts: "", paths: "" });
    let mut answer = Answer { revision: 1, time: Some(1), days: 1, ..Answer::default() };
    for (id, choice) in entries {
        answer.put(id, *choice, Source::Stored);
    }
    Consent::new(&site, &answer, false, "")
}

/// `"a !b"`.
fn decide(consent: &Consent, purposes: &str, service: Option<&str>) -> Gate {
    gate::decide(consent, Some(purposes).filter(|names| !names.is_empty()), service.unwrap_or_default())
}

#[test]
fn a_list_of_purposes_means_all_of_them() {
    for (text, expected) in [
        ("analytics", vec![(false, "analytics")]),
        (" a\n\tb ", vec![(false, "a"), (false, "b")]),
        ("!a b", vec![(true, "a"), (false, "b")]),
        ("", vec![(false, "")]),
        (" ", vec![(false, "")]),
        ("!", vec![(true, "")]),
        ("a,b", vec![(false, "a,b")]),
        ("! a", vec![(true, ""), (false, "a")]),
        ("Analytics", vec![(false, "Analytics")]),
    ] {
        assert_eq!(gate::purposes(text).collect::<Vec<_>>(), expected, "{text:?}");
    }
}

#[test]
fn only_what_is_given_opens() {
    let (given, refused, withdrawn) = (Choice::Given, Choice::Refused, Choice::Withdrawn);
    let (allow, hold) = (Gate::Allow, Gate::Hold);
    let table: [(&[(&str, Choice)], &str, Option<&str>, Gate); 44] = [
        (&[], "analytics", None, hold),
        (&[], "necessary", None, allow),
        (&[], "", None, hold),
        (&[("analytics", given)], "", None, hold),
        (&[("analytics", given)], "analytics", None, allow),
        (&[("analytics", refused)], "analytics", None, hold),
        (&[("analytics", withdrawn)], "analytics", None, hold),
        (&[("analytics", given)], "marketing", None, hold),
        (&[("analytics", given)], "analytics marketing", None, hold),
        (&[("analytics", given), ("marketing", given)], "analytics marketing", None, allow),
        (&[("analytics", given)], "analytics nothing", None, hold),
        (&[("nothing", given)], "nothing", None, hold),
        (&[("analytics", given)], "Analytics", None, hold),
        // A purpose that has to be withdrawn.
        (&[], "!analytics", None, hold),
        (&[("analytics", given)], "!analytics", None, hold),
        (&[("analytics", refused)], "!analytics", None, hold),
        (&[("analytics", withdrawn)], "!analytics", None, allow),
        (&[("analytics", withdrawn)], "!analytics marketing", None, hold),
        (&[("analytics", withdrawn)], "analytics !analytics", None, hold),
        (&[], "!nothing", None, hold),
        // Services.
        (&[("youtube", given)], "media", Some("youtube"), allow),
        (&[("youtube", given)], "media", None, hold),
        (&[("youtube", given)], "", Some("youtube"), allow),
        (&[], "", Some("youtube"), hold),
        (&[("media", given), ("youtube", withdrawn)], "", Some("youtube"), hold),
        (&[("marketing", given)], "marketing", Some("youtube"), hold),
        (&[("youtube", given)], "media marketing", Some("youtube"), hold),
        (&[("youtube", given)], "marketing", Some("youtube"), hold),
        (&[("media", given), ("youtube", withdrawn)], "media", Some("youtube"), hold),
        (&[("media", given), ("youtube", withdrawn)], "media", None, allow),
        (&[("media", given)], "media", Some("youtube"), allow),
        (&[("analytics", given)], "marketing", Some("matomo"), hold),
        (&[("analytics", withdrawn)], "!analytics", Some("matomo"), allow),
        (&[("analytics", given)], "analytics", Some("not-listed"), allow),
        (&[], "analytics", Some("not-listed"), hold),
        (&[("analytics", given)], "", Some("analytics"), hold),
        // Several services.
        (&[("youtube", given), ("matomo", given)], "analytics media", Some("matomo youtube"), allow),
        (&[("youtube", given)], "analytics media", Some("matomo youtube"), hold),
        (&[("analytics", given), ("media", given)], "analytics media", Some("matomo youtube"), allow),
        (
            &[("analytics", given), ("media", given), ("youtube", refused)],
            "analytics media",
            Some("matomo youtube"),
            hold,
        ),
        (&[("analytics", given), ("matomo", refused)], "analytics", Some("google-analytics matomo"), hold),
        (&[("youtube", given)], "media", Some("not-listed youtube"), allow),
        (&[("analytics", withdrawn)], "!analytics", Some("matomo youtube"), allow),
        (&[("analytics", withdrawn), ("youtube", given)], "!analytics analytics", Some("matomo youtube"), hold),
    ];
    for (entries, purposes, service, expected) in table {
        assert_eq!(decide(&consent(entries), purposes, service), expected, "{entries:?} {purposes:?} {service:?}");
    }
}

#[test]
fn the_gate_is_closed_by_default() {
    assert_eq!(Gate::default(), Gate::Hold);
}

#[test]
fn differences_name_purposes_and_services_whose_status_changed() {
    let before = consent(&[("analytics", Choice::Given), ("matomo", Choice::Withdrawn)]);
    let after = consent(&[("analytics", Choice::Withdrawn), ("matomo", Choice::Withdrawn), ("youtube", Choice::Given)]);
    assert_eq!(gate::changed(&before, &after), ["analytics", "google-analytics", "youtube"]);
    assert!(gate::changed(&after, &after).is_empty());
}
