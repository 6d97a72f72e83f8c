//! Texts that nobody would write: the parser must survive them, and its tree must hold together.

use proptest::prelude::*;

use super::*;

/// Pieces that mean something, so that random texts meet the parser's rules more often than random letters do.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        ":a[",
        "]",
        "{b=c}",
        "{",
        "}",
        ":::q\n",
        "\n:::\n",
        ":::",
        "::l{x=y}",
        "\n",
        "\n\n",
        "\r\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "\t",
        "`",
        "```\n",
        "*",
        "_",
        "**",
        "~~",
        "[[x",
        "]]",
        "|",
        "\\",
        "[@a",
        "@",
        "[^1]",
        "\n[^1]: ",
        "<b>",
        "<!--",
        "-->",
        "<div>\n",
        "$",
        "$$",
        "\"",
        "'",
        "# ",
        "{#i}",
        "😀",
        "e\u{301}",
        "\0",
        ":",
        ": ",
        "a",
        " ",
        "=",
        "---\n",
        "|---|\n",
        "![",
        "](",
        ")",
        "http://",
        "<https://x>",
        "&amp;",
        "[x]: ",
        "\u{a0}",
        ";",
        ",",
        "[!NOTE]\n",
        "\\frac{",
    ];
    prop_oneof![8 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_parser(pieces in prop::collection::vec(piece(), 0..40), math: bool, raw_html: bool, smart_punctuation: bool) {
        let options = Options { math, raw_html, smart_punctuation };
        let markdown = pieces.concat();
        let (body, text, _) = parsed(&markdown, &options);
        // Elements close in order, indices hold, and uses come in the order of the text.
        let mut open = Vec::new();
        for (index, item) in body.items().iter().enumerate() {
            match item {
                Item::Start(_) => open.push(index),
                Item::End(start) => prop_assert_eq!(open.pop(), Some(*start as usize)),
                _ => {}
            }
        }
        prop_assert!(open.is_empty());
        for (index, found) in body.uses().iter().enumerate() {
            let expected = [Item::Use(index as u32), Item::Start(Tag::Use(index as u32))];
            prop_assert!(expected.contains(&body.items()[found.item as usize]));
            prop_assert!(found.span.start as usize >= BEFORE.len() && text.get(found.span.range()).is_some());
            body.sentence(&text, index, &|_| None);
        }
        body.word_count(&text);
        body.nesting();
        described(&body, &text);
        let again = parsed(&markdown, &options);
        prop_assert_eq!(body, again.0);
        parse_detached(&markdown, Location { file: FileId(0), span: Span::new(0, 1) }, &options);
    }
}
