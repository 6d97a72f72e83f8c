//! Writes JSON from front to back: no tree of values stands between a record and its bytes.
//!
//! In: texts, numbers and what serde can write. Out: compact JSON, keys in the order in which they were given. It knows no record.

use serde::{Serialize, Serializer as _};
use std::iter::Peekable;

/// JSON in the making.
#[derive(Debug, Default)]
pub(in crate::view) struct Json {
    out: Vec<u8>,
}

/// An object in the making.
#[derive(Debug)]
pub(in crate::view) struct Object<'j> {
    json: &'j mut Json,
    is_empty: bool,
}

impl Json {
    /// One object, written by `fill`.
    pub(in crate::view) fn of_object(fill: impl FnOnce(&mut Object)) -> String {
        let mut json = Json::default();
        json.object(fill);
        json.finish()
    }

    /// What was written.
    pub(in crate::view) fn finish(self) -> String {
        String::from_utf8(self.out).expect("JSON was written from texts, which are UTF-8")
    }

    /// What was written so far.
    pub(in crate::view) fn bytes(&self) -> &[u8] {
        &self.out
    }

    /// Forgets what was written, and keeps the room for what comes next.
    pub(in crate::view) fn clear(&mut self) {
        self.out.clear();
    }

    /// The end of a line, between one document and the next.
    pub(in crate::view) fn line_end(&mut self) {
        self.out.push(b'\n');
    }

    /// Whatever serde can write.
    pub(in crate::view) fn value(&mut self, value: &(impl Serialize + ?Sized)) {
        serde_json::to_writer(&mut self.out, value).expect("plain data can be written to memory");
    }

    /// A text that is made while it is written.
    pub(in crate::view) fn shown(&mut self, text: impl std::fmt::Display) {
        serde_json::Serializer::new(&mut self.out).collect_str(&text).expect("plain data can be written to memory");
    }

    /// A number in its own digits, where JSON has them: `1.10` stays `1.10`.
    pub(in crate::view) fn number(&mut self, written: &str, value: f64) {
        let digits = written.replace('_', "");
        if is_number(&digits) {
            self.out.extend_from_slice(digits.as_bytes());
        } else {
            self.value(&value);
        }
    }

    /// An object.
    pub(in crate::view) fn object(&mut self, fill: impl FnOnce(&mut Object)) {
        self.out.push(b'{');
        fill(&mut Object { json: self, is_empty: true });
        self.out.push(b'}');
    }

    /// A list, each entry written by `write`.
    pub(in crate::view) fn list<T>(&mut self, entries: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Json, T)) {
        self.out.push(b'[');
        for (at, entry) in entries.into_iter().enumerate() {
            if at > 0 {
                self.out.push(b',');
            }
            write(self, entry);
        }
        self.out.push(b']');
    }
}

impl Object<'_> {
    /// Where the value of a key is written, now.
    pub(in crate::view) fn key(&mut self, key: &str) -> &mut Json {
        if !self.is_empty {
            self.json.out.push(b',');
        }
        self.is_empty = false;
        self.json.value(key);
        self.json.out.push(b':');
        self.json
    }

    /// A key with whatever serde can write.
    pub(in crate::view) fn put(&mut self, key: &str, value: &(impl Serialize + ?Sized)) {
        self.key(key).value(value);
    }

    /// A key with a text that is made while it is written.
    pub(in crate::view) fn shown(&mut self, key: &str, text: impl std::fmt::Display) {
        self.key(key).shown(text);
    }

    /// A key only if there is a value: what is not known is left out and never `null`.
    pub(in crate::view) fn maybe(&mut self, key: &str, value: Option<impl Serialize>) {
        if let Some(value) = value {
            self.put(key, &value);
        }
    }

    /// The same for texts, of which an empty one says nothing.
    pub(in crate::view) fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.put(key, text);
        }
    }

    /// A key only where it is true.
    pub(in crate::view) fn flag(&mut self, key: &str, is_so: bool) {
        if is_so {
            self.put(key, &true);
        }
    }

    /// A key with an object.
    pub(in crate::view) fn object(&mut self, key: &str, fill: impl FnOnce(&mut Object)) {
        self.key(key).object(fill);
    }

    /// A key with an object, only if something is written into it.
    pub(in crate::view) fn some_object(&mut self, key: &str, fill: impl FnOnce(&mut Object)) {
        let (length, was_empty) = (self.json.out.len(), self.is_empty);
        self.key(key).out.push(b'{');
        let mut inner = Object { json: self.json, is_empty: true };
        fill(&mut inner);
        if inner.is_empty {
            self.json.out.truncate(length);
            self.is_empty = was_empty;
        } else {
            self.json.out.push(b'}');
        }
    }

    /// A key with a list.
    pub(in crate::view) fn list<T>(&mut self, key: &str, entries: impl IntoIterator<Item = T>, write: impl FnMut(&mut Json, T)) {
        self.key(key).list(entries, write);
    }

    /// A key with a list, only if the list has entries.
    pub(in crate::view) fn some<T>(&mut self, key: &str, entries: impl IntoIterator<Item = T>, write: impl FnMut(&mut Json, T)) {
        let mut entries: Peekable<_> = entries.into_iter().peekable();
        if entries.peek().is_some() {
            self.key(key).list(entries, write);
        }
    }
}

/// Whether a text is a number by the grammar of JSON.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(whole, fraction)| (whole, Some(fraction)));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

#[cfg(test)]
mod tests {
    use super::{Json, is_number};

    #[test]
    fn numbers_keep_their_digits_where_json_has_them() {
        let written = |text: &str, value: f64| {
            let mut json = Json::default();
            json.number(text, value);
            json.finish()
        };
        assert_eq!(written("1.10", 1.1), "1.10");
        assert_eq!(written("1_000_000", 1e6), "1000000");
        assert_eq!(written("+5", 5.0), "5.0");
        assert_eq!(written(".5", 0.5), "0.5");
        assert_eq!(written("0x10", 16.0), "16.0");
        for good in ["0", "-0.0", "10", "1e5", "1.5E-3"] {
            assert!(is_number(good) && serde_json::from_str::<f64>(good).is_ok(), "{good}");
        }
        for bad in ["", "-", "01", "1.", ".5", "+1", "1e", "1e+", "NaN", "1 "] {
            assert!(!is_number(bad) && serde_json::from_str::<f64>(bad.trim_end_matches(' ')).is_err() == (bad != "1 "), "{bad}");
        }
    }

    #[test]
    fn what_is_not_there_leaves_no_trace() {
        let text = Json::of_object(|object| {
            object.text("empty", "");
            object.maybe("none", None::<&str>);
            object.flag("no", false);
            object.some("entries", Vec::<u8>::new(), |json, entry| json.value(&entry));
            object.some_object("object", |object| object.some_object("inner", |_| ()));
            object.put("a", "\"\u{2028}");
            object.list("list", [1, 2], |json, entry| json.value(&entry));
        });
        assert_eq!(text, "{\"a\":\"\\\"\u{2028}\",\"list\":[1,2]}");
    }
}
