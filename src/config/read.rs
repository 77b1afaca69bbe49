//! A small serde `Deserializer` over [`Input`].
//!
//! Every field is a text, so that the structs with derived `Deserialize` need no more than one kind of visitor. It never
//! fails: what is absent or cannot be used reads as empty, and the latter has been reported by then. So no text of an
//! error reaches the artefact. A struct is read as a sequence in the order of its fields, since their names are looked up.

use core::fmt;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::input::Input;

/// Reads a struct whose fields stand behind `path`, which is empty or ends with a dot.
pub(super) fn read<T: Deserialize<'static>>(input: &mut Input, path: &str) -> T {
    let Ok(read) = T::deserialize(Whole { path, input });
    read
}

/// Reads a struct.
struct Whole<'r, 'o> {
    path: &'r str,
    input: &'r mut Input<'o>,
}

impl Deserializer<'static> for Whole<'_, '_> {
    type Error = Never;

    fn deserialize_any<V: Visitor<'static>>(self, _: V) -> Result<V::Value, Never> {
        unreachable!() // structs only
    }

    fn deserialize_struct<V: Visitor<'static>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_seq(Fields { names: names.iter(), whole: self })
    }

    forward_to_deserialize_any! {
        <V: Visitor<'static>>
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The fields of a struct, in the order in which it declares them.
struct Fields<'r, 'o> {
    names: core::slice::Iter<'static, &'static str>,
    whole: Whole<'r, 'o>,
}

impl Fields<'_, '_> {
    fn next(&mut self) -> &'static str {
        // A derived visitor takes exactly as many elements as there are names; it never meets an end.
        self.whole.input.text(self.whole.path, self.names.next().copied().unwrap_or_default())
    }
}

impl SeqAccess<'static> for Fields<'_, '_> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'static>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        seed.deserialize(Field(self.next())).map(Some)
    }
}

/// The text of one field.
struct Field(&'static str);

impl Deserializer<'static> for Field {
    type Error = Never;

    fn deserialize_any<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_borrowed_str(self.0)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'static>>
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct struct map enum identifier ignored_any
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
