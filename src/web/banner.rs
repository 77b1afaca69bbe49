//! Banner, preferences and re-open button: when they stand, not what they say.

use alloc::string::String;
use alloc::vec::Vec;

use super::{host, is_given, step, with};
use crate::ascii::parts;
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

/// Opens the preferences, as soon as they are here.
pub fn open() {
    if is_coming() {
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

/// Is the second layer still on its way? The question sends for it.
pub fn is_coming() -> bool {
    let missing = with(|shell| (!shell.more_here).then(|| shell.texts.tag()));
    if let Some(tag) = missing {
        host::fetch_more(tag);
    }
    missing.is_some()
}

/// The second layer is here, and its texts; without those ids stand in their place.
pub fn loaded(texts: String) {
    let wanted = with(|shell| {
        shell.texts.load(&texts);
        shell.more_here = true;
        core::mem::take(&mut shell.open_wanted)
    });
    host::scan();
    if wanted {
        open();
    }
}
