//! What is drawn, as data: a list of operations that a few lines of JavaScript run.
//!
//! Pure and without a decision: what to show is settled by then. Elements are plain and in the light DOM, so that screen
//! readers and outside clients see them; classes begin with `optgate-`, there are no ids and no styles. Text reaches the
//! page as text nodes and attribute values only.
//!
//! The elements stand here as templates, see `ops!`, in which `{name}` is a value or a text.

/// A template of operations: its arguments, separated by NUL.
macro_rules! ops {
    ($first:literal $(, $op:literal)* $(,)?) => { concat!($first $(, "\0", $op)*) };
}

mod banner;
mod placeholder;
mod preferences;
mod table;

pub use banner::{banner, button};
pub use placeholder::placeholder;
pub use preferences::preferences;
pub use table::{services, status};

use alloc::string::String;

use crate::ascii::parts;
use crate::config::Site;
use crate::cookie::push_number;
use crate::text::Texts;

/// A tree of elements as operations, in document order.
///
/// NUL separates operations, the first character says which: `<tag` opens an element, `=name=value` sets an attribute of
/// the open one, `"text` adds text to it, `>` closes it.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Tree {
    ops: String,
}

impl Tree {
    /// A tree without a node.
    pub const fn new() -> Tree {
        Tree { ops: String::new() }
    }

    /// Opens an element.
    pub fn open(&mut self, tag: &str) {
        self.op("<", tag);
    }

    /// Sets an attribute of the open element. `name` contains no `=`.
    pub fn attr(&mut self, name: &str, value: &str) {
        self.op("=", name);
        self.ops.push('=');
        self.ops.extend(parts(value, "\0"));
    }

    /// Adds text to the open element; NUL in it is dropped.
    pub fn text(&mut self, text: &str) {
        self.op("\"", text);
    }

    /// Closes the open element.
    pub fn close(&mut self) {
        self.op(">", "");
    }

    /// The operations.
    pub fn into_ops(self) -> String {
        self.ops
    }

    fn op(&mut self, op: &str, text: &str) {
        if !self.ops.is_empty() {
            self.ops.push('\0');
        }
        self.ops.push_str(op);
        self.ops.extend(parts(text, "\0"));
    }

    /// Adds operations from a template, see [`Texts::expand`].
    fn add(&mut self, texts: &Texts, template: &str, values: &[(&str, &str)]) {
        if !self.ops.is_empty() {
            self.ops.push('\0');
        }
        texts.expand(template, values, &mut self.ops);
    }

    /// The links to privacy statement and imprint, as far as the site has them.
    fn add_links(&mut self, site: &Site, texts: &Texts) {
        self.add(texts, ops!["<nav", "=aria-label={title}"], &[]);
        if !site.privacy.is_empty() {
            let values = [("href", site.privacy)];
            self.add(texts, ops!["<a", "=href={href}", "=rel=privacy-policy", "\"{privacy}", ">"], &values);
        }
        if !site.imprint.is_empty() {
            let values = [("href", site.imprint)];
            self.add(texts, ops!["<a", "=href={href}", "=rel=author", "\"{imprint}", ">"], &values);
        }
        self.close();
    }
}

/// How many days an answer is kept, as text.
fn days(site: &Site) -> String {
    let mut days = String::new();
    push_number(&mut days, site.days);
    days
}
