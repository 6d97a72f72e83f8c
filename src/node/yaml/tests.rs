use proptest::prelude::*;

use super::*;
use crate::diag::Place;

const FILE: FileId = FileId(0);

/// The tree in one line, every value with its written characters behind it.
fn show(node: &Node, text: &str) -> String {
    let written = &text[node.span.range()];
    let inner = match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool { value, .. } => value.to_string(),
        Value::Int { value, .. } => value.to_string(),
        Value::Float { value, .. } => value.to_string(),
        Value::Text(text) | Value::Date(text) => format!("{text:?}"),
        Value::List(items) => format!("[{}]", items.iter().map(|item| show(item, text)).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let entries = entries.iter().map(|entry| format!("{}: {}", entry.key.text, show(&entry.node, text))).collect::<Vec<_>>();
            return format!("{{{}}}", entries.join(", "));
        }
    };
    if matches!(node.value, Value::List(_)) { inner } else { format!("{inner}<{written}>") }
}

fn read(text: &str) -> Node {
    let (node, diagnostics) = parse(text, 0..text.len(), FILE);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    node
}

/// Every problem as `code marked message (help)`.
fn problems(text: &str) -> Vec<String> {
    let (_, diagnostics) = parse(text, 0..text.len(), FILE);
    let line = |diagnostic: Diagnostic| {
        let Place::Text(label) = &diagnostic.place else { panic!("a YAML problem has a place") };
        let help = diagnostic.help.join("; ");
        format!(
            "{} <{}> {} ({help})",
            diagnostic.code.id,
            text[label.at.span.range()].replace('\t', "\\t").replace('\0', "\\0"),
            diagnostic.message
        )
    };
    diagnostics.into_iter().map(line).collect()
}

fn problem(text: &str) -> String {
    let problems = problems(text);
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.into_iter().next().unwrap_or_default()
}

#[test]
fn every_value_knows_its_written_characters() {
    let text = "title: Peace talks  # note\nlist:\n  - d\n  - {e: 'f', g: [h, 2]}\n\nsays: |\n  two\n  lines\n\nlast: \"q\\n\"\n";
    let node = read(text);
    assert_eq!(
        show(&node, text),
        "{title: \"Peace talks\"<Peace talks>, list: [\"d\"<d>, {e: \"f\"<'f'>, g: [\"h\"<h>, 2<2>]}], \
         says: \"two\\nlines\\n\"<two\n  lines>, last: \"q\\n\"<\"q\\n\">}"
    );
    let place = |key: &str| &text[node.get(key).expect("the key is in the text").span.range()];
    assert_eq!(place("list"), "- d\n  - {e: 'f', g: [h, 2]}");
    assert_eq!(&text[node.span.range()], text.trim_end());
    assert_eq!(&text[node.entries()[2].key.span.range()], "says");
}

#[test]
fn a_list_in_the_column_of_its_key_begins_at_its_dash() {
    for (text, list) in [
        ("c:\n- x\n- y\nd: 1", "- x\n- y"),
        ("c:\n- - x\n", "- - x"),
        ("- c:\n  - x", "- x"),
        ("c:\n -   x\n", "-   x"),
        ("a-:\n - b", "- b"),
    ] {
        let node = read(text);
        let node = node.as_list().map_or(&node, |items| &items[0]);
        assert_eq!(&text[node.entries()[0].node.span.range()], list, "{text:?}");
    }
}

#[test]
fn places_count_bytes_of_the_whole_file_behind_any_characters_and_line_ends() {
    let text = "---\r\nä: 😀 ok \r\nkey: «wert»\r\n---\r\nbody";
    let (node, diagnostics) = parse(text, 5..text.rfind("---").expect("the closing line is there"), FILE);
    assert!(diagnostics.is_empty());
    assert_eq!(show(&node, text), "{ä: \"😀 ok\"<😀 ok>, key: \"«wert»\"<«wert»>}");
    let long = format!("{}: x\nend: y", "é".repeat(200));
    assert_eq!(show(&read(&long), &long), format!("{{{}: \"x\"<x>, end: \"y\"<y>}}", "é".repeat(200)));
}

#[test]
fn scalars_follow_the_core_schema() {
    let text = "[1, -2, +3, 007, 0x1F, 0o17, 1.5, .5, 1e3, no, on, 1_000, 2026-01-05, 10:30, true, ~, null, '1', .inf, 1e999, 0x, +, infinity, \
                99999999999999999999, !!str 5, 0x-1]";
    let kinds: Vec<_> = read(text).as_list().expect("a list was written").iter().map(Node::kind).collect();
    let numbers = ["a number"; 9];
    let texts = ["text"; 5];
    let rest = ["true or false", "nothing", "nothing", "text", "text", "text", "text", "text", "text", "a number", "text", "text"];
    assert_eq!(kinds, [&numbers[..], &texts[..], &rest[..]].concat());
}

#[test]
fn what_is_not_there_is_nothing_at_an_empty_place() {
    let text = "a:\nb: \nc:\n  - \n  - x\nd: {e, f}\n";
    assert_eq!(show(&read(text), text), "{a: null<>, b: null<>, c: [null<>, \"x\"<x>], d: {e: null<>, f: null<>}}");
    assert_eq!(read(text).get("a").map(|node| node.span), Some(Span::new(2, 2)));
    assert!(read("").is_null());
    assert!(read("# only a comment\n").is_null());
}

#[test]
fn keys_that_are_no_text_are_kept_as_written() {
    let text = "2026: a\ntrue: b\n1.10: c\n";
    assert_eq!(show(&read(text), text), "{2026: \"a\"<a>, true: \"b\"<b>, 1.10: \"c\"<c>}");
}

#[test]
fn every_duplicate_key_is_reported_with_the_first() {
    let text = "a: 1\nb: 2\na: 3\nc: {d: 4, d: 5}\na: 6\n";
    let (node, diagnostics) = parse(text, 0..text.len(), FILE);
    let mut diagnostics: Vec<_> = diagnostics.into_iter().collect();
    diagnostics.sort_by(|a, b| a.place.cmp(&b.place));
    assert_eq!(diagnostics.len(), 3);
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.code.id == "E0206"));
    let seconds: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.secondary[0].at.span.start).collect();
    assert_eq!(seconds, [0, 19, 0]);
    assert_eq!(node.get("a").and_then(Node::as_int), Some(1), "the first value is kept");
}

#[test]
fn aliases_stand_for_their_value() {
    let text = "a: &x [1, 2]\nb: *x\nc: *x\n";
    let node = read(text);
    assert_eq!(show(&node, text), "{a: [1<1>, 2<2>], b: [1<1>, 2<2>], c: [1<1>, 2<2>]}");
    assert_eq!(&text[node.entries()[1].node.span.range()], "*x");
    assert_eq!(show(&read("a: &x\n  k: v\nb:\n  <<: *x\n"), "a: &x\n  k: v\nb:\n  <<: *x\n"), "{a: {k: \"v\"<v>}, b: {<<: {k: \"v\"<v>}}}");
}

#[test]
fn aliases_cannot_ask_for_billions_of_values() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    assert!(problem(&text).starts_with("E0213 <*a"), "{}", problem(&text));
    assert!(problem("a: &x [*x]\n").starts_with("E0203 <*x> an alias inside the value it stands for"));
}

#[test]
fn nesting_has_a_limit_of_its_own() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert!(problems(&nested(64)).is_empty());
    assert_eq!(problem(&nested(65)), "E0213 <[> nested deeper than 64 levels (take out the innermost brackets or levels)");
    assert!(problem(&nested(100_000)).starts_with("E0213"));
    let mut aliases = "a0: &a0 [x]\n".to_owned();
    for level in 1..70 {
        aliases.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
    }
    assert!(problem(&aliases).starts_with("E0213 <*a62>"), "{}", problem(&aliases));
}

#[test]
fn an_error_keeps_what_was_read_up_to_it() {
    let text = "title: Talks\nactors: [a, b]\nlist:\n  - one\n  - two: x: y\nlater: 1\n";
    let (node, diagnostics) = parse(text, 0..text.len(), FILE);
    assert!(diagnostics.has_errors());
    assert_eq!(show(&node, text), "{title: \"Talks\"<Talks>, actors: [\"a\"<a>, \"b\"<b>], list: [\"one\"<one>, {two: \"x\"<x>}]}");
}

#[test]
fn the_common_mistakes_are_told_with_what_to_write() {
    let cases = [
        ("a:\n\tb: c\n", "E0203 <\\t> a tab where YAML wants spaces (indent with spaces, two for each level)"),
        ("a: b\n\tc: d\n", "E0203 <\\t> a tab where YAML wants spaces (indent with spaces, two for each level)"),
        (
            "a: b\n  c: d\n",
            "E0203 <c> `c` is indented deeper than the field above it, so it continues that field's value (begin it in the same column as the other fields)",
        ),
        (
            "title: Peace talks: day two\n",
            "E0203 <:> a `: ` inside a value without quotes (put the value in quotes: `\"Peace talks: day two\"`)",
        ),
        ("title: He said: \"no\"\n", "E0203 <:> a `: ` inside a value without quotes (put the value in quotes: `'He said: \"no\"'`)"),
        (
            "title: \"unclosed\nb: c\n",
            "E0203 <\"> the `\"` that is opened here is never closed (write `\"` at the end of the value, or remove this one)",
        ),
        (
            "title: 'unclosed\n",
            "E0203 <'> the `'` that is opened here is never closed (write `'` at the end of the value, or remove this one)",
        ),
        (
            "title: 'it's here'\n",
            "E0203 <s here'> more text after the closing quote (write an apostrophe twice inside single quotes, or put the value in double quotes)",
        ),
        (
            "title: \"Peace\" talks\n",
            "E0203 <talks> more text after the closing quote (put the whole value in one pair of quotes, with `\\\"` for a quote inside it)",
        ),
        ("a: [b, c\nd: e\n", "E0203 <[> the `[` that is opened here is never closed (write `]` behind the last item)"),
        ("a: {b: c\nd: e\n", "E0203 <{> the `{` that is opened here is never closed (write `}` behind the last item)"),
        ("a: [\n", "E0203 <[> the `[` that is opened here is never closed (write `]` behind the last item)"),
        ("a: b]\nc: ]\n", "E0203 <]> this `]` closes nothing (remove it, or put the value in quotes if the bracket belongs to the text)"),
        ("a: [x, b: c: d]\n", "E0203 <:> a `: ` inside a value without quotes (put the value in quotes: `\"c: d]\"`)"),
        ("a: [1, , 2]\n", "E0203 <,> a value is missing before this (write the value, or remove what is too much)"),
        ("a: *bold* text\n", "E0203 <*bold*> nothing is named by `*bold*` (put the value in quotes: `\"*bold* text\"`)"),
        (
            "by: @putin\n",
            "E0203 <@putin> a value cannot begin with `@` (write the id alone, `putin`, or put the value in quotes if it is a name)",
        ),
        (
            "a: !important x\n",
            "E0203 <!important> the tag `!important` has no meaning here (remove it, or put the whole value in quotes if the `!` belongs to the text)",
        ),
        ("a: - b\n", "E0203 <-> a list cannot begin on the line of its key (put every `- item` on a line of its own below the key)"),
        (
            "a:\n  b: c\n d: e\n",
            "E0203 <d: e> the indentation of this line fits nothing above it (begin the line in the same column as the other lines of its group)",
        ),
        (
            "- a\nb: c\n",
            "E0203 <b: c> the indentation of this line fits nothing above it (begin the line in the same column as the other lines of its group)",
        ),
        ("a:b\nc: d\n", "E0203 <:> no space after the `:` (write `a: b`)"),
        ("x: 1\na:b\nc: d\n", "E0203 <:> no space after the `:` (write `a: b`)"),
        (
            "a: 1\nno colon\nb: 2\n",
            "E0203 <no colon> this line is not `key: value` (write a `:` and a space behind the key, or indent the line if it continues the value above)",
        ),
        (
            "a: 1\nno colon\n",
            "E0203 <no colon> this line is not `key: value` (write a `:` and a space behind the key, or indent the line if it continues the value above)",
        ),
        ("a: \"C:\\dir\"\n", "E0203 <\\d> `\\d` means nothing inside double quotes (write `\\\\` for a backslash, or use single quotes)"),
        ("a: 1\n---\nb: 2\n", "E0203 <---> a second YAML document begins here (remove the line, or put the text into a file of its own)"),
        ("a: 1\0\nb: 2\n", "E0203 <\\0> a NUL character in the text (remove the character)"),
        (
            "# c\n%YAML 1.2\n---\na: 1\n",
            "E0203 <%YAML 1.2> a line that begins with `%` has no meaning here (remove the line, or put a value that begins with `%` in quotes)",
        ),
        ("{a: 1}: b\n", "E0203 <{a: 1}> a group of fields cannot be a key (put the text in quotes if its brackets belong to it)"),
    ];
    let wrong: Vec<_> = cases.iter().filter(|(text, expected)| problem(text) != *expected).map(|(text, _)| (text, problem(text))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Text that looks enough like YAML to get past its first line.
fn yamlish() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b: ", ": ", ":", "- ", "-", "\n", "\n  ", "\n\t", " ", "[", "]", "{", "}", ", ", "\"", "'", "|", ">", "&x ", "*x", "!",
        "!!str ", "# c", "é", "😀", "\r\n", "---\n", "...\n", "? ", "1", "~", "\\", "%", "@", "\0", "\u{85}", "\u{2028}", "<<: ",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// That every place is a part of the text on character boundaries, and inside the place of what holds it.
fn check_places(node: &Node, text: &str) -> Result<(), TestCaseError> {
    let slice = text.get(node.span.range());
    prop_assert!(slice.is_some(), "{:?} in {:?}", node.span, text);
    // Behind an anchor or a tag the written value stands at the end.
    let slice = slice.unwrap_or_default();
    if let Some(written) = node.written().filter(|_| !slice.contains(['"', '\'', '\n', '\r', '*'])) {
        prop_assert!(slice.ends_with(written.trim()), "{:?} for {:?} in {:?}", slice, written, text);
    }
    for item in node.as_list().unwrap_or_default() {
        check_places(item, text)?;
    }
    for entry in node.entries() {
        prop_assert!(text.get(entry.key.span.range()).is_some(), "{:?} in {:?}", entry.key.span, text);
        check_places(&entry.node, text)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_tree_and_places_in_it(text in prop_oneof![yamlish(), any::<String>()]) {
        let (node, diagnostics) = parse(&text, 0..text.len(), FILE);
        check_places(&node, &text)?;
        for diagnostic in diagnostics {
            let Place::Text(label) = &diagnostic.place else { panic!("a YAML problem has a place") };
            prop_assert!(text.get(label.at.span.range()).is_some(), "{:?} in {:?}", diagnostic, text);
        }
    }

    #[test]
    fn a_part_reads_like_the_whole(text in yamlish()) {
        let (whole, _) = parse(&text, 0..text.len(), FILE);
        let file = format!("---\né\n{text}\n---\n");
        let start = "---\né\n".len();
        let (part, _) = parse(&file, start..start + text.len(), FILE);
        prop_assert_eq!(shape(&whole), shape(&part));
    }
}

/// The tree without places.
fn shape(node: &Node) -> String {
    match &node.value {
        Value::List(items) => format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => {
            format!(
                "{{{}}}",
                entries.iter().map(|entry| format!("{:?}:{}", entry.key.text, shape(&entry.node))).collect::<Vec<_>>().join(",")
            )
        }
        other => format!("{other:?}"),
    }
}
