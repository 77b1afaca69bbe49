//! Reads a cookie header as `document.cookie` gives it, and writes the texts that are assigned to it.
//!
//! What a cookie means is not known here. Reading: parts are split at `;`, blanks and tabs around them are dropped,
//! the first `=` splits name from value, the first match wins, names are case-sensitive, nothing is decoded, and a
//! part without `=` is the value of a cookie without a name.

use alloc::string::String;
use alloc::vec::Vec;

/// Every cookie of `header` as (name, value), in its order.
pub fn pairs(header: &str) -> impl Iterator<Item = (&str, &str)> {
    header.split(';').map(trim).filter(|part| !part.is_empty()).map(|part| match part.split_once('=') {
        Some((name, value)) => (trim(name), trim(value)),
        None => ("", part),
    })
}

/// Every value that `name` has in `header`: copies on other domains and paths stand there as well.
pub fn all<'a>(header: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    pairs(header).filter(move |(found, _)| *found == name).map(|(_, value)| value)
}

/// The first value of `name`.
pub fn find<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    all(header, name).next()
}

fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// The text that stores `value` under `name` for `life` seconds, on this host alone or on `domain` and all below it.
///
/// The expiry is a `Max-Age`: every supported browser prefers it to a date, and it is free of time zones.
pub fn assignment(name: &str, value: &str, domain: Option<&str>, life: u32, https: bool) -> String {
    let mut text = String::from(name);
    text.push('=');
    text.push_str(value);
    text.push_str("; SameSite=Lax; Max-Age=");
    push_number(&mut text, life);
    place(&mut text, domain, "/", if https { "; Secure" } else { "" });
    text
}

/// Adds to `out` every text that has to be assigned so that no copy of `name` stays which a page at `path` of `host`
/// can see: host-only and on each parent domain, on each path, and partitioned too. The likeliest come first.
pub fn removals(name: &str, host: &str, path: &str, https: bool, out: &mut Vec<String>) {
    // The Secure attribute does not belong to a cookie's identity: on https it removes those without it as well.
    let variants: &[&str] = if https { &["; Secure", "; Secure; Partitioned"] } else { &[""] };
    for path in paths(path) {
        for variant in variants {
            for domain in core::iter::once(None).chain(suffixes(host).map(Some)) {
                let mut text = String::from(name);
                text.push_str("=; Max-Age=0");
                place(&mut text, domain, path, variant);
                out.push(text);
            }
        }
    }
}

fn place(text: &mut String, domain: Option<&str>, path: &str, variant: &str) {
    text.push_str("; Path=");
    text.push_str(path);
    if let Some(domain) = domain {
        text.push_str("; Domain=");
        text.push_str(domain);
    }
    text.push_str(variant);
}

/// The paths of cookies that a page at `path` sees, shortest first: `/a/b` gives `/`, `/a`, `/a/`, `/a/b`.
fn paths(path: &str) -> impl Iterator<Item = &str> {
    // A `;` would end the attribute; no cookie can have such a path.
    let path = path.split(';').next().filter(|path| path.starts_with('/')).unwrap_or("/");
    let inner = path
        .char_indices()
        .skip(1)
        .filter(|(_, letter)| *letter == '/')
        .flat_map(move |(at, _)| [path.get(..at), path.get(..=at)].into_iter().flatten());
    let own = Some(path).filter(|path| !path.ends_with('/'));
    core::iter::once("/").chain(inner).chain(own)
}

/// The domains that a cookie of `host` may be set on, widest first and `host` itself last; none for a single label or
/// an IP address. Whether one of them is a public suffix is known to the browser alone.
pub fn suffixes(host: &str) -> impl Iterator<Item = &str> {
    let named = host.contains('.')
        && !host.contains(':')
        && !host.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    let host = if named { host } else { "" };
    let parents = host.rmatch_indices('.').skip(1).filter_map(move |(at, _)| host.get(at.saturating_add(1)..));
    parents.chain(Some(host)).filter(|suffix| !suffix.is_empty())
}

/// Appends `number` in decimal digits; the formatting machinery would cost more than a kilobyte.
pub fn push_number(text: &mut String, number: u32) {
    let rest = number / 10;
    if rest > 0 {
        push_number(text, rest);
    }
    text.push(char::from(b'0'.saturating_add((number % 10) as u8)));
}
