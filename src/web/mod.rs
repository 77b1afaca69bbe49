//! The shell: feeds facts, clicks and new elements to the engine and carries its effects out, in their order. It
//! decides nothing.
//!
//! No host code runs while the engine is borrowed: what an effect needs is taken out first, and a call that comes in
//! meanwhile (a listener of the site that answers an event) waits in the queue.

mod alloc;
mod banner;
mod export;
mod frame;
mod host;
mod jar;

pub use export::*;
#[cfg(not(feature = "lean"))]
pub use host::{call, connect};

use ::alloc::string::String;
use ::alloc::vec::Vec;

use crate::diagnostic::Diagnostic;
use crate::engine::{Ask, Effect, Engine, Input};
use crate::text::Texts;

/// Everything the shell remembers.
struct Shell {
    engine: Engine,
    texts: Texts,
    place: &'static jar::Place,
    /// What the banner's corner of the page should show.
    ask: Ask,
    /// Is there gated content on the page, about which a visitor may want to change his mind?
    gated: bool,
    /// While the page is looked at anew: what is no longer open, as words.
    closed: &'static str,
    /// Is the second layer here?
    more_here: bool,
    /// The preferences open as soon as it is.
    open_wanted: bool,
    queue: Vec<Input>,
    busy: bool,
}

static SHELL: alloc::Local<Shell> = alloc::Local::new();

/// Works on the shell; the default where it is missing or in use, which always is the closed answer. `work` calls
/// nothing of `host`.
fn with<R: Default>(work: impl FnOnce(&mut Shell) -> R) -> R {
    SHELL.with(work)
}

/// Feeds one input and carries out all that follows from it, unless that is being done further up the stack: then
/// the input waits its turn.
fn step(input: Input) {
    if !with(|shell| {
        shell.queue.push(input);
        core::mem::replace(&mut shell.busy, true)
    }) {
        drain();
    }
}

/// Carries out what waits in the queue.
fn drain() {
    while let Some(input) = with(|shell| {
        shell.busy = !shell.queue.is_empty();
        shell.busy.then(|| shell.queue.remove(0))
    }) {
        perform(input);
    }
}

/// The engine's answer to `input`, carried out.
fn perform(input: Input) {
    let now = host::now();
    // Reading them waits for another process of the browser, and what is seen on the page has nothing to do with them.
    let cookies = if matches!(input, Input::Saw(_)) { String::new() } else { host::cookies() };
    // Freeing them would take 170 bytes of code, and a page sees a handful.
    for effect in with(|shell| shell.engine.step(now, &cookies, input)).leak() {
        apply(effect);
    }
}

fn apply(effect: &Effect) {
    match effect {
        Effect::Store(writes) => {
            let Some(place) = with(|shell| Some(shell.place)) else { return };
            let domain = jar::store(place, writes);
            with(|shell| shell.engine.stored_on(domain));
            // The read-back comes before anything else: what is not kept must not take effect as if it were.
            perform(Input::Kept);
            host::stored();
        }
        Effect::Clear(names) => {
            let Some(place) = with(|shell| Some(shell.place)) else { return };
            for name in names {
                jar::remove(place, name);
            }
        }
        Effect::Flag(disabled) => {
            let mut ids = String::new();
            with(|shell| {
                for id in &shell.engine.site().google {
                    if id.is_analytics() {
                        add(&mut ids, id.text);
                    }
                }
            });
            host::disable(&ids, *disabled);
        }
        Effect::Ask(ask) => {
            with(|shell| shell.ask = *ask);
            if *ask != Ask::Banner {
                // At once, so that the press is seen to work; what comes in its place can wait for the paint.
                host::drop("optgate-banner");
            }
            host::after_paint();
        }
        Effect::Gate(closed) => {
            with(|shell| shell.closed = closed);
            host::scan();
            with(|shell| shell.closed = "");
        }
        Effect::Google(lines) => host::google(lines),
        Effect::Announce { changed, source, client_ids } => {
            status();
            host::announce(source.name(), &words(changed), &words(client_ids));
        }
        Effect::Reload => host::reload(),
        Effect::Report(diagnostic) => report(diagnostic),
    }
}

fn is_given(id: &str) -> bool {
    with(|shell| shell.engine.given(id))
}

/// The words with a blank between.
fn words(words: &[&str]) -> String {
    let mut text = String::new();
    for word in words {
        add(&mut text, word);
    }
    text
}

fn add(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

/// Tells the site's developer.
fn report(diagnostic: &Diagnostic) {
    host::report(diagnostic.code.name(), diagnostic.code.level(), &diagnostic.place);
}
