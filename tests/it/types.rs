//! The types that ship for the ES module say what the code takes and gives, and so do the tables of the README.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use optgate::diagnostic::Code;
use serde_json::{Map, Value, json};

use crate::config::read;

type Words = BTreeSet<String>;

/// A file of the repository.
fn source(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The scripts of the shell, all in one text.
fn scripts() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let paths = fs::read_dir(folder).expect("the sources are here").map(|entry| entry.expect("an entry").path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "js"))
        .map(|path| fs::read_to_string(path).expect("a text"))
        .collect()
}

fn words<'t>(all: impl IntoIterator<Item = &'t str>) -> Words {
    all.into_iter().map(str::to_string).collect()
}

/// Each part of `text` that stands between `start` and the next `end`.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    let found: Vec<&str> =
        text.split(start).skip(1).filter_map(|rest| rest.split_once(end)).map(|(part, _)| part).collect();
    assert!(!found.is_empty(), "{start} stands nowhere");
    found
}

/// The names of a struct's fields.
fn fields(text: &str, name: &str) -> Words {
    let body = between(text, &format!("struct {name} {{"), "\n}")[0];
    body.lines().filter_map(|line| line.trim().split_once(": ")).map(|(field, _)| field.to_string()).collect()
}

/// The words of a constant.
fn constant<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let (_, rest) = text.split_once(&format!("const {name}: &str =")).expect(name);
    rest.split('"').nth(1).expect("a text").split(' ').collect()
}

/// The types that ship.
fn types() -> String {
    source("pkg-templates/npm/optgate.d.ts")
}

/// The members of an interface of the types, each with what is said of it.
fn members(name: &str) -> BTreeMap<String, String> {
    let types = types();
    let body = between(&types, &format!("\nexport interface {name} {{"), "\n}")[0];
    let lines = body.lines().filter_map(|line| line.strip_prefix("  "));
    let lines = lines.filter(|line| line.starts_with(|letter: char| letter.is_ascii_alphabetic()));
    let parts = lines.map(|line| {
        let line = line.trim_start_matches("readonly ");
        line.split_at(line.find(['?', ':', '(']).expect("a member"))
    });
    let said = |rest: &str| rest.trim_start_matches(['?', ':', ' ']).trim_end_matches(';').to_string();
    parts.map(|(key, rest)| (key.to_string(), said(rest))).collect()
}

fn names(members: &BTreeMap<String, String>) -> Words {
    members.keys().cloned().collect()
}

/// The words of `'a' | 'b'`.
fn union(of: &str) -> Words {
    of.split('|').map(|word| word.trim().trim_matches('\'').to_string()).collect()
}

/// The union that the types name so.
fn alias(name: &str) -> Words {
    union(between(&types(), &format!("type {name} = "), ";")[0])
}

/// The rows of the README's tables behind a heading.
fn rows(heading: &str) -> Vec<Vec<String>> {
    let readme = source("README.md");
    let section = between(&readme, &format!("\n{heading}\n"), "\n#")[0];
    let lines = section.lines().filter(|line| line.starts_with("| `"));
    lines.map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_string()).collect()).collect()
}

/// What stands between backticks.
fn ticked(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Everything in backticks in the first cells.
fn first(rows: &[Vec<String>]) -> Words {
    rows.iter().flat_map(|row| ticked(&row[0])).map(str::to_string).collect()
}

fn attributes() -> Vec<Vec<String>> {
    rows("### Attributes, and keys of the same name")
}

fn keys() -> Vec<Vec<String>> {
    rows("### Keys of the JSON block alone")
}

/// The row of a key.
fn row(key: &str) -> Option<Vec<String>> {
    let named = |row: &Vec<String>| ticked(&row[0]).iter().any(|name| name.trim_start_matches("data-") == key);
    attributes().into_iter().chain(keys()).find(named)
}

#[test]
fn code_types_and_readme_know_the_same_settings() {
    let (input, site, usage) =
        (source("src/config/input.rs"), source("src/config/site.rs"), source("src/config/usage.rs"));
    let mut code = fields(&site, "Settings");
    code.extend(words(constant(&input, "ELSEWHERE")));
    code.extend(words(between(&usage, "usage.list(\"", "\"")));
    code.extend(words(between(&site, "input.below(\"", ".\"")));
    code.extend(words(between(&site, "input.text(\"", ".\"")));
    assert_eq!(names(&members("Config")), code);

    // A file of its own reads these before the tag does, and there is none with the ES module.
    let later = words(constant(&input, "LATER"));
    let of_tag: Words = first(&attributes()).iter().map(|name| name.trim_start_matches("data-").to_string()).collect();
    let readme: Words = of_tag.union(&first(&keys())).cloned().collect();
    assert_eq!(readme, code.union(&later).cloned().collect());

    let mut taken = words(constant(&input, "ATTRIBUTES"));
    taken.insert("endpoint".to_string());
    assert_eq!(of_tag, taken);
}

#[test]
fn code_types_and_readme_know_the_same_keys_of_services_and_purposes() {
    let usage = source("src/config/usage.rs");
    let mut code = fields(&usage, "Entry");
    code.extend(words(constant(&usage, "OF_SERVICE")));
    assert_eq!(names(&members("Service")), code);
    let services = row("services").expect("a row");
    let readme = ticked(&services[1]).into_iter().filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    assert_eq!(words(readme), code);

    let mut code = words(constant(&usage, "OF_PURPOSE"));
    code.insert("id".to_string());
    assert_eq!(names(&members("Purpose")), code);
}

#[test]
fn numbers_switches_links_and_closed_words_are_typed_as_they_are_taken() {
    let input = source("src/config/input.rs");
    let takes = between(&input, "const TAKES", "\n];")[0];
    let (config, service) = (members("Config"), members("Service"));
    let mut seen = 0;
    for entry in takes.lines().filter_map(|line| line.trim().strip_prefix("(\"")) {
        let (key, kind) = entry.split_once("\", Takes::").expect("a key and what it takes");
        for typed in [config.get(key), service.get(key)].into_iter().flatten() {
            seen += 1;
            match kind.split(['(', ')']).next() {
                Some("Number") => assert_eq!(typed, "number", "{key}"),
                Some("Switch") => assert_eq!(typed, "boolean", "{key}"),
                Some("Link") => assert_eq!(typed, "string", "{key}"),
                _ => {
                    let code = words(kind.split('"').nth(1).expect("words").split(' '));
                    assert_eq!(union(typed), code, "{key}");
                    let readme = row(key).unwrap_or_else(|| panic!("{key} has no row"));
                    assert_eq!(words(ticked(&readme[1]).into_iter().map(|word| word.trim_matches('"'))), code, "{key}");
                }
            }
        }
    }
    assert_eq!(seen, 13, "twelve keys, one of them of settings and services");
}

/// The keys of an interface that take texts, each with one that `fitting` says, or a list of it.
fn texts(name: &str, listed: bool, fitting: impl Fn(&str) -> &'static str) -> Map<String, Value> {
    let taking = members(name).into_iter().filter(|(_, typed)| typed == "Texts");
    taking.map(|(key, _)| (key.clone(), if listed { json!([fitting(&key)]) } else { json!(fitting(&key)) })).collect()
}

#[test]
fn a_text_and_a_list_of_texts_are_taken_where_the_types_say_so() {
    let site = |listed: bool| {
        let mut service = texts("Service", listed, |key| match key {
            "hosts" => "map.example",
            "paths" => "/map",
            _ => "x",
        });
        assert_eq!(service.len(), 12);
        service.extend([("id".to_string(), json!("map")), ("purpose".to_string(), json!("media"))]);
        let mut block = texts("Config", listed, |key| match key {
            "google" => "GTM-ABC",
            "languages" => "de",
            _ => "/other",
        });
        assert_eq!(block.len(), 3);
        block.insert("services".to_string(), json!(["cloudflare-insights", service]));
        block.insert(
            "purposes".to_string(),
            if listed { json!(["maps", { "id": "films" }]) } else { json!("maps films") },
        );
        block.insert(
            "gtm".to_string(),
            json!({ "GTM-ABC": if listed { json!(["analytics"]) } else { json!("analytics") } }),
        );
        let (site, complaints) = read(&[], &Value::Object(block).to_string());
        assert_eq!(complaints, [""; 0]);
        format!("{site:?}")
    };
    assert_eq!(site(false), site(true));
    assert_eq!(read(&[], r#"{"services": "cloudflare-insights"}"#).1, [""; 0]);
    let config = members("Config");
    assert_eq!(
        ["purposes", "services", "gtm"].map(|key| config[key].as_str()),
        ["string | (string | Purpose)[]", "string | (string | Service)[]", "Record<string, Texts>"]
    );
}

#[test]
fn diagnostics_have_the_names_and_levels_that_types_and_readme_give_them() {
    let (rust, scripts) = (source("src/diagnostic.rs"), scripts());
    let mut code: BTreeMap<String, String> = BTreeMap::new();
    let levels = between(&rust, "fn level", "\n    }")[0];
    let name_of = between(&rust, "fn name", "\n    }")[0];
    for arm in between(name_of, "Code::", ",") {
        let (variant, name) = arm.split_once(" => ").expect("an arm");
        let arm = levels.lines().find(|line| line.split(['|', ' ']).any(|word| word == format!("Code::{variant}")));
        let arm = arm.or(levels.lines().find(|line| line.contains("_ =>"))).expect("an arm");
        code.insert(name.trim_matches('"').to_string(), arm.split('"').nth(1).expect("a level").to_string());
    }
    for known in [Code::EndedProduct, Code::NotInUse, Code::UnknownKey] {
        assert_eq!(code[known.name()], known.level(), "the source is read rightly");
    }
    for call in between(&scripts, "report('", ")") {
        let parts: Vec<&str> = call.split('\'').collect();
        let before = code.insert(parts[0].to_string(), parts[2].to_string());
        assert!(before.is_none_or(|level| level == parts[2]), "{} has one level", parts[0]);
    }
    // These are handed around by name.
    for (name, level) in [("unmarked", "warning"), ("late", "warning"), ("closed", "error"), ("dead", "error")] {
        assert!(scripts.contains(&format!("'{name}'")), "{name}");
        code.insert(name.to_string(), level.to_string());
    }
    let readme: BTreeMap<String, String> =
        rows("## Diagnostics").into_iter().map(|row| (row[0].trim_matches('`').to_string(), row[1].clone())).collect();
    assert_eq!(readme, code);
    assert_eq!(union(&members("Diagnostic")["level"]), code.into_values().collect());
}

#[test]
fn members_events_states_and_receipts_are_typed_as_they_are() {
    let (api, scripts) = (source("src/web/api.js"), scripts());
    let body = between(&api, "export const api = {", "\n};")[0];
    let own = body.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with([' ', '}']));
    let own = words(own.map(|line| line.split_once(": ").expect("a member").0));
    assert_eq!(names(&members("Optgate")), own);
    let readme = first(&rows("## JavaScript"));
    let (events, calls): (Words, Words) = readme.into_iter().partition(|name| name.starts_with("optgate:"));
    assert_eq!(calls.iter().map(|call| call.split('(').next().expect("a name").to_string()).collect::<Words>(), own);
    let sent: Words = between(&scripts, "emit('", "'").into_iter().map(|name| format!("optgate:{name}")).collect();
    let typed: Words =
        between(&types(), "    'optgate:", "'").into_iter().map(|name| format!("optgate:{name}")).collect();
    assert_eq!((&events, &typed), (&sent, &sent));

    let consent = source("src/consent.rs");
    for (name, owner) in [("State", "Status"), ("Source", "Source")] {
        let said: Vec<&str> =
            between(&consent, &format!("{owner}::"), ",").into_iter().filter(|arm| arm.contains(" => \"")).collect();
        assert_eq!(alias(name), words(said.iter().map(|arm| arm.split('"').nth(1).expect("a word"))), "{name}");
    }

    let terms = |text: &str| -> Words {
        let quoted = text.split('\'').filter(|word| {
            word.split_once(':').is_some_and(|(prefix, rest)| {
                ["dct", "dpv", "rdf", "skos", "urn"].contains(&prefix)
                    && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b':')
            })
        });
        quoted.map(str::to_string).collect()
    };
    assert_eq!(terms(&types()), terms(&source("src/web/receipt.js")));
}
