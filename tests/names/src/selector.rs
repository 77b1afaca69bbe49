//! Whether a generic selector could match something that is drawn, by its name. In doubt it could: pseudo-classes and
//! what surrounds an element are taken to hold, since the page of a stranger decides them.

use crate::drawn::Drawn;

/// Could the last element that this selector names be one of ours?
pub fn may_match(selector: &str, drawn: &Drawn) -> bool {
    split(selector, &[',']).iter().any(|selector| {
        let compounds = split(selector, &[' ', '>', '+', '~']);
        // Which `div` is meant by `.x > div` is decided by what surrounds it; no name of ours could avoid it.
        let bare = compounds.len() == 1;
        compounds.last().is_some_and(|compound| compound_may_match(compound, bare, drawn))
    })
}

/// `tag#id.class[name=value]:pseudo`; `bare`: the name of an HTML element says enough.
fn compound_may_match(compound: &str, bare: bool, drawn: &Drawn) -> bool {
    let mut rest = compound;
    let mut named = false;
    while let Some(sign) = rest.chars().next() {
        let end = match sign {
            '[' => rest.find(']').map_or(rest.len(), |at| at + 1),
            ':' => pseudo_end(rest),
            _ => rest[1..].find(['.', '#', '[', ':']).map_or(rest.len(), |at| at + 1),
        };
        let (part, after) = rest.split_at(end);
        rest = after;
        let holds = match sign {
            '.' => drawn.classes.contains(&part[1..]),
            '#' => drawn.ids.contains(&part[1..]),
            '[' => attribute_may_match(part.trim_matches(['[', ']']), drawn),
            ':' => continue,
            '*' => continue,
            _ => drawn.elements.contains(&part.to_ascii_lowercase()),
        };
        named |= bare || part.contains('-') || !(sign.is_ascii_alphabetic() || ["[class]", "[id]"].contains(&part));
        if !holds {
            return false;
        }
    }
    // What consists of pseudo-classes alone says nothing about us.
    named
}

/// `name`, or `name^="value" i`
fn attribute_may_match(test: &str, drawn: &Drawn) -> bool {
    let Some((name, value)) = test.split_once('=') else { return has(test.trim(), drawn) };
    let operator = name.chars().last().filter(|sign| "^$*~|".contains(*sign)).unwrap_or('=');
    let name = name.trim_end_matches(operator).trim();
    let value = value.trim();
    let fold = value.ends_with(" i");
    let value = value.trim_end_matches(" i").trim_matches(['"', '\'']);
    let same = |text: &String| {
        let (text, value) =
            if fold { (text.to_lowercase(), value.to_lowercase()) } else { (text.clone(), value.to_owned()) };
        match operator {
            '^' => text.starts_with(&value),
            '$' => text.ends_with(&value),
            '*' => text.contains(&value),
            '~' => text.split_whitespace().any(|word| word == value),
            '|' => text == value || text.starts_with(&format!("{value}-")),
            _ => text == value,
        }
    };
    match name {
        "class" => drawn.classes.iter().any(same),
        "id" => drawn.ids.iter().any(same),
        _ => drawn.attributes.get(name).is_some_and(|values| values.iter().any(same)),
    }
}

fn has(name: &str, drawn: &Drawn) -> bool {
    match name {
        "class" => !drawn.classes.is_empty(),
        "id" => !drawn.ids.is_empty(),
        _ => drawn.attributes.contains_key(name),
    }
}

/// Where a pseudo-class with its argument ends.
fn pseudo_end(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            '(' => depth += 1,
            ')' if depth <= 1 => return at + 1,
            ')' => depth -= 1,
            '.' | '#' | '[' | ':' if depth == 0 && at > 1 => return at,
            _ => {}
        }
    }
    text.len()
}

/// Parts between these signs, where they stand outside brackets and quotes; empty parts are dropped.
fn split<'a>(text: &'a str, signs: &[char]) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut depth, mut quote, mut from) = (0_usize, None, 0);
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) => quote = (letter != open).then_some(open),
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, _) if depth == 0 && signs.contains(&letter) => {
                parts.push(&text[from..at]);
                from = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}
