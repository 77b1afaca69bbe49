//! Reads a cookie header as `document.cookie` gives it, and writes the texts that are assigned to it.
//!
//! What a cookie means is not known here. Reading: parts are split at `;`, white space around them is dropped,
//! the first `=` splits name from value, the first match wins, names are case-sensitive, nothing is decoded, and a
//! part without `=` is the value of a cookie without a name.

use alloc::string::String;

use crate::ascii::{cut, holds, is_digits};

/// Cookies as (name, value); see [`pairs`].
pub struct Pairs<'a> {
    rest: &'a str,
}

/// Every cookie of `header`, in its order.
pub fn pairs(header: &str) -> Pairs<'_> {
    Pairs { rest: header }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        while !self.rest.is_empty() {
            let (part, rest) = cut(self.rest, ";");
            self.rest = rest;
            let part = part.trim_ascii();
            if !part.is_empty() {
                let (name, value) = cut(part, "=");
                return Some(if !holds(part, "=") { ("", part) } else { (name.trim_ascii(), value.trim_ascii()) });
            }
        }
        None
    }
}

/// The values of one name; see [`all`].
pub struct Values<'a, 'n> {
    pairs: Pairs<'a>,
    name: &'n str,
}

/// Every value that `name` has in `header`: copies on other domains and paths stand there as well.
pub fn all<'a, 'n>(header: &'a str, name: &'n str) -> Values<'a, 'n> {
    Values { pairs: pairs(header), name }
}

impl<'a> Iterator for Values<'a, '_> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            let (name, value) = self.pairs.next()?;
            if name == self.name {
                return Some(value);
            }
        }
    }
}

/// The first value of `name`.
pub fn find<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    all(header, name).next()
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

/// Gives `assign` every text that has to be assigned so that no copy of `name` stays which a page at `path` of `host`
/// can see: host-only and on each parent domain, on each path, and partitioned too. The likeliest come first, and
/// `assign` says whether to go on.
pub fn removals(name: &str, host: &str, path: &str, https: bool, mut assign: impl FnMut(&str) -> bool) {
    // The Secure attribute does not belong to a cookie's identity: on https it removes those without it as well.
    let variants: &[&str] = if https { &["; Secure", "; Secure; Partitioned"] } else { &[""] };
    // A `;` would end the attribute; no cookie can have such a path.
    let (path, _) = cut(path, ";");
    let path = if path.starts_with('/') { path } else { "/" };
    // A browser that knows no `Partitioned` removes the others by it too, the one that is to stay among them: last.
    for variant in variants {
        // The paths of cookies that a page at `/a/b` sees: `/`, `/a`, `/a/`, `/a/b`.
        for end in 1..=path.len() {
            let Some((path, rest)) = path.split_at_checked(end) else { continue };
            if !(path.ends_with('/') || rest.is_empty() || rest.starts_with('/')) {
                continue;
            }
            let mut domains = suffixes(host);
            let mut domain = None;
            loop {
                let mut text = String::from(name);
                text.push_str("=; Max-Age=0");
                place(&mut text, domain, path, variant);
                if !assign(&text) {
                    return;
                }
                domain = domains.next();
                if domain.is_none() {
                    break;
                }
            }
        }
    }
}

/// Appends where a cookie lives: with this it is named, and no other of its name.
pub fn place(text: &mut String, domain: Option<&str>, path: &str, variant: &str) {
    text.push_str("; Path=");
    text.push_str(path);
    if let Some(domain) = domain {
        text.push_str("; Domain=");
        text.push_str(domain);
    }
    text.push_str(variant);
}

/// Domains; see [`suffixes`].
pub struct Suffixes<'a> {
    host: &'a str,
    /// Where the last one that was given begins; at first where the last label does.
    start: usize,
}

/// The domains that a cookie of `host` may be set on, widest first and `host` itself last; none for a single label or
/// an IP address. Whether one of them is a public suffix is known to the browser alone.
pub fn suffixes(host: &str) -> Suffixes<'_> {
    let start = last_label(host);
    let named = host.get(start..).is_some_and(|last| !last.is_empty() && !is_digits(last));
    Suffixes { host, start: if named && !holds(host, ":") { start } else { 0 } }
}

impl<'a> Iterator for Suffixes<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let parent = self.host.get(..self.start.checked_sub(1)?)?;
        self.start = last_label(parent);
        self.host.get(self.start..)
    }
}

/// Where the last label of `host` begins.
fn last_label(host: &str) -> usize {
    host.bytes().rposition(|byte| byte == b'.').map_or(0, |dot| dot.saturating_add(1))
}

/// Appends `number` in decimal digits; the formatting machinery would cost more than a kilobyte.
pub fn push_number(text: &mut String, number: u32) {
    let rest = number / 10;
    if rest > 0 {
        push_number(text, rest);
    }
    text.push(char::from(b'0'.saturating_add((number % 10) as u8)));
}
