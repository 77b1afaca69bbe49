//! What the site's developer is told: a code and the place it is about.
//!
//! The prose stands in the documentation, so that no visitor downloads it. Nothing here is ever shown to a visitor,
//! and no diagnostic changes what the gate does.

use alloc::string::String;

/// What the engine can find. Each code has a paragraph in the documentation, as have those that only JavaScript sends.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Code {
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
    /// A key that is acted upon only with another file of ours before the tag.
    Later,
    /// An address or id of a video that cannot be read.
    InvalidEmbed,
}

impl Code {
    /// The name used in the event and in the documentation.
    pub const fn name(self) -> &'static str {
        match self {
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
            Code::InvalidEmbed => "invalid-embed",
        }
    }

    /// How much it matters, as the event says it: something that the site asked for does not work (`error`), the strict
    /// default is used in place of what it wrote (`warning`), or nothing has to be done (`info`).
    pub const fn level(self) -> &'static str {
        match self {
            Code::NotInUse => "error",
            Code::Later | Code::EndedProduct | Code::RecordTruncated => "info",
            _ => "warning",
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
