//! Every language is complete, in its own words, and free of what would break a page.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use optgate::text::{KEYS, LANGUAGES, Texts};
use serde_json::{Map, Value};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/text")
}

fn source(name: &str) -> Map<String, Value> {
    let text = fs::read_to_string(folder().join(format!("{name}.json"))).expect("a source");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}.json: {error}"))
}

/// Every language that has a source.
fn tags() -> Vec<String> {
    let mut tags: Vec<String> = fs::read_dir(folder())
        .expect("the sources are here")
        .map(|entry| entry.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned())
        .filter(|tag| tag != "common")
        .collect();
    tags.sort();
    tags
}

/// Keys and texts of one layer.
fn layer(source: &Map<String, Value>, name: &str) -> Vec<(String, String)> {
    let texts = source[name].as_object().expect("a layer");
    texts.iter().map(|(key, text)| (key.clone(), text.as_str().expect("a text").to_string())).collect()
}

/// Keys and texts of a language, first layer first.
fn pairs(tag: &str) -> Vec<(String, String)> {
    let source = source(tag);
    [layer(&source, "first"), layer(&source, "second"), layer(&source, "extra")].concat()
}

/// What a language's file hands over: keys and values, a line each.
pub fn file(tag: &str) -> (String, String) {
    let source = source(tag);
    let pairs = [layer(&source, "first"), layer(&source, "second")].concat();
    let (keys, values): (Vec<String>, Vec<String>) = pairs.into_iter().unzip();
    (keys.join("\n"), values.join("\n"))
}

/// What is the same in all languages, a line `key=text` each.
pub fn common() -> String {
    let lines: Vec<String> =
        source("common").iter().map(|(key, text)| format!("{key}={}", text.as_str().expect("a text"))).collect();
    lines.join("\n")
}

/// The names in braces, sorted: a language may put them in another order.
fn markers(text: &str) -> Vec<String> {
    let mut names: Vec<String> =
        text.split('{').skip(1).map(|rest| rest.split('}').next().expect("a part").to_string()).collect();
    names.sort();
    names
}

#[test]
fn every_language_of_the_list_has_a_source() {
    let wanted = "ar bg ca cs da de el en es et fa fi fr ga gl he hr hu is it ja ko lt lv mt nb nl pl pt ro ru sk sl sr sv tr \
                  uk vi zh-Hans zh-Hant";
    assert_eq!(tags().join(" "), wanted);
    let mut all = tags();
    for tag in tags() {
        for other in source(&tag).get("also").and_then(Value::as_array).into_iter().flatten() {
            all.push(other.as_str().expect("a tag").to_string());
        }
    }
    all.sort();
    assert_eq!(LANGUAGES, all.join(" "));
}

#[test]
fn every_language_has_exactly_the_keys_of_english() {
    let english: Vec<String> = pairs("en").into_iter().map(|(key, _)| key).collect();
    let first: Vec<String> = layer(&source("en"), "first").into_iter().map(|(key, _)| key).collect();
    assert_eq!(KEYS, first.join("\n"));
    for tag in tags() {
        assert_eq!(pairs(&tag).into_iter().map(|(key, _)| key).collect::<Vec<_>>(), english, "{tag}");
    }
    for (key, _) in source("common") {
        assert!(!english.contains(&key), "{key} is of one language and of all");
    }
}

#[test]
fn no_text_is_empty_copied_from_english_or_without_its_markers() {
    let english: BTreeMap<String, String> = pairs("en").into_iter().collect();
    let mut same = Vec::new();
    for tag in tags().iter().filter(|tag| *tag != "en") {
        // The one that may end in a blank has a test of its own.
        for (key, text) in pairs(tag).into_iter().filter(|(key, _)| key != "comma") {
            assert!(!text.trim().is_empty() && text.trim() == text, "{tag} {key}: {text:?}");
            assert_eq!(markers(&text), markers(&english[&key]), "{tag} {key}");
            if text == english[&key] {
                same.push((tag.clone(), key));
            }
        }
    }
    assert!(same.is_empty(), "the same as in English: {same:?}");
}

#[test]
fn what_stands_between_two_of_a_list_is_the_comma_of_the_script() {
    for tag in tags() {
        let wanted = match tag.as_str() {
            "ar" | "fa" => "، ",
            "ja" | "zh-Hans" | "zh-Hant" => "、",
            _ => ", ",
        };
        assert!(pairs(&tag).contains(&("comma".into(), wanted.into())), "{tag}");
    }
}

#[test]
fn no_text_holds_a_control_a_bidi_mark_or_a_mark_of_our_own_format() {
    for tag in tags() {
        for (key, text) in pairs(&tag) {
            let odd = text.chars().find(|letter| {
                letter.is_control()
                    || matches!(letter, '\u{61c}' | '\u{200b}' | '\u{200d}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
                    || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '<' | '>')
                    // The joiner that Persian spelling asks for, and no other language.
                    || (*letter == '\u{200c}' && tag != "fa")
            });
            assert_eq!(odd, None, "{tag} {key}: {text:?}");
            assert!(!key.contains('='), "{tag} {key}");
        }
    }
}

#[test]
fn german_texts_are_right_in_switzerland_too() {
    for (key, text) in pairs("de") {
        assert!(!text.contains('ß'), "{key}");
    }
}

/// How each language says that a question is not about what is necessary.
const NOT_NECESSARY: [(&str, &str); 40] = [
    ("ar", "غير الضرورية"),
    ("bg", "не са необходими"),
    ("ca", "no necessàries"),
    ("cs", "jiné než nezbytné"),
    ("da", "ikke-nødvendige"),
    ("de", "nicht notwendige"),
    ("el", "μη απαραίτητα"),
    ("en", "non-essential"),
    ("es", "no necesarias"),
    ("et", "mittevajalikke"),
    ("fa", "غیرضروری"),
    ("fi", "muita kuin välttämättömiä"),
    ("fr", "non nécessaires"),
    ("ga", "nach bhfuil riachtanach"),
    ("gl", "non necesarias"),
    ("he", "שאינן הכרחיות"),
    ("hr", "nenužne"),
    ("hu", "nem szükséges"),
    ("is", "ónauðsynlegar"),
    ("it", "non necessari"),
    ("ja", "必須ではない"),
    ("ko", "필수가 아닌"),
    ("lt", "nebūtinus"),
    ("lv", "nav nepieciešamas"),
    ("mt", "mhux meħtieġa"),
    ("nb", "ikke-nødvendige"),
    ("nl", "niet-noodzakelijke"),
    ("pl", "innych niż niezbędne"),
    ("pt", "não necessários"),
    ("ro", "nu sunt necesare"),
    ("ru", "необязательные"),
    ("sk", "iné ako nevyhnutné"),
    ("sl", "nenujne"),
    ("sr", "нису неопходни"),
    ("sv", "icke nödvändiga"),
    ("tr", "gerekli olmayan"),
    ("uk", "необов’язкові"),
    ("vi", "không cần thiết"),
    ("zh-Hans", "非必要"),
    ("zh-Hant", "非必要"),
];

#[test]
fn the_question_leaves_out_what_is_necessary_and_used_without_it() {
    assert_eq!(NOT_NECESSARY.map(|(tag, _)| tag).to_vec(), tags());
    for (tag, words) in NOT_NECESSARY {
        let texts: BTreeMap<String, String> = pairs(tag).into_iter().collect();
        assert!(texts["intro"].contains(words), "{tag}: {}", texts["intro"]);
    }
}

#[test]
fn who_is_offered_to_give_for_good_reads_first_that_it_can_be_taken_back() {
    for tag in tags() {
        let texts: BTreeMap<String, String> = pairs(&tag).into_iter().collect();
        let always = &texts["always"];
        assert!(always.contains(['(', '（']) && always.ends_with([')', '）']), "{tag}: {always}");
    }
}

/// Words that a language does without: of another form of address, or another word for consent than its own.
const OTHER: [(&str, &[&str]); 7] = [
    ("bg", &[" ви ", " вас ", " ваш"]),
    ("el", &["συγκατάθεση"]),
    ("fi", &["nne ", "nne."]),
    ("it", &[" sua ", " sue ", " suoi "]),
    ("pl", &["Państwa"]),
    ("ro", &["dumneavoastră", "consimțământ"]),
    ("tr", &["Rıza", "rıza"]),
];

#[test]
fn a_language_keeps_to_one_form_of_address_and_one_word_for_consent() {
    for (tag, words) in OTHER {
        // What the law calls it is another matter.
        for (key, text) in pairs(tag).into_iter().filter(|(key, _)| key != "consentBasis") {
            let odd = words.iter().find(|word| text.contains(**word));
            assert_eq!(odd, None, "{tag} {key}: {text}");
        }
    }
}

#[test]
fn accept_and_reject_are_told_apart_and_neither_argues() {
    for tag in tags() {
        let texts: BTreeMap<String, String> = pairs(&tag).into_iter().collect();
        let (accept, reject) = (&texts["accept"], &texts["reject"]);
        assert_ne!(accept, reject, "{tag}");
        let (long, short) =
            (accept.chars().count().max(reject.chars().count()), accept.chars().count().min(reject.chars().count()));
        assert!(long <= 24 && long <= short + 9, "{tag}: {accept} / {reject}");
        assert!(!accept.contains('!') && !reject.contains('!'), "{tag}");
    }
}

#[test]
fn the_word_that_outside_clients_look_for_stands_on_the_button() {
    let table = [
        ("de", "Alle ablehnen"),
        ("en", "Reject all"),
        ("fr", "Tout refuser"),
        ("nl", "Alles weigeren"),
        ("es", "Rechazar todo"),
        ("it", "Rifiuta tutto"),
        ("pl", "Odrzuć wszystko"),
        ("pt", "Rejeitar tudo"),
        ("ca", "Rebutja-ho tot"),
        ("ru", "Отклонить все"),
        ("sv", "Avvisa alla"),
        ("da", "Afvis alle"),
        ("nb", "Avvis alle"),
        ("cs", "Odmítnout vše"),
    ];
    for (tag, reject) in table {
        assert!(pairs(tag).contains(&("reject".into(), reject.into())), "{tag}");
    }
}

#[test]
fn each_says_whether_somebody_has_reviewed_it() {
    for tag in tags() {
        let source = source(&tag);
        let reviewer = source["reviewer"].as_str().unwrap_or_default();
        match source["status"].as_str() {
            Some("draft") => assert_eq!(reviewer, "", "{tag}: a draft with a reviewer"),
            Some("reviewed") => assert!(!reviewer.trim().is_empty(), "{tag}: reviewed by nobody"),
            other => panic!("{tag}: status {other:?}"),
        }
    }
}

#[test]
fn the_readme_lists_every_language_with_its_status() {
    let readme = fs::read_to_string(folder().join("../../README.md")).expect("README.md");
    let section = readme.split("## Languages").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a section");
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(rows.len(), tags().len());
    for (row, tag) in rows.iter().zip(tags()) {
        let source = source(&tag);
        let mut names = vec![format!("`{tag}`")];
        for other in source.get("also").and_then(Value::as_array).into_iter().flatten() {
            names.push(format!("`{}`", other.as_str().expect("a tag")));
        }
        let status = match source["reviewer"].as_str() {
            Some(name) => format!("reviewed by {name}"),
            None => "draft".to_string(),
        };
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!((cells[0], cells[2]), (names.join(", ").as_str(), status.as_str()), "{row}");
        assert!(!cells[1].is_empty(), "{row}");
    }
}

#[test]
fn what_is_the_same_in_all_languages_names_texts_that_every_language_has() {
    let common = source("common");
    let english = pairs("en");
    for (key, text) in &common {
        for name in markers(text.as_str().expect("a text")) {
            // What may be missing is written with a question mark.
            let known =
                name.ends_with('?') || common.contains_key(&name) || english.iter().any(|(key, _)| *key == name);
            assert!(known, "{key} names {name}");
        }
    }
}

#[test]
fn the_language_of_a_page_reaches_what_is_drawn_with_its_direction() {
    for tag in tags() {
        let mut texts = Texts::new(&tag, "");
        let (keys, values) = file(&tag);
        texts.take(values.leak(), keys.leak());
        let dir = if ["ar", "fa", "he"].contains(&tag.as_str()) { "rtl" } else { "ltr" };
        crate::view::says_language(&texts, &tag, dir);
    }
}
