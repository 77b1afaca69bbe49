//! What is drawn, as data: a list of operations that a few lines of JavaScript run.
//!
//! Pure and without a decision: what to show is settled by then. Elements are plain and in the light DOM, so that screen
//! readers and outside clients see them; classes begin with `optgate-`, there are no ids and no styles. Text reaches the
//! page as text nodes and attribute values only.
//!
//! The elements stand here as templates, see `ops!`, in which `{name}` is a value or a text.

/// A template of operations: its arguments, separated by NUL.
macro_rules! ops {
    ($first:expr $(, $op:expr)* $(,)?) => { concat!($first $(, "\0", $op)*) };
}

/// The links to privacy statement and imprint, as far as there are values `statement` and `notice`.
macro_rules! links {
    () => {
        ops![
            "<nav",
            "=aria-label={title}",
            "{?statement}",
            "<a",
            "=href={statement}",
            "=rel=privacy-policy",
            "\"{privacy}",
            ">",
            "{?notice}",
            "<a",
            "=href={notice}",
            "=rel=author",
            "\"{imprint}",
            ">",
            "{!}",
            ">",
        ]
    };
}

mod banner;
mod placeholder;
mod preferences;
mod receipt;
mod table;

pub use banner::{banner, button};
pub use placeholder::{placeholder, player};
pub use preferences::preferences;
pub use table::{block, services, status};

use alloc::string::String;

use crate::cookie::push_number;
use crate::text::Texts;

/// A tree of elements as operations, in document order.
///
/// NUL separates operations, the first character says which: `<tag` opens an element, `=name=value` sets an attribute of
/// the open one, `"text` adds text to it, `>` closes it.
pub struct Tree<'a> {
    texts: &'a Texts,
    ops: String,
}

impl Tree<'_> {
    /// A tree without a node.
    fn new(texts: &Texts) -> Tree<'_> {
        Tree { texts, ops: String::new() }
    }

    /// Adds operations from a template, see [`Texts::expand`].
    fn add(&mut self, template: &str, names: &str, values: &[&str]) {
        if !self.ops.is_empty() {
            self.ops.push('\0');
        }
        self.texts.expand(template, names, values, &mut self.ops);
    }

    /// The operations.
    pub fn into_ops(self) -> String {
        self.ops
    }
}

/// The value of a condition in a template.
fn flag(on: bool) -> &'static str {
    if on { "1" } else { "" }
}

/// A number as text.
fn number(number: u32) -> String {
    let mut text = String::new();
    push_number(&mut text, number);
    text
}
