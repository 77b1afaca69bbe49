//! What a receipt says about the texts that were shown, and the facts that it is made of.

use optgate::consent::{Answer, Consent};
use optgate::receipt::{hash, shown};
use optgate::text::{END, Texts};
use optgate::view;

use crate::language::{common, file};
use crate::page::site;

/// Hashes of so many letters `a`, by another program.
const LENGTHS: [(usize, &str); 7] = [
    (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
    (63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
    (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    (119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
    (120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"),
    (1000, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
];

/// The texts in a language as the second layer has them, with the words that a browser forms.
fn loaded(tag: &str, own: &str) -> Texts {
    let mut texts = Texts::new(tag, own);
    let (keys, values) = file(tag);
    texts.take(values.leak(), keys.leak());
    texts.load(&format!("kept=, optgate-receipt\ndays=182 Tage\n{}", common()));
    texts
}

/// The texts as the archive has them.
fn archived(tag: &str) -> Texts {
    let mut texts = Texts::new(tag, "");
    let (keys, values) = file(tag);
    texts.take(values.leak(), keys.leak());
    texts.load(&common());
    texts
}

#[test]
fn the_hash_is_sha_256() {
    // Examples of FIPS 180-4, and lengths around a block's end.
    let table = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
        ("äöü ß", "0ac35e14adbfe473babfd5b6406c2a534574161b283ea1bc815e78c01f896d42"),
    ];
    for (text, digits) in table {
        assert_eq!(hash(text), digits, "{text}");
    }
    for (length, digits) in LENGTHS {
        assert_eq!(hash(&"a".repeat(length)), digits, "{length}");
    }
}

#[test]
fn what_is_shown_is_each_text_once_with_its_key() {
    for tag in ["de", "en", "fr", "zh-Hant"] {
        let (first, whole) = (shown(&archived(tag), false), shown(&archived(tag), true));
        assert!(first.starts_with("title=") && first.contains(&format!("\nlang={tag}\n")), "{first}");
        assert!(first.contains("{controller}"), "what fills a text stands in the receipt: {first}");
        assert!(!first.contains("\nsave=") && whole.contains("\nsave="));
        for text in [&first, &whole] {
            let mut keys: Vec<&str> = text.lines().map(|line| line.split_once('=').expect("a pair").0).collect();
            let count = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), count, "no key twice");
        }
    }
}

#[test]
fn the_archive_has_the_hash_of_what_a_page_has_loaded() {
    for tag in ["de", "en", "ja"] {
        for whole in [false, true] {
            assert_eq!(shown(&loaded(tag, ""), whole), shown(&archived(tag), whole), "{tag}");
        }
    }
}

#[test]
fn what_few_visits_are_shown_counts_whenever_it_came() {
    let extra = "without=Weiter\nnews=Neu.";
    let mut early = Texts::new("de", "");
    early.load(extra);
    let (keys, values) = file("de");
    early.take(values.leak(), keys.leak());
    early.load(&format!("days=1\n{}", common()));
    let mut late = loaded("de", "");
    late.load(extra);
    let text = shown(&early, false);
    assert!(text.contains("\nwithout=Weiter\nnews=Neu.\n"), "{text}");
    assert_eq!(text, shown(&late, false));
    assert_ne!(text, shown(&loaded("de", ""), false));
}

#[test]
fn an_owners_words_are_part_of_it() {
    let usual = shown(&archived("de"), false);
    let own = shown(&loaded("de", &format!("intro=Wir fragen.{END}maps.name=Karten{END}accept={END}")), false);
    assert!(own.contains("\nintro=Wir fragen.\n") && own.contains("\nmaps.name=Karten\n"), "{own}");
    assert!(own.contains("\naccept=Alle akzeptieren\n"), "an empty text counts as left out");
    assert_ne!(hash(&own), hash(&usual));
    // One of the second layer's is not seen in the first.
    let other = loaded("de", &format!("save=Sichern{END}"));
    assert_eq!(shown(&other, false), usual);
    assert_ne!(shown(&other, true), shown(&archived("de"), true));
}

#[test]
fn the_facts_name_who_asks_and_all_that_can_be_chosen_about() {
    let site = site(&[("google", "G-A1"), ("controller", "\"Muster\"\n& Co."), ("privacy", "/p"), ("days", "30")]);
    let texts = loaded("de", &format!("receipt=Kopie{END}"));
    let consent = Consent::new(&site, &Answer::default(), false, "");
    let ops = view::block("receipt", &site, &texts, &consent).into_ops();
    let text = ops.strip_prefix('"').expect("a text");
    assert!(!text.contains('\0'));
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let hashes = [hash(&shown(&texts, false)), hash(&shown(&texts, true))];
    assert_eq!(lines[..5], ["de", "\"Muster\" & Co.", "/p", "30", "Kopie"]);
    assert_eq!(lines[5..7], hashes);
    assert_eq!(
        lines[7..],
        [
            "analytics",
            "",
            "Analyse",
            "media",
            "",
            "Eingebettete Videos",
            "google-analytics",
            "analytics",
            "Google Analytics",
            "youtube",
            "media",
            "YouTube"
        ]
    );
}
