//! The attributes of a directive: `{key=word key="several words" #id .class}`.
//!
//! In: the source from a `{`. Out: where the block ends, and its attributes with the exact characters of every mistake. It does not know
//! which attributes a directive may have.

use std::ops::Range;

/// One attribute as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written<'a> {
    /// The key; `id` for `#x` and `class` for `.x`.
    pub(super) key: &'a str,
    /// The characters that name the key: the sign, if there is no key.
    pub(super) key_range: Range<usize>,
    /// The value, in its quotes if it has some.
    pub(super) value_range: Range<usize>,
    /// The value without quotes, as it stands.
    pub(super) inner: Range<usize>,
    /// Whether `\"` in it means `"`.
    pub(super) escaped: bool,
}

/// A mistake in the attributes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The characters that are wrong.
    pub(super) range: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) help: &'static str,
}

/// One past the `}` that closes the block opened at `open`. Nothing if there is none before another `{`, a blank line or `limit`: the first
/// also keeps a text of nothing but openings from being read again and again.
pub(super) fn end(text: &str, open: usize, limit: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[..limit];
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'}' => return Some(at + 1),
            b'{' => return None,
            b'\n' | b'\r' if blank_line_follows(bytes, at) => return None,
            b'"' | b'\'' if bytes[at - 1] == b'=' => at = quoted_end(bytes, at)?,
            _ => at += 1,
        }
    }
    None
}

/// One past the quote that closes the one at `open`.
fn quoted_end(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' | b'\r' if blank_line_follows(bytes, at) => return None,
            byte if *byte == bytes[open] => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// Whether the line after the line end at `at` is blank, or there is none.
fn blank_line_follows(bytes: &[u8], at: usize) -> bool {
    let next = if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') { at + 2 } else { at + 1 };
    let rest = bytes.get(next..).unwrap_or_default();
    matches!(rest.iter().find(|byte| !matches!(byte, b' ' | b'\t')), None | Some(b'\n' | b'\r'))
}

/// Reads the block whose braces stand at the ends of `range`. What follows a mistake is read all the same.
pub(super) fn read(text: &str, range: Range<usize>) -> (Vec<Written<'_>>, Vec<Mistake>) {
    let mut reader = Reader { text, at: range.start + 1, end: range.end - 1 };
    let mut written: Vec<Written> = Vec::new();
    let mut mistakes = Vec::new();
    while let Some(attribute) = reader.next() {
        match attribute {
            // Several classes are no contradiction; the others have one value.
            Ok(attribute) if attribute.key != "class" && written.iter().any(|other| other.key == attribute.key) => {
                let message = format!("`{}` is given twice", attribute.key);
                mistakes.push(Mistake { range: attribute.key_range, message, help: "keep one of the two" });
            }
            Ok(attribute) => written.push(attribute),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    (written, mistakes)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<Result<Written<'a>, Mistake>> {
        let bytes = &self.text.as_bytes()[..self.end];
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        let start = self.at;
        let first = *bytes.get(start)?;
        let token_end = self.token_end(start);
        let wrong = |reader: &mut Self, range: Range<usize>, message: String, help| {
            reader.at = token_end.max(range.end).max(start + 1);
            Some(Err(Mistake { range, message, help }))
        };
        if matches!(first, b'#' | b'.') {
            if token_end == start + 1 {
                let message = format!("`{}` without a name", first as char);
                return wrong(self, start..token_end, message, "write the name directly behind it");
            }
            self.at = token_end;
            let key = if first == b'#' { "id" } else { "class" };
            let inner = start + 1..token_end;
            return Some(Ok(Written { key, key_range: start..start + 1, value_range: inner.clone(), inner, escaped: false }));
        }
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let key_end = (start..self.end).find(|at| !word(&bytes[*at])).unwrap_or(self.end);
        if !first.is_ascii_alphabetic() || (key_end < token_end && bytes[key_end] != b'=') {
            let bad = if first.is_ascii_alphabetic() { key_end } else { start };
            let length = self.text[bad..].chars().next().map_or(1, char::len_utf8);
            let message = format!("`{}` cannot stand here", &self.text[bad..bad + length]);
            return wrong(
                self,
                bad..bad + length,
                message,
                "write attributes as `key=word` or `key=\"several words\"`, with spaces between",
            );
        }
        if key_end == token_end {
            let message = format!("`{}` has no value", &self.text[start..key_end]);
            return wrong(self, start..key_end, message, "write `key=value`, or quotes around a value that holds spaces");
        }
        let key = &self.text[start..key_end];
        let value = key_end + 1;
        match bytes.get(value) {
            None => wrong(self, start..value, format!("`{key}` has no value"), "write the value directly behind the `=`"),
            Some(byte) if byte.is_ascii_whitespace() => {
                wrong(self, start..value, format!("`{key}` has no value"), "write the value directly behind the `=`")
            }
            Some(b'"' | b'\'') => {
                let Some(end) = quoted_end(bytes, value) else {
                    // The block's own end was found with the same rules, so this needs a quote behind a `=` inside a bare word.
                    return wrong(self, value..value + 1, "the quote is not closed".to_owned(), "close the quote");
                };
                if bytes.get(end).is_some_and(|byte| !byte.is_ascii_whitespace()) {
                    let length = self.text[end..].chars().next().map_or(1, char::len_utf8);
                    let message = format!("`{}` directly behind a quoted value", &self.text[end..end + length]);
                    return wrong(self, end..end + length, message, "put a space there, or `\\` before a quote inside the value");
                }
                self.at = end;
                let inner = value + 1..end - 1;
                let escaped = self.text[inner.clone()].contains('\\');
                Some(Ok(Written { key, key_range: start..key_end, value_range: value..end, inner, escaped }))
            }
            Some(_) => {
                if let Some(at) = bytes[value..token_end].iter().position(|byte| *byte == b'"') {
                    let range = value + at..value + at + 1;
                    return wrong(self, range, "a quote inside a bare word".to_owned(), "put the whole value in quotes");
                }
                self.at = token_end;
                let inner = value..token_end;
                Some(Ok(Written { key, key_range: start..key_end, value_range: inner.clone(), inner, escaped: false }))
            }
        }
    }

    fn token_end(&self, start: usize) -> usize {
        let bytes = &self.text.as_bytes()[..self.end];
        (start..self.end).find(|at| bytes[*at].is_ascii_whitespace()).unwrap_or(self.end)
    }
}

/// A quoted value as it is meant: `\"` is `"`, `\'` is `'` and `\\` is `\`.
pub(super) fn unescape(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = character == '\\' && matches!(characters.peek(), Some('"' | '\'' | '\\'));
        out.push(if escaped { characters.next().unwrap_or('\\') } else { character });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(block: &str, expected: &[(&str, &str)], wrong: &[&str]) {
        let text = format!("é{block} after");
        let close = end(&text, 2, text.len()).expect("the block is closed");
        assert_eq!(&text[2..close], block);
        let (written, mistakes) = read(&text, 2..close);
        let pairs: Vec<_> = written.iter().map(|a| (a.key, unescape(&text[a.inner.clone()]))).collect();
        let pairs: Vec<_> = pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
        assert_eq!(pairs, expected);
        assert_eq!(mistakes.iter().map(|m| &text[m.range.clone()]).collect::<Vec<_>>(), wrong, "{mistakes:?}");
    }

    #[test]
    fn words_quotes_ids_and_classes_are_read() {
        check("{}", &[], &[]);
        check("{by=von-der-leyen kind=factual}", &[("by", "von-der-leyen"), ("kind", "factual")], &[]);
        check(r#"{a="x } y" b='it "is"' c="\"q\" \\ \n"}"#, &[("a", "x } y"), ("b", "it \"is\""), ("c", "\"q\" \\ \\n")], &[]);
        check(
            "{#c-1 .wide .tall url=https://x.org/?a=b}",
            &[("id", "c-1"), ("class", "wide"), ("class", "tall"), ("url", "https://x.org/?a=b")],
            &[],
        );
        check("{a=o'brien\n  b=Zürich}", &[("a", "o'brien"), ("b", "Zürich")], &[]);
    }

    #[test]
    fn mistakes_are_told_at_their_characters_and_the_rest_is_read() {
        check("{a=1 a=2 b=3}", &[("a", "1"), ("b", "3")], &["a"]);
        check("{open b=3}", &[("b", "3")], &["open"]);
        check("{a= b=3}", &[("b", "3")], &["a="]);
        check("{a=x\"y b=3}", &[("b", "3")], &["\""]);
        check("{a=\"x\"y b=3}", &[("b", "3")], &["y"]);
        check("{, é=1 # b=3}", &[("b", "3")], &[",", "é", "#"]);
    }

    #[test]
    fn a_block_ends_before_a_blank_line_or_another_one() {
        for text in ["{a=b\n\nc}", "{a=\"b\r\n \r\nc\"}", "{a=b", "{a=b\n", "{a=b {c=d}"] {
            assert_eq!(end(text, 0, text.len()), None);
        }
    }
}
