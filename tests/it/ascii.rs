//! Taking texts apart.

use optgate::ascii::{among, cut, fill, has, holds, is_digits, parts, starts};

#[test]
fn a_text_is_cut_at_the_first_of_the_letters() {
    for (text, stops, expected) in [
        ("a=b=c", "=", ("a", "b=c")),
        ("a?b&c", "&?", ("a", "b&c")),
        ("=", "=", ("", "")),
        ("abc", "=", ("abc", "")),
        ("", "=", ("", "")),
        ("ä=ö", "=", ("ä", "ö")),
    ] {
        assert_eq!(cut(text, stops), expected, "{text}");
        assert_eq!(holds(text, stops), expected.0 != text, "{text}");
    }
}

#[test]
fn parts_are_what_split_gives() {
    for text in ["", " ", "a", "a b", " a  b ", "ä ö"] {
        assert!(parts(text, " ").eq(text.split(' ')), "{text:?}");
    }
}

#[test]
fn a_word_is_found_whole_and_in_any_case() {
    assert!(among("embed", "embed v") && among("V", "embed v"));
    for word in ["", "em", "embed v", "w"] {
        assert!(!among(word, "embed v"), "{word}");
    }
    assert!(!among("", ""));
}

#[test]
fn a_part_is_found_by_its_name_in_its_own_case() {
    for (name, expected) in [("a", true), ("b", true), ("", true), ("A", false), ("1", false), ("c", false)] {
        assert_eq!(has("a=1&b&=2&cd", "&", name), expected, "{name}");
    }
}

#[test]
fn a_beginning_counts_in_any_case_and_between_letters() {
    assert!(starts("Google.com", "google") && starts("a", "a") && starts("a", "") && starts("äb", "ä"));
    for (text, start) in [("goo", "google"), ("", "a"), ("xgoogle", "google"), ("Ä", "ä"), ("ä", "a")] {
        assert!(!starts(text, start), "{text} {start}");
    }
}

#[test]
fn digits_are_digits_only() {
    assert!(is_digits("0") && is_digits("123"));
    for text in ["", "-1", "1a", "١"] {
        assert!(!is_digits(text), "{text}");
    }
}

#[test]
fn a_template_takes_its_values_in_order() {
    let mut text = String::from(">");
    fill(&mut text, "a%b%%", &["1", "%", ""]);
    assert_eq!(text, ">a1b%");
}
