//! Formulas as MathML.
//!
//! In: LaTeX. Out: a `<math>` element without styles, scripts or fonts of its own.

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

use super::body::{escape, escape_attribute};
use crate::parse::markdown::check_formula;

/// Writes a formula, in its line or on lines of its own.
pub(super) fn write(formula: &str, display: bool, out: &mut String) {
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let storage = Storage::new();
    let mut math = String::new();
    // A wrong formula has stopped the build; only a preview comes here with one.
    if check_formula(formula).is_ok() && push_mathml(&mut math, Parser::new(formula, &storage), config).is_ok() {
        let start = out.len();
        write_clean(&math, out);
        // For whoever copies the formula, and for the page's twin in Markdown: MathML does not lead back to what was written.
        if out[start..].starts_with("<math") {
            let mut written = " data-tex=\"".to_owned();
            escape_attribute(formula, &mut written);
            written.push('"');
            out.insert_str(start + "<math".len(), &written);
        }
        return;
    }
    out.push_str("<code>");
    escape(formula, out);
    out.push_str("</code>");
}

/// Writes MathML with what pulldown-latex leaves out and without what it should leave out: it does not escape a sign such as `<` that
/// stands alone in an element, and it writes style attributes, which a strict content security policy refuses. A sign is followed by the
/// end of its element, so a `<` before a letter or `/` always begins a tag.
fn write_clean(math: &str, out: &mut String) {
    let mut rest = math;
    while let Some(at) = rest.find(['<', '>', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let sign = rest.as_bytes()[0];
        let next = rest.as_bytes().get(1).copied().unwrap_or_default();
        let length = match sign {
            b'<' if next.is_ascii_alphabetic() || next == b'/' => rest.find('>').map_or(rest.len(), |end| end + 1),
            b'&' if next.is_ascii_alphabetic() => 0,
            _ => 1,
        };
        match (sign, length) {
            (b'&', 0) => out.push('&'),
            (b'<', 1) => out.push_str("&lt;"),
            (b'>', _) => out.push_str("&gt;"),
            (b'&', _) => out.push_str("&amp;"),
            _ => write_without_style(&rest[..length], out),
        }
        rest = &rest[length.max(1)..];
    }
    out.push_str(rest);
}

fn write_without_style(tag: &str, out: &mut String) {
    match tag.split_once(" style=\"") {
        None => out.push_str(tag),
        Some((before, after)) => {
            out.push_str(before);
            out.push_str(after.split_once('"').map_or(">", |(_, after)| after));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn html(formula: &str) -> String {
        let mut out = String::new();
        write(formula, false, &mut out);
        out
    }

    #[test]
    fn signs_are_escaped_and_styles_left_out() {
        assert!(html("a<b>c").contains("<mo>&lt;</mo>"), "{}", html("a<b>c"));
        assert!(html("\\text{<script>&}").contains("&lt;script&gt;&amp;"), "{}", html("\\text{<script>&}"));
        assert!(!html("\\color{red}x").contains("style"), "{}", html("\\color{red}x"));
        assert_eq!(html("\\operatorname{<b>}"), "<code>\\operatorname{&lt;b&gt;}</code>");
        // What the author wrote stands in an attribute, escaped.
        assert_eq!(html("</annotation><script>").matches("<script").count(), 0);
        assert!(html("a<b").starts_with("<math data-tex=\"a&lt;b\""), "{}", html("a<b"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_formula_breaks_out_of_its_element(pieces in prop::collection::vec(prop::sample::select(vec![
            "<", ">", "&", "\"", "/", "a", "1", "{", "}", "\\frac", "\\text{", "\\operatorname{", "^", "_", "\\left(", "\\right)", "\\not", "\\lt", "\\begin{matrix}",
            "\\end{matrix}", "\\\\", " ", "script", "\\color{red}", "\\sqrt[", "]", "é", "\\", "%", "\n", "\\hspace{1em}", "\\mathbf", "'", "$", "\\kern", "3em", "\\&",
        ]), 0..12)) {
            let out = html(&pieces.concat());
            for (at, _) in out.match_indices('<') {
                let name: String = out[at + 1..].trim_start_matches('/').chars().take_while(char::is_ascii_alphabetic).collect();
                prop_assert!(name == "code" || name == "semantics" || name.starts_with('m'), "{out}");
            }
            prop_assert!(out == out.replace("style=", ""));
        }
    }
}
