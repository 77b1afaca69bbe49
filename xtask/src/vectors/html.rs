//! Finds the first embed in a fragment of HTML: enough of a tokenizer for the fragments of a table, no more.

use optgate::embed::{self, Video};

/// Elements that embed, and their attribute with the address. `param` counts with the name `movie` or `src`.
const ADDRESSES: [(&str, &str); 5] =
    [("iframe", "src"), ("iframe", "data-src"), ("object", "data"), ("embed", "src"), ("param", "value")];

/// Elements whose content a browser reads as text, up to their end tag.
const TEXT_ONLY: [&str; 7] = ["iframe", "noscript", "script", "style", "textarea", "title", "xmp"];

/// The first embed of YouTube's in the fragment, as a browser with scripting parses it.
pub fn first_embed(fragment: &str) -> Option<Video> {
    let mut rest = fragment;
    while let Some((_, tag)) = rest.split_once('<') {
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let name_end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(tag.len());
        let name = tag[..name_end].to_ascii_lowercase();
        let (attributes, after) = attributes(&tag[name_end..]);
        rest = if name.is_empty() { tag } else { after };
        if let Some(video) = embed_of(&name, &attributes) {
            return Some(video);
        }
        if TEXT_ONLY.contains(&name.as_str()) {
            let end = rest.to_ascii_lowercase().find(&format!("</{name}"));
            rest = end.map_or("", |end| &rest[end..]);
        }
    }
    None
}

/// What this element embeds of YouTube's.
fn embed_of(name: &str, attributes: &[(String, String)]) -> Option<Video> {
    let value = |wanted: &str| {
        let found = attributes.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    };
    if name == "amp-youtube" {
        return amp(value);
    }
    let is_setting = name == "param" && !matches!(value("name"), Some("movie" | "src"));
    let sources = ADDRESSES.iter().filter(|(element, _)| *element == name && !is_setting);
    let address = sources.filter_map(|(_, attribute)| value(attribute)).next()?;
    embed::youtube(address)
}

/// The AMP component carries id, list and start apart: the address that it builds of them.
fn amp<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Option<Video> {
    let mut address = format!("https://www.youtube.com/embed/{}?", value("data-videoid")?);
    for name in ["list", "start"] {
        if let Some(text) = value(&format!("data-param-{name}")).filter(|text| !text.is_empty()) {
            address += &format!("{name}={text}&");
        }
    }
    embed::youtube(address.trim_end_matches(['?', '&']))
}

/// The attributes of a tag, names in lower case, up to its end; and what follows it.
fn attributes(tag: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (found, rest);
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        let end = end.max(rest.chars().next().map_or(0, char::len_utf8));
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (text, next) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                None => {
                    after.split_at(after.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(after.len()))
                }
            };
            value = text;
            rest = next;
        }
        found.push((name, decode(value)));
    }
}

/// The character references that occur in addresses.
fn decode(value: &str) -> String {
    value.replace("&#038;", "&").replace("&#38;", "&").replace("&quot;", "\"").replace("&amp;", "&")
}
