//! Banner, preferences and re-open button: when they stand, not what they say.

use alloc::string::String;
use alloc::vec::Vec;

use super::{host, is_given, report, step, with};
use crate::ascii::parts;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{Ask, Input};
use crate::view;

/// Draws the banner or the re-open button, whichever the state asks for, and takes the other one away.
pub fn show() {
    let mut others = "optgate-banner,optgate-button";
    let ops = with(|shell| {
        let site = shell.engine.site();
        if shell.ask == Ask::Banner {
            others = "optgate-button";
            view::banner(site, &shell.texts, shell.engine.consent()).into_ops()
        } else if site.button && (shell.gated || shell.ask != Ask::Nothing) {
            others = "optgate-banner";
            view::button(site, &shell.texts).into_ops()
        } else {
            String::new()
        }
    });
    host::drop(others);
    host::layer(&ops);
}

/// Opens the preferences, as soon as their texts are here.
pub fn open() {
    if texts_missing() {
        return with(|shell| shell.open_wanted = true);
    }
    close();
    host::layer(&with(|shell| view::preferences(shell.engine.site(), &shell.texts, shell.engine.consent()).into_ops()));
}

/// Closes the preferences; decides nothing.
pub fn close() {
    host::drop("optgate-preferences");
}

/// The switches around the element as they stand.
pub fn choices() -> Vec<(String, bool)> {
    let text = host::switches();
    let mut words = parts(&text, " ");
    let mut choices = Vec::new();
    while let (Some(id), Some(on)) = (words.next(), words.next()) {
        choices.push((id.into(), on == "1"));
    }
    choices
}

/// A switch of the site's own page takes effect at once; one inside the preferences waits for save.
pub fn switched(id: &str) {
    if !host::around("optgate-preferences") {
        let ids = alloc::vec![id.into()];
        step(if is_given(id) { Input::Withdraw(ids) } else { Input::Give(ids) });
        // What could not be changed must not look changed.
        host::check(is_given(id));
    }
}

/// Are the second layer's texts still on their way? The first question sends for them.
pub fn texts_missing() -> bool {
    let missing = with(|shell| (!shell.texts_here).then(|| shell.texts.tag()));
    if let Some(tag) = missing {
        host::fetch_texts(tag);
    }
    missing.is_some()
}

/// The second layer's texts have come, or never will: then ids stand in their place.
pub fn loaded(texts: String) {
    if texts.is_empty() {
        report(&Diagnostic::new(Code::TextsMissing, with(|shell| shell.texts.tag())));
    }
    let wanted = with(|shell| {
        shell.texts.load(texts);
        shell.texts_here = true;
        core::mem::take(&mut shell.open_wanted)
    });
    host::scan();
    if wanted {
        open();
    }
}
