//! Banner, preferences and re-open button: when they stand, not what they say.

use alloc::string::String;
use alloc::vec::Vec;

use super::{host, is_given, step, with};
use crate::ascii::{cut, parts};
use crate::engine::{Ask, Input};
use crate::text::{ENGLISH, Texts};
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
    if !ops.is_empty() && !is_coming(false) {
        host::layer(&ops);
    }
}

/// Opens the preferences, as soon as they are here.
pub fn open() {
    if is_coming(true) {
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

/// Is what the first layer needs still on its way, or the second, `more`? The question sends for it.
pub fn is_coming(more: bool) -> bool {
    let missing = with(|shell| {
        let here = if more { shell.more_here } else { shell.texts.is_here() };
        (!here).then(|| (shell.texts.tag(), if more { shell.engine.site().days } else { 0 }))
    });
    if let Some((tag, days)) = missing {
        host::fetch_texts(tag, days);
    }
    missing.is_some()
}

/// Texts are here. Says those of the language's file, a line each; with the second layer also their keys, and other texts as
/// `key=text`, each behind NUL; these may come alone, without keys. Nothing at all: the language cannot be had, and from here on everything is English.
pub fn loaded(said: &'static str) {
    let (values, more) = cut(said, "\0");
    let (keys, more) = cut(more, "\0");
    let wanted = with(|shell| {
        if said.is_empty() {
            shell.texts = Texts::new(ENGLISH, &shell.engine.site().texts_of(ENGLISH));
        }
        shell.texts.take(values, keys);
        shell.texts.load(more);
        shell.more_here |= !keys.is_empty();
        shell.more_here && core::mem::take(&mut shell.open_wanted)
    });
    host::scan();
    host::after_paint();
    if wanted {
        open();
    }
}
