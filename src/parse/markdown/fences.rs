//! Lines that are directives: `::name{…}`, `:::name{…}` and the `:::` that closes.
//!
//! In: the source and the place of the first colon. Out: the parts of the line, or nothing if it is ordinary text. It does not know what
//! stands open.

use std::ops::Range;

use super::attributes;

/// A line that begins with colons and is no ordinary text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DirectiveLine {
    /// What the line does.
    pub(super) kind: LineKind,
    /// One past its last byte, line end excluded. Attributes may run over several lines.
    pub(super) end: usize,
    /// The name, empty if the line closes or the name is missing.
    pub(super) name: Range<usize>,
    /// The label between its brackets.
    pub(super) label: Option<Range<usize>>,
    /// The attributes with their braces.
    pub(super) attributes: Option<Range<usize>>,
    /// What is wrong with the line.
    pub(super) fault: Option<Fault>,
}

/// What a directive line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// `::name`
    Leaf,
    /// `:::name`
    Open,
    /// `:::`
    Close,
}

/// What is wrong with a line, with the characters.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Colons without a name.
    NoName(Range<usize>),
    /// A `{` without its `}`.
    OpenBrace(Range<usize>),
    /// A `[` without its `]`.
    OpenBracket(Range<usize>),
    /// A container with a label.
    Label(Range<usize>),
    /// Text after the directive.
    Trailing(Range<usize>),
}

/// Whether a byte can stand in the name of a directive.
pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Reads the line whose first colon stands at `start`; nothing before `limit` belongs to another text.
pub(super) fn read(text: &str, start: usize, limit: usize) -> Option<DirectiveLine> {
    let bytes = &text.as_bytes()[..limit];
    let skip = |from: usize, test: &dyn Fn(u8) -> bool| (from..limit).find(|at| !test(bytes[*at])).unwrap_or(limit);
    let blank = |byte: u8| matches!(byte, b' ' | b'\t');
    let colons = skip(start, &|byte| byte == b':');
    let kind = match colons - start {
        0 | 1 => return None,
        2 => LineKind::Leaf,
        _ => LineKind::Open,
    };
    let line_end = skip(colons, &|byte| !matches!(byte, b'\n' | b'\r'));
    let name_start = if kind == LineKind::Leaf { colons } else { skip(colons, &blank) };
    let mut line = DirectiveLine { kind, end: line_end, name: name_start..name_start, label: None, attributes: None, fault: None };
    if name_start == line_end && kind == LineKind::Open {
        return Some(DirectiveLine { kind: LineKind::Close, ..line });
    }
    if !bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
        line.fault = Some(Fault::NoName(start..colons));
        return (kind == LineKind::Open).then_some(line);
    }
    let mut at = skip(name_start, &is_name_byte);
    line.name = name_start..at;
    if bytes.get(at) == Some(&b'[') {
        match label_end(bytes, at) {
            Some(end) => {
                line.label = Some(at + 1..end - 1);
                at = end;
            }
            None => line.fault = Some(Fault::OpenBracket(at..at + 1)),
        }
    }
    if bytes.get(at) == Some(&b'{') {
        match attributes::end(text, at, limit) {
            Some(end) => {
                line.attributes = Some(at..end);
                at = end;
                line.end = skip(at, &|byte| !matches!(byte, b'\n' | b'\r'));
            }
            None => line.fault = Some(Fault::OpenBrace(at..at + 1)),
        }
    }
    let rest = skip(at, &blank);
    if line.fault.is_none() && rest < line.end {
        if kind == LineKind::Leaf && line.label.is_none() && line.attributes.is_none() {
            // `::before and ::after are pseudo-elements`
            return None;
        }
        line.fault = Some(Fault::Trailing(rest..rest + text[rest..line.end].trim_end().len()));
    }
    if kind == LineKind::Open && line.fault.is_none() {
        line.fault = line.label.clone().map(Fault::Label);
    }
    Some(line)
}

/// One past the bracket that closes the one at `open`, in the same line.
fn label_end(bytes: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0;
    let mut at = open;
    loop {
        match bytes.get(at)? {
            b'\n' | b'\r' => return None,
            b'\\' => at += 1,
            b'[' => depth += 1,
            b']' if depth == 1 => return Some(at + 1),
            b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Option<DirectiveLine> {
        read(text, 0, text.len())
    }

    #[test]
    fn leaves_containers_and_closing_lines_are_told_apart() {
        let leaf = line("::figure[75 [min]]{id=x}  \nmore").expect("a leaf");
        assert_eq!((leaf.kind, leaf.end, leaf.name, leaf.label, leaf.fault), (LineKind::Leaf, 26, 2..8, Some(9..17), None));
        assert_eq!(line("::: quote {").map(|line| (line.kind, line.name)), Some((LineKind::Open, 4..9)));
        assert_eq!(line(":::::\t").map(|line| line.kind), Some(LineKind::Close));
        assert_eq!(line("::before and ::after"), None);
        assert_eq!(line(":: x"), None);
        assert_eq!(line("::timeline").map(|line| line.kind), Some(LineKind::Leaf));
    }

    #[test]
    fn attributes_may_run_over_lines_but_not_over_a_blank_one() {
        let quote = line(":::quote{by=a\n  source=b}\ntext").expect("a container");
        assert_eq!((quote.end, quote.fault), (25, None));
        assert_eq!(line(":::quote{by=a\n\nb}").map(|line| line.fault), Some(Some(Fault::OpenBrace(8..9))));
    }

    #[test]
    fn faults_name_their_characters() {
        assert_eq!(line("::a{b=c} d ").expect("a leaf").fault, Some(Fault::Trailing(9..10)));
        assert_eq!(line(":::5").expect("colons").fault, Some(Fault::NoName(0..3)));
        assert_eq!(line(":::a[b]{c=d}").expect("a container").fault, Some(Fault::Label(5..6)));
    }
}
