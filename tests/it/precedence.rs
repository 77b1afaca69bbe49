//! Several stored answers: each line of the order of precedence, in the variants of a table written by hand.

use optgate::config::Site;

use crate::page::{Jar, NOW, Page, changed, site};

/// The sites that the table names.
fn named(name: &str) -> Site {
    let both = "G-ABC123 AW-456";
    match name {
        "both" => site(&[("google", both)]),
        "one" => site(&[("google", "G-ABC123")]),
        "second" => site(&[("google", "G-ABC123"), ("revision", "2")]),
        "short" => site(&[("google", "G-ABC123"), ("days", "30")]),
        "marketing" => site(&[("google", "AW-456")]),
        "videos" => changed(site(&[("google", "G-ABC123")]), |site| site.ask_media = true),
        "again" => changed(site(&[("google", "G-ABC123")]), |site| site.legacy_ask = true),
        "none" => site(&[]),
        _ => panic!("no site of this name: {name}"),
    }
}

/// What was written: `name=value` or `name-` for a removal, in order.
fn writes(log: &[String]) -> String {
    let one = |line: &String| match line.split_once(' ') {
        Some(("store", rest)) => rest.rsplit_once(' ').map(|(pair, _)| pair.to_string()),
        Some(("remove", name)) => Some(format!("{name}-")),
        _ => None,
    };
    let all: Vec<String> = log.iter().filter_map(one).collect();
    if all.is_empty() { "-".into() } else { all.join(" ") }
}

#[test]
fn every_line_of_the_list_holds_in_every_variant() {
    let table = include_str!("../data/precedence.tsv");
    let mut rows = 0;
    let mut wrong = Vec::new();
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, name, gpc, cookies, analytics, ga, marketing, media, youtube, ask, stored, _] = fields[..] else {
            panic!("twelve fields: {line}")
        };
        let page = Page::open(&named(name), Jar::of(cookies), NOW, gpc == "gpc");
        let found = [
            page.mark("analytics"),
            page.mark("google-analytics"),
            page.mark("marketing"),
            page.mark("media"),
            page.mark("youtube"),
            format!("{:?}", page.ask).to_lowercase(),
            writes(&page.log),
        ];
        if found != [analytics, ga, marketing, media, youtube, ask, stored] {
            wrong.push(format!("{line}\n    found {found:?}"));
        }
        let open = analytics.starts_with("given") && ga.starts_with("given");
        assert_eq!(page.flag, !open, "the flag: {line}");
        assert!(!page.log.iter().any(|line| line.starts_with("announce")), "a stored answer is not announced: {line}");
        rows += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(rows, 130);
}

#[test]
fn a_second_look_at_the_same_cookies_changes_nothing() {
    for line in include_str!("../data/precedence.tsv").lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let mut page = Page::open(&named(fields[1]), Jar::of(fields[3]), NOW, fields[2] == "gpc");
        let before = page.engine.status();
        page.take();
        page.feed(optgate::engine::Input::Look);
        assert_eq!(page.engine.status(), before, "{line}");
        assert_eq!(writes(&page.log), "-", "written once is enough: {line}");
        assert!(!page.log.iter().any(|line| line.starts_with("announce")), "{line}");
    }
}
