//! Status and source, and how one choice follows another.

use optgate::config::Site;
use optgate::consent::{Answer, Choice, Consent, Source, Status};
use optgate::service::Service;

use crate::page::{DAY, NOW, site, strings};

fn full() -> Site {
    let mut site = site(&[("google", "G-ABC123 AW-456"), ("purposes", "personalization social")]);
    site.services.push(Service { id: "matomo", purpose: "analytics", hosts: "", paths: "" });
    site.services.push(Service { id: "session", purpose: "necessary", hosts: "", paths: "" });
    site
}

fn answer(entries: &[(&str, Choice)]) -> Answer {
    let mut answer = Answer { revision: 1, time: Some(NOW), days: 182, ..Answer::default() };
    for (id, choice) in entries {
        answer.put(id, *choice, Source::Stored);
    }
    answer
}

fn mark(site: &Site, answer: &Answer, signal: bool, id: &str) -> (Status, Source) {
    let mark = Consent::new(site, answer, signal, "").of(id);
    (mark.status, mark.source)
}

#[test]
fn a_service_has_its_own_entry_else_its_purposes() {
    let site = full();
    let answer = answer(&[("analytics", Choice::Given), ("matomo", Choice::Withdrawn), ("youtube", Choice::Given)]);
    let status = |id| mark(&site, &answer, false, id).0;
    assert_eq!(status("google-analytics"), Status::Given);
    assert_eq!(status("matomo"), Status::Withdrawn);
    assert_eq!(status("youtube"), Status::Given);
    assert_eq!(status("media"), Status::Unknown);
    assert_eq!(status("google-ads"), Status::Unknown);
}

#[test]
fn the_rest_is_refused_but_never_what_has_an_entry_or_is_necessary() {
    let site = full();
    let mut answer = answer(&[("analytics", Choice::Given), ("marketing", Choice::Withdrawn)]);
    answer.rest = Some(Source::Visitor);
    assert_eq!(mark(&site, &answer, false, "analytics"), (Status::Given, Source::Stored));
    assert_eq!(mark(&site, &answer, false, "marketing"), (Status::Withdrawn, Source::Stored));
    for id in ["media", "youtube", "social", "personalization"] {
        assert_eq!(mark(&site, &answer, false, id), (Status::Refused, Source::Visitor), "{id}");
    }
    for id in ["necessary", "session"] {
        assert_eq!(mark(&site, &answer, false, id), (Status::Given, Source::Default), "{id}");
    }
}

#[test]
fn necessary_is_given_whatever_an_answer_says() {
    let site = full();
    let mut answer = answer(&[("necessary", Choice::Refused), ("session", Choice::Withdrawn)]);
    answer.rest = Some(Source::Stored);
    for id in ["necessary", "session"] {
        assert_eq!(mark(&site, &answer, true, id), (Status::Given, Source::Default), "{id}");
    }
}

#[test]
fn what_is_not_in_use_is_never_given() {
    let site = site(&[]);
    let consent = Consent::new(&site, &answer(&[("analytics", Choice::Given), ("nothing", Choice::Given)]), false, "");
    for id in ["analytics", "nothing", "", "*"] {
        assert!(!consent.given(id), "{id}");
        assert_eq!(consent.of(id).status, Status::Unknown, "{id}");
    }
}

#[test]
fn a_signal_fills_what_is_unknown_of_three_purposes_and_is_not_asked() {
    let site = full();
    let consent = Consent::new(&site, &answer(&[("marketing", Choice::Given)]), true, "");
    let table = [
        ("necessary", Status::Given, Source::Default, false),
        ("analytics", Status::Refused, Source::Signal, false),
        ("marketing", Status::Given, Source::Stored, true),
        ("personalization", Status::Refused, Source::Signal, false),
        ("media", Status::Unknown, Source::Default, false),
        ("social", Status::Unknown, Source::Default, true),
        ("google-analytics", Status::Refused, Source::Signal, false),
        ("matomo", Status::Refused, Source::Signal, false),
        ("google-ads", Status::Given, Source::Stored, false),
        ("youtube", Status::Unknown, Source::Default, false),
    ];
    for (id, status, source, asked) in table {
        let subject = consent.subject(id).unwrap();
        assert_eq!((subject.mark.status, subject.mark.source, subject.asked), (status, source, asked), "{id}");
    }
    assert!(!consent.answered(), "social is unknown");
    assert!(!consent.of("analytics").is_answered_no(), "a signal is no answer");
}

#[test]
fn giving_a_purpose_gives_its_services_and_giving_a_service_gives_it_alone() {
    let site = full();
    let mut answer = answer(&[("matomo", Choice::Withdrawn), ("youtube", Choice::Withdrawn)]);
    answer.give(&site, "analytics", Source::Visitor);
    assert_eq!(mark(&site, &answer, false, "matomo"), (Status::Given, Source::Visitor));
    assert_eq!(mark(&site, &answer, false, "youtube"), (Status::Withdrawn, Source::Stored));
    answer.give(&site, "youtube", Source::Visitor);
    assert_eq!(mark(&site, &answer, false, "youtube"), (Status::Given, Source::Visitor));
    assert_eq!(mark(&site, &answer, false, "media"), (Status::Unknown, Source::Default));
}

#[test]
fn withdrawing_a_purpose_withdraws_services_given_apart() {
    let site = full();
    let mut answer = answer(&[("youtube", Choice::Given), ("matomo", Choice::Given), ("analytics", Choice::Refused)]);
    answer.close(&site, "media", Choice::Withdrawn, Source::Visitor);
    assert_eq!(mark(&site, &answer, false, "youtube"), (Status::Withdrawn, Source::Visitor));
    assert_eq!(mark(&site, &answer, false, "media"), (Status::Refused, Source::Visitor), "it was never given");
    answer.close(&site, "analytics", Choice::Withdrawn, Source::Visitor);
    assert_eq!(mark(&site, &answer, false, "matomo"), (Status::Withdrawn, Source::Visitor));
    assert_eq!(mark(&site, &answer, false, "analytics"), (Status::Refused, Source::Stored), "refused stays refused");
}

#[test]
fn withdrawing_a_service_leaves_its_purpose() {
    let site = full();
    let mut answer = answer(&[("analytics", Choice::Given)]);
    answer.close(&site, "matomo", Choice::Withdrawn, Source::Visitor);
    assert_eq!(mark(&site, &answer, false, "matomo"), (Status::Withdrawn, Source::Visitor));
    assert_eq!(mark(&site, &answer, false, "google-analytics"), (Status::Given, Source::Stored));
}

#[test]
fn entries_that_say_what_the_purpose_says_are_dropped() {
    let site = full();
    let mut answer = answer(&[
        ("analytics", Choice::Given),
        ("matomo", Choice::Given),
        ("media", Choice::Refused),
        ("youtube", Choice::Withdrawn),
        ("elsewhere", Choice::Given),
    ]);
    answer.tidy(&site);
    let left: Vec<&str> = answer.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(left, ["analytics", "media", "youtube", "elsewhere"]);
}

#[test]
fn an_answer_ends_with_the_shorter_days_and_never_overflows() {
    let day_30 = site(&[("days", "30")]);
    let table = [
        (&site(&[]), NOW, 182, NOW + 182 * DAY),
        (&site(&[]), NOW, 400, NOW + 182 * DAY),
        (&site(&[]), NOW, 1, NOW + DAY),
        (&day_30, NOW, 182, NOW + 30 * DAY),
        (&site(&[]), u32::MAX, 182, u32::MAX),
        (&site(&[]), 0, 182, 182 * DAY),
    ];
    for (site, time, days, end) in table {
        assert_eq!(Answer { time: Some(time), days, ..Answer::default() }.end(site), end);
    }
}

#[test]
fn why_an_answer_no_longer_counts() {
    let second = site(&[("revision", "2")]);
    let end = NOW + 182 * DAY;
    let table = [
        (1, NOW, None),
        (1, end - 1, None),
        (1, end, Some(Status::Expired)),
        (1, u32::MAX, Some(Status::Expired)),
        (1, NOW - DAY, None),
        (1, NOW - DAY - 1, Some(Status::Expired)),
        (1, 0, Some(Status::Expired)),
    ];
    for (revision, now, expected) in table {
        let answer = Answer { revision, ..answer(&[]) };
        assert_eq!(answer.ended_at(&site(&[]), now), expected, "{now}");
    }
    assert_eq!(answer(&[]).ended_at(&second, NOW), Some(Status::Invalidated));
    assert_eq!(answer(&[]).ended_at(&second, end), Some(Status::Expired));
    assert_eq!(Answer { revision: 9, ..answer(&[]) }.ended_at(&second, NOW), None, "only a higher one asks again");
}

#[test]
fn what_ended_is_remembered_for_what_was_answered_alone() {
    let site = full();
    let answer = answer(&[("analytics", Choice::Given), ("youtube", Choice::Given)]).voided(&site, Status::Expired);
    assert!(answer.is_empty() && answer.time.is_none());
    let status = |id| mark(&site, &answer, false, id).0;
    assert_eq!(status("analytics"), Status::Expired);
    assert_eq!(status("matomo"), Status::Expired, "it followed its purpose");
    assert_eq!(status("youtube"), Status::Expired);
    assert_eq!(status("marketing"), Status::Unknown);
    assert_eq!(status("media"), Status::Unknown);
}

#[test]
fn a_purpose_given_again_speaks_for_a_service_whose_own_answer_ended() {
    let site = full();
    let mut answer = answer(&[("youtube", Choice::Given)]).voided(&site, Status::Expired);
    answer.give(&site, "media", Source::Visitor);
    assert_eq!(mark(&site, &answer, false, "youtube"), (Status::Given, Source::Visitor));
}

#[test]
fn grants_that_were_not_part_of_a_choice_keep_their_life() {
    let site = site(&[("google", "G-ABC123")]);
    let old = Answer { time: Some(NOW - 100 * DAY), days: 120, ..answer(&[("analytics", Choice::Given)]) };
    let table = [
        // What was chosen about, what is given then, the time and days of the new answer.
        (&["youtube"][..], &["analytics", "youtube"][..], NOW - 100 * DAY, 120),
        (&["analytics"][..], &["analytics"][..], NOW, 182),
        (&["analytics", "youtube"][..], &["analytics", "youtube"][..], NOW, 182),
        (&["analytics"][..], &[][..], NOW, 182),
    ];
    for (named, given, time, days) in table {
        let mut new = answer(&[]);
        for id in given {
            new.put(id, Choice::Given, Source::Visitor);
        }
        new.date(&site, &old, &strings(named), NOW);
        assert_eq!((new.time, new.days, new.revision), (Some(time), days, 1), "{named:?} {given:?}");
    }
}

#[test]
fn every_status_and_source_has_its_word() {
    let statuses = [
        (Status::Unknown, "unknown", true),
        (Status::Given, "given", false),
        (Status::Refused, "refused", false),
        (Status::Withdrawn, "withdrawn", false),
        (Status::Expired, "expired", true),
        (Status::Invalidated, "invalidated", true),
    ];
    for (status, name, unknown) in statuses {
        assert_eq!((status.name(), status.is_unknown()), (name, unknown));
    }
    let sources = [
        (Source::Default, "default"),
        (Source::Stored, "stored"),
        (Source::Visitor, "visitor"),
        (Source::Signal, "signal"),
    ];
    for (source, name) in sources {
        assert_eq!(source.name(), name);
    }
}
