//! The shell: feeds facts, clicks and new elements to the engine and carries its effects out, in their order. It
//! decides nothing.
//!
//! No host code runs while the engine is borrowed: every effect is carried out between two borrows, and a call that
//! comes in meanwhile (a listener of the site that answers an event) waits in the queue.

mod alloc;
mod banner;
mod export;
mod frame;
mod host;
mod jar;
mod page;

pub use export::*;
pub use host::Element;

use ::alloc::string::String;
use ::alloc::vec::Vec;

use crate::diagnostic::Diagnostic;
use crate::engine::{Ask, Effect, Engine, Input};
use crate::service;
use crate::text::Texts;

/// Everything the shell remembers.
struct Shell {
    engine: Engine,
    texts: Texts,
    place: jar::Place,
    /// What the banner's corner of the page should show.
    ask: Ask,
    /// Is there anything on the page that a visitor may want to change: something asked, or gated content?
    gated: bool,
    /// Is the second layer here?
    more_here: bool,
    /// The preferences open as soon as it is.
    open_wanted: bool,
    queue: Vec<Input>,
    busy: bool,
}

static SHELL: alloc::Local<Shell> = alloc::Local::new();

/// Works on the shell; the default where it is missing or in use, which always is the closed answer.
fn with<R: Default>(work: impl FnOnce(&mut Shell) -> R) -> R {
    SHELL.with(work).unwrap_or_default()
}

/// Feeds one input and carries out all that follows from it, unless that is being done further up the stack: then
/// the input waits its turn.
fn step(input: Input) {
    if with(|shell| {
        shell.queue.push(input);
        core::mem::replace(&mut shell.busy, true)
    }) {
        return;
    }
    loop {
        let waiting = with(|shell| {
            shell.busy = !shell.queue.is_empty();
            core::mem::take(&mut shell.queue)
        });
        if waiting.is_empty() {
            return;
        }
        waiting.into_iter().for_each(perform);
    }
}

/// The engine's answer to `input`, carried out.
fn perform(input: Input) {
    let now = page::now();
    let cookies = host::cookies();
    for effect in with(|shell| shell.engine.step(now, &cookies, input)) {
        apply(effect);
    }
}

fn apply(effect: Effect) {
    match effect {
        Effect::Store(writes) => {
            with(|shell| {
                let domain = jar::store(&shell.place, shell.engine.site().domain, &writes);
                shell.engine.stored_on(domain);
            });
            // The read-back comes before anything else: what is not kept must not take effect as if it were.
            perform(Input::Kept);
        }
        Effect::Clear(names) => with(|shell| {
            for name in &names {
                jar::remove(&shell.place, name);
            }
        }),
        Effect::Flag(disabled) => with(|shell| {
            for id in &shell.engine.site().google {
                if id.is_analytics() {
                    host::flag(id.text, disabled);
                }
            }
        }),
        Effect::Ask(ask) => {
            with(|shell| shell.ask = ask);
            if ask != Ask::Banner {
                // At once, so that the press is seen to work; what comes in its place can wait for the paint.
                host::drop("optgate-banner");
            }
            host::after_paint();
        }
        Effect::Gate => host::scan(),
        Effect::Google(lines) => host::google(&lines),
        Effect::Announce { changed, source, client_ids } => {
            if changed.contains(&service::YOUTUBE) && !with(|shell| shell.engine.given(service::YOUTUBE)) {
                host::forget(frame::STATE, "once");
                host::scan();
            }
            let mut detail = String::from("{\"status\":");
            detail.push_str(&with(|shell| shell.engine.status()));
            detail.push_str(",\"source\":\"");
            detail.push_str(source.name());
            detail.push('"');
            list(&mut detail, "changed", &changed);
            if !client_ids.is_empty() {
                list(&mut detail, "clientIds", &client_ids);
            }
            detail.push('}');
            host::emit("change", &detail);
        }
        Effect::Report(diagnostic) => report(&diagnostic),
    }
}

/// `,"name":["a","b"]`; ids need no escaping.
fn list(out: &mut String, name: &str, items: &[&str]) {
    out.push_str(",\"");
    out.push_str(name);
    out.push_str("\":[");
    for (i, item) in items.iter().enumerate() {
        out.push_str(if i == 0 { "\"" } else { ",\"" });
        out.push_str(item);
        out.push('"');
    }
    out.push(']');
}

/// Tells the site's developer.
fn report(diagnostic: &Diagnostic) {
    host::report(diagnostic.code.name(), diagnostic.code.level(), &diagnostic.place);
}
