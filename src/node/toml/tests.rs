use proptest::prelude::*;

use super::*;
use crate::diag::Place;
use crate::diag::codes::TOML_SYNTAX;

const FILE: FileId = FileId(0);

fn read(text: &str) -> Node {
    let (node, diagnostics) = parse(text, 0..text.len(), FILE, &TOML_SYNTAX);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    node
}

/// Every problem as `code <marked> message (help)`.
fn problems(text: &str) -> Vec<String> {
    let (_, diagnostics) = parse(text, 0..text.len(), FILE, &TOML_SYNTAX);
    let line = |diagnostic: crate::diag::Diagnostic| {
        let Place::Text(label) = &diagnostic.place else { panic!("a TOML problem has a place") };
        format!("{} <{}> {} ({})", diagnostic.code.id, &text[label.at.span.range()], diagnostic.message, diagnostic.help.join("; "))
    };
    diagnostics.into_iter().map(line).collect()
}

#[test]
fn every_value_knows_its_written_characters_in_the_order_of_the_file() {
    let text = "+++\nz = 'é'\na = 0x1F\nf = 1.10\nok = true\nday = 2025-12-28 15:00:00Z\nl = [1, {x = 2}]\n[t.\"u v\"]\nw = 3\n+++\n";
    let (node, diagnostics) = parse(text, 4..text.len() - 4, FILE, &TOML_SYNTAX);
    assert!(diagnostics.is_empty());
    let entries = node.entries().iter().map(|e| (&*e.key.text, &text[e.node.span.range()], e.node.kind()));
    assert_eq!(
        entries.collect::<Vec<_>>(),
        [
            ("z", "'é'", "text"),
            ("a", "0x1F", "a number"),
            ("f", "1.10", "a number"),
            ("ok", "true", "true or false"),
            ("day", "2025-12-28 15:00:00Z", "a date"),
            ("l", "[1, {x = 2}]", "a list"),
            ("t", "t", "a group of fields"),
        ]
    );
    assert_eq!(node.get("a").and_then(Node::as_int), Some(31));
    assert_eq!(node.get("f").and_then(Node::written), Some("1.10"));
    assert_eq!(node.get("day").and_then(Node::written), Some("2025-12-28 15:00:00Z"));
    let table = node.get("t").and_then(|t| t.entry("u v")).expect("the table is in the text");
    assert_eq!((&text[table.key.span.range()], &text[table.node.span.range()]), ("\"u v\"", "[t.\"u v\"]"));
    assert_eq!(read("n = 99999999999999999999").get("n").map(Node::kind), Some("a number"));
    assert_eq!(read("n = nan").get("n").map(Node::kind), Some("text"), "no field holds nan");
}

#[test]
fn a_duplicate_key_shows_the_first() {
    let cases = [
        ("a = 1\nb = 2\na = 3\n", "a", 12, 0),
        ("[t]\nx = 1\n[u]\nx = 1\n[ t ]\ny = 2\n", "t", 22, 1),
        ("a.b = 1\na.c = 1\na . b = 2\n", "b", 20, 2),
        ("x = 0\n[t]\nx = 1\nx = 2\n", "x", 16, 10),
        ("p = {x = 1, x = 2}\n", "x", 12, 5),
    ];
    for (text, key, second, first) in cases {
        let (_, diagnostics) = parse(text, 0..text.len(), FILE, &TOML_SYNTAX);
        let diagnostics: Vec<_> = diagnostics.into_iter().collect();
        assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
        let Place::Text(label) = &diagnostics[0].place else { panic!("a TOML problem has a place") };
        assert_eq!((diagnostics[0].code.id, &*diagnostics[0].message), ("E0206", &*format!("`{key}` is written twice")));
        assert_eq!(label.at.span, Span::new(second, second + 1), "{text:?}");
        assert_eq!(diagnostics[0].secondary[0].at.span, Span::new(first, first + 1), "{text:?}");
    }
}

#[test]
fn the_common_mistakes_are_told_with_what_to_write_and_all_at_once() {
    let cases = [
        ("title: Talks\n", "E0204 <title: Talks> this line is not `key = value` (TOML has `=` between key and value: `title = \"Talks\"`)"),
        ("a = hello there\n", "E0204 <hello there> text without quotes (put it in quotes: `\"hello there\"`)"),
        ("a = yes\n", "E0204 <yes> text without quotes (write `true`)"),
        ("a =\nb = 1\n", "E0204 <=> a value is missing after the `=` (write a value, or remove the line)"),
        ("a = \"x\nb = 1\n", "E0204 <\"> a text that is opened with `\"` is never closed (write `\"` at its end)"),
        ("über = 1\n", "E0204 <über> a key with other characters than letters, digits, `-` and `_` needs quotes (write `\"über\"`)"),
        ("a = [1, 2\n", "E0204 <2> a `[` is never closed (write `]` behind the last item)"),
        ("a = 2025-02-30\n", "E0204 <2025-02-30> invalid date (expected day between 01 and 28)"),
        ("a b\n", "E0204 <a b> this line is not `key = value` (write `key = value`)"),
    ];
    let wrong: Vec<_> =
        cases.iter().filter(|(text, expected)| problems(text) != [*expected]).map(|(text, _)| (text, problems(text))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let all: String = cases.iter().take(4).map(|(text, _)| *text).collect();
    assert_eq!(problems(&all).len(), 6, "four mistakes, and `a` three times: {:#?}", problems(&all));
}

#[test]
fn nesting_has_a_limit_and_dotted_keys_nest() {
    let lists = |depth: usize| format!("a = {}1{}", "[".repeat(depth), "]".repeat(depth));
    assert!(problems(&lists(63)).is_empty());
    for depth in [64, 70, 100, 10_000] {
        let problems = problems(&lists(depth));
        assert!(!problems.is_empty() && problems.iter().all(|line| line.starts_with("E0213")), "{depth}: {problems:?}");
    }
    for text in
        [format!("{}a = 1", "a.".repeat(2_000_000)), format!("x = {{ {}a = 1 }}", "'a' . ".repeat(100)), format!("[{}a]", "a.".repeat(80))]
    {
        let problems = problems(&text);
        assert!(problems.len() == 1 && problems[0].starts_with("E0213"), "{}", problems.len());
    }
    assert!(problems("a = \"a.b.c\"\nb = 1.5\n\"a.b\" = 2\n").is_empty());
}

fn tomlish() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b",
        " = ",
        "=",
        "1",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        ", ",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "\n",
        "\r\n",
        " ",
        ".",
        "# c",
        "é",
        "😀",
        "true",
        "2025-12-28",
        "1.5",
        "\\",
        "\t",
        ":",
        "inf",
        "\0",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn check_places(node: &Node, text: &str) -> Result<(), TestCaseError> {
    prop_assert!(text.get(node.span.range()).is_some(), "{:?} in {:?}", node.span, text);
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
    fn any_text_gives_a_tree_and_places_in_it(text in prop_oneof![tomlish(), any::<String>()]) {
        let (node, diagnostics) = parse(&text, 0..text.len(), FILE, &TOML_SYNTAX);
        check_places(&node, &text)?;
        for diagnostic in diagnostics {
            let Place::Text(label) = &diagnostic.place else { panic!("a TOML problem has a place") };
            prop_assert!(text.get(label.at.span.range()).is_some(), "{:?} in {:?}", diagnostic, text);
        }
    }
}
