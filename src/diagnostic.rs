//! What the site's developer is told: a code and the place it is about.
//!
//! The prose stands in the documentation, so that no visitor downloads it. Nothing here is ever shown to a visitor,
//! and no diagnostic changes what the gate does.

use alloc::string::String;

/// How much a diagnostic matters.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Level {
    /// Something the site asked for does not work.
    Error,
    /// The strict default was used in place of what the site wrote.
    Warning,
    /// Worth knowing; nothing has to be done.
    Info,
}

impl Level {
    /// The word used in the event.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        }
    }
}

/// What happened. The list is closed: each code has a paragraph in the documentation.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Code {
    /// The JSON block is no JSON; it is ignored as a whole.
    ConfigSyntax,
    /// A JSON block that stands after the tag; it is ignored.
    ConfigLate,
    /// A key or attribute that this product does not know.
    UnknownKey,
    /// A value of another type than the key takes.
    WrongType,
    /// A number or word outside the range of its key.
    OutOfRange,
    /// An id that is no id: of a purpose, a service or a product of Google.
    InvalidId,
    /// A link that is neither http, https nor relative.
    InvalidLink,
    /// An id that the product keeps for itself.
    ReservedWord,
    /// More purposes or services than the product takes; the rest is left out.
    TooMany,
    /// An id that stands twice, or as purpose and as service; the first counts.
    DuplicateId,
    /// A product that its maker has ended (Universal Analytics); nothing is loaded for it.
    EndedProduct,
    /// Nobody is named as the one who asks; the host name is shown.
    MissingController,
    /// A domain that the page is not on; the answer is kept for this host alone.
    DomainMismatch,
    /// A purpose named in the page that the settings do not bring into use; it stays closed.
    NotInUse,
    /// An id passed to a function that is neither a purpose nor a service in use.
    UnknownId,
    /// The browser did not keep the answer.
    NotStored,
    /// The answer was too long for one cookie; what did not fit counts as refused.
    RecordTruncated,
    /// A key or feature of a later version; this version does not act upon it.
    Later,
    /// A second tag on the page; it does nothing.
    SecondTag,
    /// The tag did not run before the parser went on.
    Late,
    /// The tag does not stand in the head.
    BodyTag,
    /// An address or id of a video that cannot be read.
    InvalidEmbed,
    /// The page's policy refused something that was allowed to open.
    Blocked,
    /// A file of the second layer could not be fetched: without its texts ids are shown, without its code nothing.
    FileMissing,
    /// WebAssembly is refused here; the gate stays closed.
    Closed,
    /// The engine stopped; the gate stays closed.
    Dead,
}

impl Code {
    /// The name used in the event and in the documentation.
    pub const fn name(self) -> &'static str {
        match self {
            Code::ConfigSyntax => "config-syntax",
            Code::ConfigLate => "config-late",
            Code::UnknownKey => "unknown-key",
            Code::WrongType => "wrong-type",
            Code::OutOfRange => "out-of-range",
            Code::InvalidId => "invalid-id",
            Code::InvalidLink => "invalid-link",
            Code::ReservedWord => "reserved-word",
            Code::TooMany => "too-many",
            Code::DuplicateId => "duplicate-id",
            Code::EndedProduct => "ended-product",
            Code::MissingController => "missing-controller",
            Code::DomainMismatch => "domain-mismatch",
            Code::NotInUse => "not-in-use",
            Code::UnknownId => "unknown-id",
            Code::NotStored => "not-stored",
            Code::RecordTruncated => "record-truncated",
            Code::Later => "later",
            Code::SecondTag => "second-tag",
            Code::Late => "late",
            Code::BodyTag => "body-tag",
            Code::InvalidEmbed => "invalid-embed",
            Code::Blocked => "blocked",
            Code::FileMissing => "file-missing",
            Code::Closed => "closed",
            Code::Dead => "dead",
        }
    }

    /// How much it matters.
    pub const fn level(self) -> Level {
        match self {
            Code::ConfigSyntax | Code::ConfigLate | Code::NotInUse | Code::Blocked | Code::Closed | Code::Dead => {
                Level::Error
            }
            Code::Later | Code::EndedProduct | Code::RecordTruncated => Level::Info,
            _ => Level::Warning,
        }
    }
}

/// One message: what happened and where.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Diagnostic {
    /// What happened.
    pub code: Code,
    /// A path into the settings (`services[2].purpose: x!`), an attribute (`data-days: abc`), a call
    /// (`optgate.give: foo`) or an element (`iframe#film`).
    pub place: String,
}

impl Diagnostic {
    /// A diagnostic with `code` about `place`.
    pub fn new(code: Code, place: impl Into<String>) -> Self {
        Self { code, place: place.into() }
    }
}
