//! A small serde `Deserializer` over [`Input`].
//!
//! It never fails: what is absent or of a wrong type reads as empty (no text, no entry, the number 0, `true` for a switch),
//! and the latter has been reported by then. So plain structs with derived `Deserialize` are enough, and no text of an
//! error reaches the artefact. Three habits are its own:
//!
//! - A struct is read as a sequence in the order of its fields, since the deserializer looks their names up.
//! - A list may be written as one text, its words separated by spaces or commas.
//! - A struct may be written as a text: that is its `id`.

use alloc::string::String;
use core::fmt;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::input::{Input, Words, at};

/// Reads a struct from the whole.
pub(super) fn read<'v, T: Deserialize<'v>>(input: &mut Input<'v>) -> T {
    let Ok(read) = T::deserialize(Reader { path: String::new(), word: "", input });
    read
}

/// Reads the value at one path.
struct Reader<'r, 'v> {
    path: String,
    /// One word of a list that is written as a text; else empty.
    word: &'v str,
    input: &'r mut Input<'v>,
}

impl<'de> Deserializer<'de> for Reader<'_, 'de> {
    type Error = Never;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Never> {
        unreachable!() // no struct of the settings asks for anything but what stands below
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_borrowed_str(if self.word.is_empty() { self.input.text(&self.path) } else { self.word })
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_u32(self.input.number(&self.path))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_bool(self.input.switch(&self.path))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        // Objects in a list leave it to the entries to read them.
        let list = self.input.has(&at(&self.path, 0, ""));
        let words = Words(if list { "" } else { self.input.text(&self.path) });
        visitor.visit_seq(Elements { words, index: 0, list: self })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields { names: names.iter(), whole: self })
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 u8 u16 u64 f32 f64 char string bytes byte_buf option unit unit_struct newtype_struct tuple
        tuple_struct map enum identifier ignored_any
    }
}

/// The fields of a struct, in the order in which it declares them.
struct Fields<'r, 'v> {
    names: core::slice::Iter<'static, &'static str>,
    whole: Reader<'r, 'v>,
}

impl<'v> Fields<'_, 'v> {
    fn next(&mut self) -> Reader<'_, 'v> {
        // A derived visitor takes exactly as many elements as there are names; it never meets an end.
        let name = self.names.next().copied().unwrap_or_default();
        let mut path = self.whole.path.clone();
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        let mut word = "";
        if name == "id" {
            word = self.whole.word;
            if word.is_empty() && !self.whole.input.has(&path) {
                word = self.whole.input.text(&self.whole.path);
            }
        }
        Reader { path, word, input: self.whole.input }
    }
}

impl<'de> SeqAccess<'de> for Fields<'_, 'de> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        seed.deserialize(self.next()).map(Some)
    }
}

/// The elements of a list: words of a text, or values.
struct Elements<'r, 'v> {
    words: Words<'v>,
    index: u32,
    list: Reader<'r, 'v>,
}

impl<'v> Elements<'_, 'v> {
    fn next(&mut self) -> Option<Reader<'_, 'v>> {
        let path = at(&self.list.path, self.index, "");
        let word = self.words.next().unwrap_or_default();
        if word.is_empty() && !self.list.input.has(&path) {
            return None;
        }
        self.index = self.index.saturating_add(1);
        Some(Reader { path, word, input: self.list.input })
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        let Some(reader) = self.next() else { return Ok(None) };
        seed.deserialize(reader).map(Some)
    }
}

/// What serde asks for as an error. There is none: whatever comes, a visitor is handed what it asked for. Being without a
/// value, it leaves no error path behind in the artefact, which would be most of this module.
#[derive(Debug)]
pub(super) enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl core::error::Error for Never {}

impl Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        unreachable!()
    }
}
