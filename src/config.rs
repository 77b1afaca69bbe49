//! What the site's owner wrote, read tolerantly: every key that cannot be used is reported with its place and takes its
//! strict default, all others count.
//!
//! Attributes of the tag and the JSON block go through the same serde structs. Nothing here reads the page: the shell
//! hands over both as one text, and the host name.

mod input;
mod read;
mod site;
mod usage;

pub use input::is_link;
pub use site::{Domain, Site};
