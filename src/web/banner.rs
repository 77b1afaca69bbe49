//! Banner, preferences and re-open button: when they stand, not what they say.

use alloc::string::String;
use alloc::vec::Vec;

use super::host::Element;
use super::{host, step, with};
use crate::ascii::parts;
use crate::engine::{Ask, Input};
use crate::view;

/// Draws the banner or the re-open button, whichever the state asks for, and takes the other one away.
pub fn show() {
    let (button, ops) = with(|shell| match shell.ask {
        Ask::Banner => (false, view::banner(shell.engine.site(), &shell.texts, shell.engine.consent()).into_ops()),
        Ask::Nothing if !shell.gated => (false, String::new()),
        _ if !shell.engine.site().button => (false, String::new()),
        _ => (true, view::button(shell.engine.site(), &shell.texts).into_ops()),
    });
    host::drop(if button { "optgate-banner" } else { "optgate-button" });
    if ops.is_empty() {
        host::drop("optgate-banner");
    } else {
        host::layer(&ops);
    }
}

/// Opens the preferences, as soon as they are here.
pub fn open() {
    if is_coming() {
        with(|shell| shell.open_wanted = true);
        return;
    }
    close();
    host::layer(&with(|shell| view::preferences(shell.engine.site(), &shell.texts, shell.engine.consent()).into_ops()));
}

/// Closes the preferences; decides nothing.
pub fn close() {
    host::drop("optgate-preferences");
}

/// The switches around `element` as they stand.
pub fn choices(element: &Element) -> Vec<(String, bool)> {
    let text = host::switches(element);
    let mut words = parts(&text, " ");
    let mut choices = Vec::new();
    while let (Some(id), Some(on)) = (words.next(), words.next()) {
        choices.push((id.into(), on == "1"));
    }
    choices
}

/// A switch of the site's own page takes effect at once; one inside the preferences waits for save.
pub fn switched(id: &str, element: &Element) {
    if element.closest("optgate-preferences").is_none() {
        let ids = alloc::vec![id.into()];
        step(if with(|shell| shell.engine.given(id)) { Input::Withdraw(ids) } else { Input::Give(ids) });
        // What could not be changed must not look changed.
        host::check(element, with(|shell| shell.engine.given(id)));
    }
}

/// Is the second layer still on its way? The question sends for it.
pub fn is_coming() -> bool {
    let (here, tag) = with(|shell| (shell.more_here, shell.texts.tag()));
    if !here {
        host::fetch_more(tag);
    }
    !here
}

/// The second layer is here, and its texts; without those ids stand in their place.
pub fn loaded(texts: String) {
    let wanted = with(|shell| {
        shell.texts.load(texts);
        shell.more_here = true;
        core::mem::replace(&mut shell.open_wanted, false)
    });
    host::scan();
    if wanted {
        open();
    }
}
