//! Banner, preferences and re-open button: when they stand, not what they say.

use alloc::string::String;
use alloc::vec::Vec;

use super::host::Element;
use super::{Shell, host, report, step, with};
use crate::ascii::parts;
use crate::diagnostic::{Code, Diagnostic};
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

/// Opens the preferences, as soon as their texts are here.
pub fn open() {
    if with(ask_texts) {
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

/// Are the second layer's texts still on their way? The first question sends for them.
pub fn ask_texts(shell: &mut Shell) -> bool {
    if shell.texts_here {
        return false;
    }
    if !core::mem::replace(&mut shell.texts_asked, true) {
        host::fetch_texts(shell.texts.tag());
    }
    true
}

/// The second layer's texts have come, or never will: then ids stand in their place.
pub fn loaded(texts: String) {
    if texts.is_empty() {
        report(&Diagnostic::new(Code::TextsMissing, with(|shell| shell.texts.tag())));
    }
    with(|shell| shell.texts.load(texts));
    let wanted = with(|shell| {
        shell.texts_here = true;
        core::mem::replace(&mut shell.open_wanted, false)
    });
    host::scan();
    if wanted {
        open();
    }
}
