//! Code with the classes that style sheets colour.
//!
//! In: code and the language its author named. Out: HTML with `hl-` classes, or the escaped code for a language nobody knows. The colours
//! are the theme's.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use super::body::escape;

/// Loaded when a site first names a language: it takes longer than rendering a hundred pages.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Longer code is shown without colours: finding them takes a second for a megabyte.
const LONGEST: usize = 64 * 1024;

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// Writes the inside of a `<code>`.
pub(super) fn write(code: &str, language: &str, out: &mut String) {
    if language.is_empty() || matches!(language, "text" | "txt" | "plain") || code.len() > LONGEST {
        return escape(code, out);
    }
    let Some(syntax) = SYNTAXES.find_syntax_by_token(language) else { return escape(code, out) };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
    for line in LinesWithEndings::from(code) {
        if generator.parse_html_for_line_which_includes_newline(line).is_err() {
            // A broken syntax definition costs colours, not the code.
            return escape(code, out);
        }
    }
    out.push_str(&generator.finalize());
}
