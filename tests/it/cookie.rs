//! Cookie headers as found in the wild, and the texts that are assigned.

use optgate::cookie;

fn unescaped(field: &str) -> String {
    let mut text = String::new();
    let mut letters = field.chars();
    while let Some(letter) = letters.next() {
        text.push(match (letter, letter == '\\') {
            (_, true) => match letters.next().expect("an escape is two characters") {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                other => other,
            },
            (plain, false) => plain,
        });
    }
    text
}

#[test]
fn every_header_of_the_table_reads_as_it_says() {
    let mut rows = 0;
    for line in include_str!("../data/cookies.tsv").lines().skip(1) {
        let fields: Vec<String> = line.split('\t').map(unescaped).collect();
        let [_, header, name, expected, _] = fields.as_slice() else { panic!("five fields: {line}") };
        let expected = match expected.as_str() {
            "<absent>" => None,
            "<empty>" => Some(""),
            value => Some(value),
        };
        assert_eq!(cookie::find(header, name), expected, "{line}");
        rows += 1;
    }
    assert_eq!(rows, 373);
}

#[test]
fn every_copy_of_a_name_is_seen_in_order() {
    let header = "a=1; b=2; a=3;a; A=4; a = 5 ";
    assert_eq!(cookie::all(header, "a").collect::<Vec<_>>(), ["1", "3", "5"]);
    assert_eq!(cookie::all(header, "").collect::<Vec<_>>(), ["a"]);
    assert_eq!(cookie::pairs(";; ;\t;").count(), 0);
}

#[test]
fn an_assignment_has_path_same_site_and_an_expiry_and_secure_on_https() {
    assert_eq!(cookie::assignment("a", "b", None, 60, false), "a=b; SameSite=Lax; Max-Age=60; Path=/");
    assert_eq!(
        cookie::assignment("optgate", "1.1.0.182.!*", Some("example.de"), 15_724_800, true),
        "optgate=1.1.0.182.!*; SameSite=Lax; Max-Age=15724800; Path=/; Domain=example.de; Secure"
    );
}

/// Every text that removes copies of a cookie.
fn removals(name: &str, host: &str, path: &str, https: bool) -> Vec<String> {
    let mut texts = Vec::new();
    cookie::removals(name, host, path, https, |text| {
        texts.push(text.to_owned());
        true
    });
    texts
}

#[test]
fn removals_reach_every_path_and_domain_that_the_page_can_see() {
    assert_eq!(
        removals("_ga", "shop.example.de", "/a/b", false),
        [
            "_ga=; Max-Age=0; Path=/",
            "_ga=; Max-Age=0; Path=/; Domain=example.de",
            "_ga=; Max-Age=0; Path=/; Domain=shop.example.de",
            "_ga=; Max-Age=0; Path=/a",
            "_ga=; Max-Age=0; Path=/a; Domain=example.de",
            "_ga=; Max-Age=0; Path=/a; Domain=shop.example.de",
            "_ga=; Max-Age=0; Path=/a/",
            "_ga=; Max-Age=0; Path=/a/; Domain=example.de",
            "_ga=; Max-Age=0; Path=/a/; Domain=shop.example.de",
            "_ga=; Max-Age=0; Path=/a/b",
            "_ga=; Max-Age=0; Path=/a/b; Domain=example.de",
            "_ga=; Max-Age=0; Path=/a/b; Domain=shop.example.de",
        ]
    );
}

#[test]
fn no_more_is_assigned_than_is_wanted() {
    let mut count = 0;
    cookie::removals("x", "www.example.de", "/a/b", true, |_| {
        count += 1;
        count < 4
    });
    assert_eq!(count, 4);
}

#[test]
fn on_https_partitioned_copies_are_removed_too() {
    let texts = removals("x", "localhost", "/", true);
    assert_eq!(texts, ["x=; Max-Age=0; Path=/; Secure", "x=; Max-Age=0; Path=/; Secure; Partitioned"]);
}

#[test]
fn partitioned_copies_come_behind_all_others() {
    let texts = removals("x", "localhost", "/a", true);
    let expected = ["/; Secure", "/a; Secure", "/; Secure; Partitioned", "/a; Secure; Partitioned"];
    assert_eq!(texts, expected.map(|place| format!("x=; Max-Age=0; Path={place}")));
}

#[test]
fn paths_of_every_shape_are_walked() {
    for (path, expected) in [
        ("", "/"),
        ("/", "/"),
        ("/a", "/ /a"),
        ("/a/", "/ /a /a/"),
        ("/a/b/", "/ /a /a/ /a/b /a/b/"),
        ("//", "/ //"),
        ("/a;b/c", "/ /a"),
        ("relative", "/"),
        ("/ä/ö", "/ /ä /ä/ /ä/ö"),
    ] {
        let texts = removals("x", "localhost", path, false);
        let paths: Vec<&str> = texts.iter().map(|text| text.split_once("Path=").expect("a path").1).collect();
        assert_eq!(paths.join(" "), expected, "{path}");
    }
}

#[test]
fn domains_are_tried_from_the_widest_to_the_host() {
    for (host, expected) in [
        ("a.b.example.de", "example.de b.example.de a.b.example.de"),
        ("example.de", "example.de"),
        ("shop.example.co.uk", "co.uk example.co.uk shop.example.co.uk"),
        ("localhost", ""),
        ("", ""),
        ("127.0.0.1", ""),
        ("[::1]", ""),
        ("::ffff:1.2.3.4", ""),
        ("example.de.", ""),
        (".", ""),
        ("..", ""),
        ("1.example.de", "example.de 1.example.de"),
    ] {
        assert_eq!(cookie::suffixes(host).collect::<Vec<_>>().join(" "), expected, "{host}");
    }
}

#[test]
fn numbers_are_written_in_decimal() {
    for number in [0, 7, 10, 99, 100, 1_800_000_000, u32::MAX] {
        let mut text = String::new();
        cookie::push_number(&mut text, number);
        assert_eq!(text, number.to_string());
    }
}

#[test]
fn no_bytes_make_reading_fail() {
    let mut random = crate::record::Random(1);
    for _ in 0..20_000 {
        let text = random.text(&["a", "=", ";", " ", "\t", "ä", "optgate", "\0", "\"", ","], 12);
        for (name, value) in cookie::pairs(&text) {
            assert!(!name.contains('=') && !name.contains(';') && !value.contains(';'), "{text:?}");
            assert!(cookie::find(&text, name).is_some());
        }
        cookie::suffixes(&text).for_each(drop);
        removals(&text, &text, &text, true);
    }
}
