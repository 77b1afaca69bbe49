//! The settings: every key right, wrong and missing, and where each complaint says it belongs.

use optgate::config::{Domain, Site};
use optgate::diagnostic::Diagnostic;
use optgate::text;

const HOST: &str = "www.example.de";

/// What the shell makes of a JSON value: every leaf with its path, a letter for its type, and its text.
fn flat(json: &serde_json::Value, path: &str, out: &mut String) {
    use serde_json::Value;
    // An empty list or object says nothing, but in a list it keeps its place.
    let silent = !path.is_empty() && !path.ends_with(']');
    let (kind, text) = match json {
        Value::Object(map) if silent || !map.is_empty() => {
            for (key, inner) in map {
                flat(inner, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, out);
            }
            return;
        }
        Value::Array(list) if silent || !list.is_empty() => {
            for (index, inner) in list.iter().enumerate() {
                flat(inner, &format!("{path}[{index}]"), out);
            }
            return;
        }
        Value::String(text) => ('s', text.clone()),
        Value::Number(number) => ('n', number.to_string()),
        Value::Bool(on) => ('b', on.to_string()),
        _ => ('o', String::new()),
    };
    out.push_str(&format!("{path}\0{kind}{text}\0"));
}

/// Reads settings; `block` is JSON text or empty.
fn read_on(host: &str, attributes: &[(&str, &str)], block: &str) -> (Site, Vec<String>) {
    let mut settings = String::new();
    for (key, text) in attributes {
        settings.push_str(&format!("data-{key}\0s{text}\0"));
    }
    if !block.is_empty() {
        flat(&serde_json::from_str(block).expect("JSON in the test"), "", &mut settings);
    }
    let mut out: Vec<Diagnostic> = Vec::new();
    let site = Site::read(settings.leak(), host.to_string().leak(), &mut out);
    (site, out.iter().map(|diagnostic| format!("{} {}", diagnostic.code.name(), diagnostic.place)).collect())
}

/// As [`read_on`], with a controller, whose absence would be reported in every test.
pub fn read(attributes: &[(&str, &str)], block: &str) -> (Site, Vec<String>) {
    let mut all = vec![("controller", "Muster GmbH")];
    all.extend_from_slice(attributes);
    read_on(HOST, &all, block)
}

pub fn purposes(site: &Site) -> Vec<&str> {
    site.purposes.iter().map(|purpose| purpose.id).collect()
}

/// `id=purpose` of each service in use.
pub fn services(site: &Site) -> Vec<String> {
    site.services.iter().map(|service| format!("{}={}", service.id, service.purpose)).collect()
}

/// The owner's texts in a language.
fn words(site: &Site, lang: &str) -> Vec<String> {
    site.texts_of(lang).split_terminator(text::END).map(str::to_string).collect()
}

#[test]
fn nothing_written_gives_the_strict_defaults() {
    let (site, complaints) = read_on(HOST, &[], "");
    assert_eq!(complaints, ["missing-controller controller"]);
    assert_eq!(site.controller, "www.example.de");
    assert_eq!(purposes(&site), ["necessary", "media"]);
    assert_eq!(services(&site), ["youtube=media"]);
    assert!(site.google.is_empty());
    assert_eq!((site.privacy, site.imprint, site.lang), ("", "", "auto"));
    assert_eq!(site.languages, text::LANGUAGES);
    assert_eq!((site.revision, site.days), (1, 182));
    assert_eq!((site.domain, site.theme, site.position), (Domain::Host, "auto", "bottom"));
    assert!(!site.ask_media && !site.legacy_ask && site.button);
}

#[test]
fn every_attribute_is_read() {
    let (site, complaints) = read(
        &[
            ("google", "G-ABC123, AW-456"),
            ("purposes", "maps"),
            ("privacy", "/datenschutz"),
            ("imprint", "https://example.org/impressum"),
            ("lang", "en-GB"),
            ("domain", "example.de"),
            ("revision", "3"),
            ("days", "400"),
            ("theme", "dark"),
            ("position", "top-end"),
            ("cfasync", "false"),
            ("optgate", ""),
        ],
        "",
    );
    assert_eq!(complaints, [""; 0]);
    assert_eq!(site.google.iter().map(|id| id.text).collect::<Vec<_>>(), ["G-ABC123", "AW-456"]);
    assert_eq!(purposes(&site), ["necessary", "analytics", "marketing", "media", "maps"]);
    assert_eq!(site.controller, "Muster GmbH");
    assert_eq!((site.privacy, site.imprint), ("/datenschutz", "https://example.org/impressum"));
    assert_eq!(site.lang, "en-GB");
    assert_eq!(site.domain, Domain::Named("example.de"));
    assert_eq!((site.revision, site.days), (3, 400));
    assert_eq!((site.theme, site.position), ("dark", "top-end"));
}

#[test]
fn every_key_of_the_block_is_read() {
    let (site, complaints) = read_on(
        HOST,
        &[],
        r#"{"google": ["G-ABC123", "AW-456"], "purposes": [{"id": "maps", "name": "Karten", "text": "Zeigt Karten."}],
            "privacy": "/p", "imprint": "/i", "controller": "Muster GmbH", "lang": "de", "domain": "auto", "revision": 2,
            "days": 30, "theme": "light", "position": "center", "media": "banner", "legacy": "ask", "button": false,
            "languages": ["de"], "texts": {"de": {"title": "Datenschutz", "save": "Sichern"}, "fr": {"title": "Choix"}},
            "services": [{"id": "osm", "purpose": "maps", "name": "OpenStreetMap", "provider": "OSMF", "recipient": "r",
              "country": "UK", "safeguard": "s", "data": "d", "cookies": ["a", "b"], "cookieLife": "l",
              "retention": "t", "basis": "b", "optOut": "/o", "privacy": "https://osm.org/p"}]}"#,
    );
    assert_eq!(complaints, [""; 0]);
    assert_eq!(purposes(&site), ["necessary", "analytics", "marketing", "media", "maps"]);
    assert_eq!(services(&site), ["osm=maps", "google-analytics=analytics", "google-ads=marketing", "youtube=media"]);
    assert_eq!((&site.domain, site.revision, site.days), (&Domain::Auto, 2, 30));
    assert_eq!((site.theme, site.position), ("light", "center"));
    assert!(site.ask_media && site.legacy_ask && !site.button);
    assert_eq!((site.lang, site.languages), ("de", "de "));
    assert_eq!(
        words(&site, "de").join(" "),
        "title=Datenschutz save=Sichern maps.text=Zeigt Karten. maps.name=Karten osm.name=OpenStreetMap osm.provider=OSMF \
         osm.recipient=r osm.country=UK osm.safeguard=s osm.data=d osm.basis=b osm.cookies=a, b osm.cookieLife=l \
         osm.retention=t osm.optOut=/o osm.privacy=https://osm.org/p",
        "the language's own texts first"
    );
    assert_eq!(words(&site, "FR")[0], "title=Choix");
}

#[test]
fn every_wrong_value_is_reported_with_its_place_and_takes_its_default() {
    // Attributes, block, complaints. What is left must be the defaults, checked below.
    let table: &[(&[(&str, &str)], &str, &[&str])] = &[
        (&[("days", "abc")], "", &["wrong-type data-days: abc"]),
        (&[("days", "")], "", &["wrong-type data-days"]),
        (&[("days", "0")], "", &["out-of-range data-days: 0"]),
        (&[("days", "401")], "", &["out-of-range data-days: 401"]),
        (&[("days", "-1")], "", &["wrong-type data-days: -1"]),
        (&[("days", "1.5")], "", &["wrong-type data-days: 1.5"]),
        (&[("days", "99999999999")], "", &["wrong-type data-days: 99999999999"]),
        (&[("revision", "x")], "", &["wrong-type data-revision: x"]),
        (&[("revision", "0")], "", &["out-of-range data-revision: 0"]),
        (&[("theme", "blue")], "", &["out-of-range data-theme: blue"]),
        (&[("position", "left")], "", &["out-of-range data-position: left"]),
        (&[("lang", "xx")], "", &["out-of-range data-lang: xx"]),
        (&[("privacy", "javascript:alert(1)")], "", &["invalid-link data-privacy: javascript:alert(1)"]),
        (&[("imprint", "data:text/html,x")], "", &["invalid-link data-imprint: data:text/html,x"]),
        (&[("imprint", "java\nscript:x")], "", &["invalid-link data-imprint: java\nscript:x"]),
        (&[("domain", "example.org")], "", &["domain-mismatch data-domain: example.org"]),
        (&[("google", "{{id}}")], "", &["invalid-id data-google: {{id}}"]),
        (&[("services", "x")], "", &["unknown-key data-services"]),
        (&[("trackAll", "1")], "", &["unknown-key data-trackAll"]),
        // Read where receipts are made; the tag has but one of the two.
        (&[("endpoint", "/receipts"), ("receipts", "true")], "", &["unknown-key data-receipts"]),
        (&[], "[]", &["wrong-type script[data-optgate]"]),
        (&[], "null", &["wrong-type script[data-optgate]"]),
        (&[], "5", &["wrong-type script[data-optgate]"]),
        (&[], r#"{"days": "30"}"#, &["wrong-type days: 30"]),
        (&[], r#"{"days": 30.5}"#, &["wrong-type days: 30.5"]),
        (&[], r#"{"days": -1}"#, &["wrong-type days: -1"]),
        (&[], r#"{"days": 1e300}"#, &["wrong-type days: 1e+300"]),
        (&[], r#"{"days": 401}"#, &["out-of-range days: 401"]),
        (&[], r#"{"days": {"a": 1}}"#, &["unknown-key days.a"]),
        (&[], r#"{"revision": 0}"#, &["out-of-range revision: 0"]),
        (&[], r#"{"revision": null}"#, &["wrong-type revision"]),
        (&[], r#"{"button": "no"}"#, &["wrong-type button: no"]),
        (&[], r#"{"privacy": 5}"#, &["wrong-type privacy: 5"]),
        (&[], r#"{"theme": true}"#, &["wrong-type theme: true"]),
        (&[], r#"{"media": "always"}"#, &["out-of-range media: always"]),
        (&[], r#"{"legacy": "no"}"#, &["out-of-range legacy: no"]),
        (&[], r#"{"google": 5}"#, &["wrong-type google: 5"]),
        (
            &[],
            r#"{"google": ["G!", 5, {}]}"#,
            &["wrong-type google[1]: 5", "wrong-type google[2]", "invalid-id google: G!"],
        ),
        (
            &[],
            r#"{"purposes": [{"id": "a", "provider": "x", "purpose": "b"}]}"#,
            &["unknown-key purposes[0].purpose", "unknown-key purposes[0].provider"],
        ),
        (&[], r#"{"purposes": [{"id": 5}]}"#, &["wrong-type purposes[0].id: 5", "invalid-id purposes[0].id"]),
        (&[], r#"{"purposes": {"id": "x"}}"#, &["unknown-key purposes.id"]),
        (&[], r#"{"services": [7]}"#, &["wrong-type services[0]: 7", "invalid-id services[0].id"]),
        (&[], r#"{"services": [{"name": "x"}]}"#, &["invalid-id services[0].id"]),
        (&[], r#"{"languages": "lb"}"#, &["out-of-range languages: lb"]),
        (&[], r#"{"texts": "x"}"#, &["wrong-type texts"]),
        (&[], r#"{"texts": {"de": "x"}}"#, &["wrong-type texts.de: x"]),
        (&[], r#"{"colour": "red", "Days": 3}"#, &["unknown-key colour", "unknown-key Days"]),
        (
            &[],
            r#"{"gtm": {"GTM-A": ["analytics"]}, "hold": "none", "posters": 1, "providers": 1, "reload": "no"}"#,
            &[
                "out-of-range hold: none",
                "wrong-type reload: no",
                "unknown-key gtm.GTM-A[0]",
                "later posters",
                "later providers",
            ],
        ),
        (
            &[],
            r#"{"close": true, "endpoint": "/e", "receipts": true, "sites": ["/a", "javascript:b"]}"#,
            &["invalid-link sites: javascript:b"],
        ),
        (
            &[],
            r#"{"services": [{"id": "a", "purpose": "media", "hosts": ["a", "*.b.de", "https://c.de"], "paths": "d /e"}]}"#,
            &[
                "out-of-range services[0].hosts: a",
                "out-of-range services[0].hosts: *.b.de",
                "out-of-range services[0].hosts: https://c.de",
                "out-of-range services[0].paths: d",
            ],
        ),
    ];
    for (attributes, block, expected) in table {
        let (site, complaints) = read(attributes, block);
        assert_eq!(&complaints, expected, "{attributes:?} {block}");
        assert_eq!((site.revision, site.days), (1, 182), "{block}");
        assert_eq!((site.theme, site.position), ("auto", "bottom"), "{block}");
        assert_eq!(site.domain, Domain::Host, "{block}");
        assert_eq!((site.privacy, site.imprint, site.lang), ("", "", "auto"), "{block}");
        assert!(!site.ask_media && !site.legacy_ask && site.button, "{block}");
        assert_eq!(site.languages, text::LANGUAGES, "{block}");
    }
}

#[test]
fn a_complaint_about_a_nested_value_has_its_path() {
    let (site, complaints) = read(
        &[],
        r#"{"services": [{"id": "a", "purpose": "analytics"}, {"id": "b", "purpose": "analytics", "provider": 5},
            {"id": "c", "purpose": "analytics", "cookies": [1, "ok", null], "colour": "red", "hosts": ["c.example"], "paths": ["/c"]}],
            "texts": {"de": {"title": 5}, "en": "no"}}"#,
    );
    assert_eq!(
        complaints,
        [
            "wrong-type texts.de.title: 5",
            "wrong-type texts.en: no",
            "wrong-type services[1].provider: 5",
            "wrong-type services[2].cookies[0]: 1",
            "wrong-type services[2].cookies[2]",
            "unknown-key services[2].colour",
        ]
    );
    assert_eq!(services(&site), ["a=analytics", "b=analytics", "c=analytics", "youtube=media"], "the others count");
    assert!(words(&site, "de").contains(&"c.cookies=ok".to_string()));
}

#[test]
fn a_valid_attribute_wins_over_the_block_and_an_invalid_one_gives_the_default() {
    // Attribute, block, days in force, complaints.
    let table: &[(&[(&str, &str)], &str, u32, &[&str])] = &[
        (&[("days", "10")], r#"{"days": 20}"#, 10, &[]),
        (&[], r#"{"days": 20}"#, 20, &[]),
        (&[("days", "x")], r#"{"days": 20}"#, 182, &["wrong-type data-days: x"]),
        (&[("days", "500")], r#"{"days": 20}"#, 182, &["out-of-range data-days: 500"]),
        (&[("days", "10")], r#"{"days": "x"}"#, 10, &[]),
    ];
    for (attributes, block, days, expected) in table {
        let (site, complaints) = read(attributes, block);
        assert_eq!(site.days, *days, "{block}");
        assert_eq!(&complaints, expected, "{block}");
    }
    let (site, _) = read_on(HOST, &[("controller", "A")], r#"{"controller": "B"}"#);
    assert_eq!(site.controller, "A");
    let (site, complaints) = read(&[("button", "false")], r#"{"button": true}"#);
    assert!(site.button, "an attribute that is none does not count");
    assert_eq!(complaints, ["unknown-key data-button"]);
}

#[test]
fn a_domain_counts_only_where_the_page_is_on_it() {
    // Host, data-domain, domain in force.
    let named = Domain::Named;
    let table = [
        ("www.example.de", "example.de", named("example.de")),
        ("www.example.de", "www.example.de", named("www.example.de")),
        ("www.example.de", ".example.de", named("example.de")),
        ("www.example.de", "Example.DE", named("example.de")),
        ("www.example.de", "", Domain::Host),
        ("www.example.de", "auto", Domain::Auto),
        ("www.example.de", "de", Domain::Host),
        ("www.example.de", "ample.de", Domain::Host),
        ("www.example.de", "a.www.example.de", Domain::Host),
        ("www.example.de", "example.com", Domain::Host),
        ("www.example.de", "..example.de", Domain::Host),
        ("www.example.de", "*.example.de", Domain::Host),
        ("localhost", "localhost", Domain::Host),
        ("shop.localhost", "localhost", Domain::Host),
        ("www.muster.localhost", "muster.localhost", named("muster.localhost")),
        ("127.0.0.1", "127.0.0.1", Domain::Host),
        ("127.0.0.1", "0.1", Domain::Host),
        ("[::1]", "[::1]", Domain::Host),
        ("", "example.de", Domain::Host),
    ];
    for (host, text, expected) in table {
        let (site, complaints) = read_on(host, &[("controller", "M"), ("domain", text)], "");
        let silent = expected != Domain::Host || text.is_empty();
        assert_eq!(site.domain, expected, "{host} {text}");
        assert_eq!(complaints.is_empty(), silent, "{host} {text}: {complaints:?}");
    }
}

#[test]
fn only_links_that_lead_to_a_page_are_links() {
    let good = ["/p", "p", "p.html?a=b:c", "#x", "?q", "//host/p", "http://h/", "HTTPS://h/", "../a:b", "/ü"];
    let bad =
        ["javascript:x", "JavaScript:x", "data:,x", "mailto:a@b", "a b", "\u{1}javascript:x", "java\tscript:x", ":x"];
    for link in good {
        assert!(optgate::config::is_link(link), "{link}");
    }
    for link in bad {
        assert!(!optgate::config::is_link(link), "{link:?}");
    }
}

#[test]
fn the_languages_that_can_be_shown_are_ours_and_the_owners_as_far_as_he_allows() {
    let own = r#""texts": {"lb": {"title": "x"}, "DE": {"title": "y"}}"#;
    let (site, complaints) = read(&[], &format!("{{{own}}}"));
    assert_eq!(site.languages, format!("{} lb DE", text::LANGUAGES));
    assert_eq!(complaints, [""; 0]);
    assert_eq!(words(&site, "de"), ["title=y"]);
    assert_eq!(words(&site, "it"), [""; 0]);
    let (site, complaints) =
        read(&[("lang", "lb-LU")], &format!(r#"{{{own}, "languages": ["LB", "xx", "de-AT", "it"]}}"#));
    assert_eq!(site.languages, "lb de it ");
    assert_eq!(site.lang, "lb-LU");
    assert_eq!(complaints, ["out-of-range languages: xx"]);
}
