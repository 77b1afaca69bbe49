//! What goes into the engine and what comes out of it.

use alloc::string::String;
use alloc::vec::Vec;

use super::Write;
use crate::consent::Source;
use crate::diagnostic::Diagnostic;

/// What the shell knows about page and browser and what stays the same while the page is open.
#[derive(Clone, Default)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Facts {
    /// `location.hostname`.
    pub host: String,
    /// Is the page served over https?
    pub https: bool,
    /// Does the browser send Global Privacy Control?
    pub gpc: bool,
    /// Is this the site's privacy statement or imprint, where the banner is folded?
    pub legal_page: bool,
}

/// What happened.
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Input {
    /// The page begins: once, before anything else.
    Start(Facts),
    /// Gives these ids; none means all that is asked.
    Give(Vec<String>),
    /// Refuses everything, named today or later.
    Refuse,
    /// Withdraws these ids; none means all that is given and, where nothing is, as [`Input::Refuse`].
    Withdraw(Vec<String>),
    /// Switches as the visitor left them. One that is on gives and one that is off withdraws what was given or refuses
    /// what was asked; one that shows what holds anyway is no choice.
    Save(Vec<(String, bool)>),
    /// The cookies of [`Effect::Store`] have been written: has the browser kept them?
    Kept,
    /// Time has passed or the page is looked at again: has the answer run out, or changed elsewhere?
    Look,
    /// A `data-purpose` in the page, as written.
    Saw(String),
}

/// What should stand in the banner's corner of the page.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Ask {
    /// The banner: something asked is unknown.
    Banner,
    /// The button in place of the banner: the same on a privacy or imprint page.
    Folded,
    /// Something is asked, and all of it is answered.
    Answered,
    /// Nothing is asked.
    #[default]
    Nothing,
}

/// What the shell has to do, in the order given.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Effect<'a> {
    /// Write these cookies, then feed [`Input::Kept`] before anything else.
    Store(Vec<Write>),
    /// Remove every copy of the cookies with these names.
    Clear(Vec<&'a str>),
    /// Set `window["ga-disable-<ID>"]` of every id of Google Analytics.
    Flag(bool),
    /// Show this.
    Ask(Ask),
    /// The gate changed: look at held and opened content again. These words are no longer given: what was pressed and
    /// waits for one of them closes too.
    Gate(&'static str),
    /// Carry these lines out, see [`crate::google::Tag::follow`].
    Google(String),
    /// Tell the page; only a reload comes later.
    Announce {
        /// Purposes and services whose status changed.
        changed: Vec<&'a str>,
        /// Who changed it.
        source: Source,
        /// On withdrawal, what Google Analytics called this visitor.
        client_ids: Vec<&'a str>,
    },
    /// Load the page again: what was withdrawn runs on in this one. Always behind the announcement.
    Reload,
    /// Tell the site's developer.
    Report(Diagnostic),
}
