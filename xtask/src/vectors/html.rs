//! Finds the first embed in a fragment of HTML.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use optgate::embed::{self, Video};
use optgate::markup::{self, Element, Meaning};

/// Elements that embed, and their attributes with the address. `param` counts with the name `movie` or `src`.
const ADDRESSES: [(&str, &str); 6] = [
    ("iframe", "src"),
    ("iframe", "data-src"),
    ("iframe", "data-lazy-src"),
    ("object", "data"),
    ("embed", "src"),
    ("param", "value"),
];

/// The first embed of YouTube's in the fragment, as a browser with scripting reads it.
pub fn first_embed(fragment: &str) -> Option<Video> {
    let mut emitter = DefaultEmitter::default();
    // What stands in a script, an iframe or a noscript is text.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(fragment, emitter).flatten().find_map(|token| match token {
        Token::StartTag(tag) => embed_of(&tag),
        _ => None,
    })
}

/// What this element embeds of YouTube's.
fn embed_of(tag: &StartTag<()>) -> Option<Video> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let name = text(&tag.name);
    if name.ends_with("-youtube") {
        return component(&name, tag.attributes.iter().map(|(name, value)| (text(name), text(&value.value))));
    }
    let value = |wanted: &str| tag.attributes.get(wanted.as_bytes()).map(|value| text(&value.value));
    let is_address = |name: String| ["movie", "src"].iter().any(|wanted| name.eq_ignore_ascii_case(wanted));
    if name == "param" && !value("name").is_some_and(is_address) {
        return None;
    }
    let attributes = ADDRESSES.iter().filter(|(element, _)| *element == name);
    // Where one is relative to the page or about:blank, a later one is what is shown.
    let addresses = attributes.filter_map(|(_, attribute)| value(attribute));
    addresses.filter(|address| embed::host(address).is_some()).find_map(|address| embed::youtube(&address))
}

/// What the rules make of a component, which names its video without an address.
fn component(tag: &str, attributes: impl Iterator<Item = (String, String)>) -> Option<Video> {
    let attributes: String = attributes.map(|(name, value)| format!("{name}\0{value}\0")).collect();
    match markup::meaning(&Element { tag, attributes: &attributes }) {
        Meaning::Frame(frame) => Some(Video { player: true, ..frame.video }),
        _ => None,
    }
}
