//! What a receipt needs to know about site and texts: a text that nobody sees, read by `web/receipt.js`.

use super::{Tree, number};
use crate::ascii::parts;
use crate::config::Site;
use crate::consent::Consent;
use crate::receipt::{hash, shown};
use crate::text::Texts;

/// Values, a line each: language, who asks, link to the privacy statement, days, the owner's label of the button for a copy, the
/// hashes of the texts of the first layer and of all; then id, purpose (of a service) and name of everything that can be chosen
/// about. Lines and no elements: no template.
pub(super) fn receipt<'a>(site: &Site, texts: &'a Texts, consent: &Consent) -> Tree<'a> {
    let mut tree = Tree::new(texts);
    tree.ops.push('"');
    lines(&mut tree, &[texts.get("lang"), site.controller, site.privacy, &number(site.days), texts.get("receipt")]);
    lines(&mut tree, &[&hash(&shown(texts, false)), &hash(&shown(texts, true))]);
    for subject in &consent.subjects {
        if subject.is_optional() {
            lines(&mut tree, &[subject.id, subject.purpose, texts.name(subject.id)]);
        }
    }
    tree
}

/// Adds values; a break within one becomes a blank.
fn lines(tree: &mut Tree, values: &[&str]) {
    for value in values {
        for part in parts(value, "\n") {
            tree.ops.push_str(part);
            tree.ops.push(' ');
        }
        tree.ops.push('\n');
    }
}
