//! What readers get, as HTML.

use super::*;
use crate::parse::markdown::{self, Form, UseKind, parse};
use crate::source::FileId;

/// Answers with what was asked, so that a test shows the question.
struct Echo<'a> {
    body: &'a Body,
    text: &'a str,
}

impl Fill for Echo<'_> {
    fn wiki(&mut self, use_index: usize) -> Reference<'_> {
        let target = self.body.wiki(self.text, use_index).expect("a wiki reference");
        let id = self.body.get(self.text, target.id);
        let href = (id != "nobody").then(|| format!("/{id}/").into());
        Reference { href, title: id.to_uppercase().into(), kind: "actor".into(), attributes: Vec::new() }
    }

    fn link(&mut self, use_index: usize) -> Option<LinkOut<'_>> {
        let UseKind::Link { dest, .. } = self.body.uses()[use_index].kind else { return None };
        let href = self.body.get(self.text, dest);
        Some(LinkOut { href: href.into(), external: href.starts_with("http") })
    }

    fn image(&mut self, use_index: usize) -> Option<ImageOut<'_>> {
        let UseKind::Image { dest, .. } = self.body.uses()[use_index].kind else { return None };
        Some(ImageOut { src: self.body.get(self.text, dest).into(), size: Some((4, 3)) })
    }

    fn cite(&mut self, use_index: usize, out: &mut String) {
        out.push_str(&format!("<sup>{}</sup>", self.body.citations(use_index).len()));
    }

    fn directive(&mut self, use_index: usize, inner: &str, out: &mut String) {
        let directive = self.body.directive(use_index).expect("a directive");
        let name = self.body.get(self.text, directive.name);
        let tag = if directive.form == Form::Inline { "span" } else { "div" };
        out.push_str(&format!("<{tag} class=\"{name}\">{inner}</{tag}>"));
    }
}

fn html(markdown: &str, raw_html: bool) -> String {
    let options = markdown::Options { math: true, raw_html, smart_punctuation: true };
    let (body, _) = parse(markdown, 0..markdown.len(), FileId(0), &options);
    let render_options = RenderOptions { raw_html, ..RenderOptions::default() };
    render(&body, markdown, &mut Echo { body: &body, text: markdown }, &render_options)
}

fn check(markdown: &str, expected: &str) {
    assert_eq!(html(markdown, false).trim_end(), expected, "{markdown}");
}

#[test]
fn text_is_escaped_wherever_it_stands() {
    check("a < b & \"c\" \\> `<d>`", "<p>a &lt; b &amp; “c” &gt; <code>&lt;d&gt;</code></p>");
    check("[a](/x?b=\"c\"&amp;d 'e \"f\"')", "<p><a href=\"/x?b=&quot;c&quot;&amp;d\" title=\"e &quot;f&quot;\">a</a></p>");
    check("a\0b\u{1}c", "<p>a\u{fffd}bc</p>");
    check("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>");
}

#[test]
fn no_body_has_a_first_heading() {
    check("# A\n\n###### B", "<h2 id=\"a\">A</h2>\n<h6 id=\"b\">B</h6>");
}

#[test]
fn references_are_links_or_their_words() {
    check(
        "[[putin]] [[putin|*he*]] [[nobody]] [[nobody|x]]",
        "<p><a href=\"/putin/\" class=\"ref ref-actor\">PUTIN</a> <a href=\"/putin/\" class=\"ref ref-actor\"><em>he</em></a> NOBODY x</p>",
    );
}

#[test]
fn directives_get_their_content_as_html() {
    check(
        "a :b[c :d[*e*] [@f; @g]]{h=i}\n:::j\nk\n:::\n::l[m]",
        "<p>a <span class=\"b\">c <span class=\"d\"><em>e</em></span> <sup>2</sup></span></p>\n<div class=\"j\"><p>k</p>\n</div><div class=\"l\">m</div>",
    );
}

#[test]
fn links_run_no_code_and_have_words() {
    check(
        "[a](javascript:x) [b](https://x.org) [](/y/)",
        "<p>a <a href=\"https://x.org\" class=\"external\" rel=\"noopener\">b</a> <a href=\"/y/\">/y/</a></p>",
    );
    check(
        "![a *b*](c.jpg \"d\") ![e](data:f)",
        "<p><img src=\"c.jpg\" alt=\"a b\" width=\"4\" height=\"3\" title=\"d\" loading=\"lazy\"> e</p>",
    );
}

#[test]
fn tables_can_be_reached_and_their_columns_have_headings() {
    check(
        "| a | |\n|--:|:-:|\n| b | c |",
        "<section class=\"table\" tabindex=\"0\" aria-label=\"Table 1\">\n<table>\n<thead>\n<tr><th scope=\"col\" class=\"right\">a</th><td class=\"center\"></td></tr>\n</thead>\n<tbody>\n<tr><td class=\"right\">b</td><td class=\"center\">c</td></tr>\n</tbody>\n</table>\n</section>",
    );
}

#[test]
fn lists_tasks_terms_quotations_and_alerts_are_elements() {
    check("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>");
    check("2. a\n3. b", "<ol start=\"2\">\n<li>a</li>\n<li>b</li>\n</ol>");
    check(
        "- [x] a\n- [ ] b",
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"done\"> a</li>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"not done\"> b</li>\n</ul>",
    );
    check("T\n: d", "<dl>\n<dt>T</dt>\n<dd>d</dd>\n</dl>");
    check(
        "> q\n\n> [!TIP]\n> t",
        "<blockquote>\n<p>q</p>\n</blockquote>\n<div class=\"alert alert-tip\" role=\"note\">\n<p class=\"alert-title\">Tip</p>\n<p>t</p>\n</div>",
    );
    check("a~~b~~  \n**c**\n\n---", "<p>a<del>b</del><br>\n<strong>c</strong></p>\n<hr>");
}

#[test]
fn footnotes_stand_at_the_end_with_ways_back() {
    check(
        "a[^x] b[^x]\n\n[^x]: c\n\nd",
        "<p>a<sup class=\"footnote\"><a href=\"#fn_1\" id=\"fnref_1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup> b<sup class=\"footnote\"><a href=\"#fn_1\" id=\"fnref_1_2\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup></p>\n<p>d</p>\n<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"fn_1\"><p>c <a href=\"#fnref_1\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to reference 1\">↩</a> <a href=\"#fnref_1_2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to reference 1-2\">↩</a></p>\n</li>\n</ol>\n</section>",
    );
}

#[test]
fn code_is_highlighted_where_its_language_is_known() {
    check("```\na < b\n```", "<pre tabindex=\"0\"><code>a &lt; b\n</code></pre>");
    check("```nosuch\na\n\nb\n```", "<pre tabindex=\"0\"><code class=\"language-nosuch\">a\n\nb\n</code></pre>");
    let rust = html("> ```rust\n> // <x>\n> let a = 1;\n> ```", false);
    assert!(rust.contains("<code class=\"language-rust\"><span class=\"hl-source hl-rust\">"), "{rust}");
    assert!(rust.contains("&lt;x&gt;") && !rust.contains("style="), "{rust}");
}

#[test]
fn formulas_are_mathml() {
    let formula = html("$x^2$ and $$\\frac12$$", false);
    assert!(formula.contains("<math") && formula.contains("<mfrac>") && formula.contains("display=\"block\""), "{formula}");
    check("$\\nosuch<$", "<p><code>\\nosuch&lt;</code></p>");
}

#[test]
fn raw_html_is_sanitised_and_cannot_break_out() {
    let check = |markdown: &str, expected: &str| assert_eq!(html(markdown, true).trim_end(), expected, "{markdown}");
    check("a <kbd onclick=\"x\" class=\"k\">b</kbd> <script>c</script><br/>", "<p>a <kbd class=\"k\">b</kbd> c<br></p>");
    check("*a <b>c* d</b>", "<p><em>a <b>c</b></em> d</p>");
    check("<b>a *c</b> d*", "<p><b>a <em>c d</em></b></p>");
    check("<div onclick=\"x\"><a href=\"javascript:x\">a</a><h1>b</h1>", "<div><a rel=\"noopener noreferrer\">a</a>b</div>");
    check("</div>a", "a");
    // HTML makes an empty paragraph of an end tag alone.
    check("</p>", "<p></p>");
    check("<b>:c[d]", "<p><b><span class=\"c\">d</span></b></p>");
    check("a :c[<b>d] </b>e", "<p>a <span class=\"c\"><b>d</b></span> e</p>");
}

#[test]
fn control_characters_and_quotes_cannot_leave_an_attribute() {
    let mut out = String::new();
    escape_attribute("a\"b\0<\r\n", &mut out);
    assert_eq!(out, "a&quot;b\u{fffd}&lt;\n");
}

/// Elements that are open at the end, or the first end tag that closes something else.
fn unbalanced(html: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    for tag in html.split('<').skip(1) {
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match tag.starts_with('/') {
            true if open.last() == Some(&name) => drop(open.pop()),
            true => return vec![format!("</{name}>")],
            false if matches!(name.as_str(), "br" | "hr" | "img" | "input" | "wbr" | "mspace") => {}
            false => open.push(name),
        }
    }
    open
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_is_written_its_elements_close(pieces in proptest::collection::vec(proptest::sample::select(vec![
        ":a[", "]", "{b=c}", ":::q\n", "\n:::\n", "::l[x]{y=z}\n", "\n", "\n\n", "> ", "- ", "- [x] ", "1. ", "`", "```rust\n", "*", "_", "**", "~~", "[[x|", "[[x]]", "]]", "|", "[@a]",
        "[^1]", "\n[^1]: ", "<b>", "</b>", "<kbd class='", "<div>\n", "</p>", "<br/>", "<script>", "<!--", "-->", "\"", "# ", "|---|\n", "![", "](x)", "a", "\n: b", "[!NOTE]\n", "<https://x>", "$x$",
    ]), 0..30), raw_html: bool) {
        let out = html(&pieces.concat(), raw_html);
        proptest::prop_assert_eq!(unbalanced(&out), Vec::<String>::new(), "{}", out);
        proptest::prop_assert!(!out.contains("<script"), "{}", out);
    }
}
