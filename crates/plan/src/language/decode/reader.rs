//! A parsed value as serde reads it: by reference, so that it can be read again, and
//! only in part where that is asked for.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::rc::Rc;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_spanned::de::SpannedDeserializer;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};
use toml_datetime::de::DatetimeDeserializer;

use super::mistake::{Mistake, MistakeKind, Node};

/// Which part of a value is read.
#[derive(Debug, Default)]
pub(super) struct View<'a, 'i> {
    /// Values, elements and keys in which a mistake was found: they are left out.
    pub(super) wrong: HashSet<Node>,
    /// The entry with which the reading of a list or table begins; with the first of
    /// those that are not here.
    pub(super) from: Vec<(Node, usize)>,
    /// The entries of tables that are not read from the first on.
    entries: RefCell<HashMap<Node, Rc<[Entry<'a, 'i>]>>>,
}

impl View<'_, '_> {
    fn first_of(&self, container: Node) -> usize {
        let here = self.from.iter().find(|(node, _)| *node == container);
        here.map_or(0, |(_, first)| *first)
    }
}

/// One value, as far as the view goes.
#[derive(Clone, Copy)]
pub(super) struct Reader<'v, 'a, 'i> {
    pub(super) value: &'a Spanned<DeValue<'i>>,
    pub(super) view: &'v View<'a, 'i>,
}

impl<'v, 'a, 'i> Reader<'v, 'a, 'i> {
    fn node(self) -> Node {
        Node::of(self.value)
    }

    /// What is wrong is wrong here, if nothing deeper said so.
    fn here<T>(self, read: Result<T, Mistake>) -> Result<T, Mistake> {
        read.map_err(|mistake| mistake.at(self.node(), self.value.span()))
    }

    fn entries(self, table: &'a DeTable<'i>) -> Entries<'v, 'a, 'i> {
        let container = self.node();
        let first = self.view.first_of(container);
        let all = || table.iter().collect();
        Entries {
            container,
            view: self.view,
            rest: if first == 0 {
                Rest::Whole(table.iter())
            } else {
                let mut known = self.view.entries.borrow_mut();
                Rest::Part(known.entry(container).or_insert_with(all).clone())
            },
            at: first,
            now: None,
        }
    }

    fn elements(self, list: &'a [Spanned<DeValue<'i>>]) -> Elements<'v, 'a, 'i> {
        Elements {
            container: self.node(),
            view: self.view,
            list,
            at: self.view.first_of(self.node()),
        }
    }
}

impl<'de> Deserializer<'de> for Reader<'_, 'de, '_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.here(match self.value.get_ref() {
            DeValue::String(text) => visitor.visit_str(text),
            DeValue::Integer(number) => integer(number, visitor),
            DeValue::Float(number) => {
                let text = number.as_str();
                match text.parse::<f64>() {
                    Ok(value) if !value.is_infinite() || text.contains("inf") => {
                        visitor.visit_f64(value)
                    }
                    _ => Err(too_large(&visitor, text)),
                }
            }
            DeValue::Boolean(value) => visitor.visit_bool(*value),
            DeValue::Datetime(day) => {
                let read = visitor.visit_map(DatetimeDeserializer::new(*day));
                read.map_err(|mistake| a_date(mistake, day))
            }
            DeValue::Array(list) => visitor.visit_seq(self.elements(list)),
            DeValue::Table(table) => {
                let read = visitor.visit_map(self.entries(table));
                read.map_err(|mistake| wrong_not_missing(mistake, table))
            }
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        if serde_spanned::de::is_spanned(name) {
            return visitor.visit_map(SpannedDeserializer::new(self, self.value.span()));
        }
        // A derived visitor would take a list for the fields in their order.
        if self.value.get_ref().is_array() {
            return self.here(Err(Mistake::invalid_type(Unexpected::Seq, &"a table")));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let DeValue::String(text) = self.value.get_ref() else {
            match self.deserialize_any(OneOf { known })? {}
        };
        let text: StrDeserializer<'_, Mistake> = text.as_ref().into_deserializer();
        self.here(visitor.visit_enum(text))
    }

    forward_to_deserialize_any! {
        bool u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 f32 f64 char str string seq
        bytes byte_buf map unit
        ignored_any unit_struct tuple_struct tuple identifier
    }
}

impl<'de> IntoDeserializer<'de, Mistake> for Reader<'_, 'de, '_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn integer<'de, V: Visitor<'de>>(number: &DeInteger<'_>, visitor: V) -> Result<V::Value, Mistake> {
    let (text, radix) = (number.as_str(), number.radix());
    if let Ok(value) = i64::from_str_radix(text, radix) {
        visitor.visit_i64(value)
    } else if let Ok(value) = u64::from_str_radix(text, radix) {
        visitor.visit_u64(value)
    } else {
        Err(too_large(&visitor, &number.to_string()))
    }
}

fn too_large(expected: &dyn Expected, number: &str) -> Mistake {
    let found = format!("`{number}`, which is too large");
    Mistake::invalid_type(Unexpected::Other(&found), expected)
}

/// Tells a key that was left out of the table from one that is not there.
fn wrong_not_missing(mut mistake: Mistake, table: &DeTable<'_>) -> Mistake {
    if let (MistakeKind::Missing { key, is_written }, None) = (&mut mistake.kind, &mistake.place) {
        *is_written = table.contains_key(*key);
    }
    mistake
}

/// A date comes to serde as a table with one key.
fn a_date(mut mistake: Mistake, day: &toml_datetime::Datetime) -> Mistake {
    match &mut mistake.kind {
        MistakeKind::Unexpected { found, .. } => *found = format!("the date {day}"),
        kind @ (MistakeKind::UnknownKey { .. } | MistakeKind::Missing { .. }) => {
            *kind = MistakeKind::Unexpected {
                expected: "a table".to_owned(),
                found: format!("the date {day}"),
            };
        }
        _ => {}
    }
    mistake
}

/// Where one of a few words was expected and something else than a text is there.
struct OneOf {
    known: &'static [&'static str],
}

impl Visitor<'_> for OneOf {
    type Value = std::convert::Infallible;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of ")?;
        for (at, word) in self.known.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}\"{word}\"")?;
        }
        Ok(())
    }
}

type Entry<'a, 'i> = (&'a Spanned<Cow<'i, str>>, &'a Spanned<DeValue<'i>>);

struct Entries<'v, 'a, 'i> {
    container: Node,
    view: &'v View<'a, 'i>,
    rest: Rest<'a, 'i>,
    /// Of the next entry.
    at: usize,
    /// The entry whose key was read.
    now: Option<(usize, Entry<'a, 'i>)>,
}

enum Rest<'a, 'i> {
    Whole(toml::map::Iter<'a, Spanned<Cow<'i, str>>, Spanned<DeValue<'i>>>),
    Part(Rc<[Entry<'a, 'i>]>),
}

impl<'v, 'a, 'i> Iterator for Entries<'v, 'a, 'i> {
    type Item = (usize, Entry<'a, 'i>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let at = self.at;
            let (key, value) = match &mut self.rest {
                Rest::Whole(rest) => rest.next()?,
                Rest::Part(all) => *all.get(at)?,
            };
            self.at += 1;
            let wrong = &self.view.wrong;
            if !wrong.contains(&Node::of(key)) && !wrong.contains(&Node::of(value)) {
                return Some((at, (key, value)));
            }
        }
    }
}

impl<'de> MapAccess<'de> for Entries<'_, 'de, '_> {
    type Error = Mistake;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mistake> {
        let Some((at, (key, value))) = self.next() else {
            return Ok(None);
        };
        self.now = Some((at, (key, value)));
        let text = Key {
            key,
            at,
            container: self.container,
        };
        seed.deserialize(text).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mistake> {
        let Some((at, (key, value))) = self.now.take() else {
            return Err(Mistake::custom("a value is read before its key"));
        };
        let view = self.view;
        let read = seed.deserialize(Reader { value, view });
        read.map_err(|mistake| mistake.under(key.get_ref()).within(self.container, at))
    }
}

/// A key of a table, with its place.
struct Key<'a, 'i> {
    key: &'a Spanned<Cow<'i, str>>,
    at: usize,
    container: Node,
}

impl Key<'_, '_> {
    fn here<T>(&self, read: Result<T, Mistake>) -> Result<T, Mistake> {
        read.map_err(|mistake| {
            let mistake = mistake.at(Node::of(self.key), self.key.span());
            mistake.within(self.container, self.at)
        })
    }
}

impl<'de> Deserializer<'de> for Key<'de, '_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.here(visitor.visit_str(self.key.get_ref()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        if serde_spanned::de::is_spanned(name) {
            let text = self.key.get_ref().as_ref();
            let text: StrDeserializer<'_, Mistake> = text.into_deserializer();
            let spanned = SpannedDeserializer::new(text, self.key.span());
            return self.here(visitor.visit_map(spanned));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let text: StrDeserializer<'_, Mistake> = self.key.get_ref().as_ref().into_deserializer();
        self.here(visitor.visit_enum(text))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 f32 f64 char str string seq
        bytes byte_buf map unit option
        ignored_any unit_struct tuple_struct tuple identifier
    }
}

struct Elements<'v, 'a, 'i> {
    container: Node,
    view: &'v View<'a, 'i>,
    list: &'a [Spanned<DeValue<'i>>],
    /// Of the next element.
    at: usize,
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de, '_> {
    type Error = Mistake;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mistake> {
        let view = self.view;
        while let Some(value) = self.list.get(self.at) {
            let at = self.at;
            self.at += 1;
            if view.wrong.contains(&Node::of(value)) {
                continue;
            }
            let read = seed.deserialize(Reader { value, view });
            let read = read.map_err(|mistake| {
                if mistake.is_no_table(Node::of(value)) && !self.list.iter().any(is_table) {
                    // None of them will be one: the list as a whole is wrong.
                    mistake.of(self.container)
                } else {
                    mistake.within(self.container, at)
                }
            });
            return read.map(Some);
        }
        Ok(None)
    }
}

fn is_table(value: &Spanned<DeValue<'_>>) -> bool {
    value.get_ref().is_table()
}
