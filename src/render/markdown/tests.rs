use super::*;
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_assert, prop_oneof, proptest};

const HEAD: &str = "<head><meta property=\"og:title\" content=\"A &quot;claim&quot;\"><meta property=\"og:site_name\" content=\"S\">\
     <meta property=\"article:modified_time\" content=\"2026-01-02\"><link rel=\"canonical\" href=\"https://example.org/sub/claims/c/\"></head>";

fn check(html: &str, expected: &str) {
    let page = format!("{HEAD}<body><nav>menu</nav><main id=\"m\">{html}</main><footer>foot</footer></body>");
    let text = markdown(&page);
    let body = text.split_once("---\n\n").expect("front matter first").1;
    assert_eq!(body.trim_end_matches('\n'), expected, "{html}");
}

#[test]
fn the_front_matter_says_which_page_it_is() {
    let text = markdown(&format!("{HEAD}<main><p>x</p></main>"));
    assert_eq!(
        text,
        "---\ntitle: \"A \\\"claim\\\"\"\nsite: \"S\"\nurl: \"https://example.org/sub/claims/c/\"\nupdated: \"2026-01-02\"\n---\n\nx\n"
    );
    assert_eq!(markdown("<p>no head</p>"), "no head\n");
}

#[test]
fn links_are_whole_where_the_page_says_where_it_stands() {
    check("<a href=\"/sub/x/?a=1&amp;b#c\">x</a>", "[x](https://example.org/sub/x/?a=1&b#c)");
    check(
        "<a href=\"#part\">x</a> <a href=\"page/2/\">y</a>",
        "[x](https://example.org/sub/claims/c/#part) [y](https://example.org/sub/claims/c/page/2/)",
    );
    check("<a href=\"mailto:a@b.c\">x</a> <a href=\"https://e.org/(a)\">y</a>", "[x](mailto:a@b.c) [y](https://e.org/%28a%29)");
    check("<a href=\"/x/\"></a>not a link", "not a link");
    assert_eq!(markdown("<main><a href=\"/x/\">x</a></main>"), "[x](/x/)\n");
}

#[test]
fn blocks_stand_apart_and_headings_keep_their_levels() {
    check("<h1><bdi>One</bdi></h1>\n<p>two\n  three</p><section><h2>Four</h2>five</section>", "# One\n\ntwo three\n\n## Four\n\nfive");
    check("<p>a<br>b<br></p><hr><p>c</p>", "a\\\nb\n\n---\n\nc");
    check("<blockquote><p>a</p><p>b</p></blockquote><p>c</p>", "> a\n>\n> b\n\nc");
}

#[test]
fn lists_hold_blocks_and_lists() {
    check("<p>x</p><ul><li>a</li><li><p>b</p><p>c</p><ul><li>d</li></ul></li></ul><p>e</p>", "x\n\n- a\n- b\n\n  c\n\n  - d\n\ne");
    check("<ol start=\"9\"><li>a</li><li>b</li></ol>", "9. a\n10. b");
    check("<ol><li value=\"3\">a</li></ol>", "3. a");
    check("<ul><li><input type=\"checkbox\" checked> a</li><li></li></ul>", "- [x] a");
}

#[test]
fn facts_are_a_list_of_terms() {
    check(
        "<dl><div><dt>Status</dt><dd><span class=\"mark s-x\">disputed</span> Because.</dd></div><div><dt>Answers</dt><dd>one</dd><dd>two</dd></div></dl>",
        "- **Status**: **disputed** Because.\n- **Answers**: one\n\n  two",
    );
    check("<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl><p>e</p>", "- **a**: b\n- **c**: d\n\ne");
}

#[test]
fn short_facts_in_a_row_are_told_apart() {
    check(
        "<p class=\"meta\"><span>claimed by <a href=\"/a/\">A</a></span> <span>1 May</span> <span class=\"basis\">reported</span> </p>",
        "claimed by [A](https://example.org/a/) · 1 May · reported",
    );
}

#[test]
fn tables_are_tables_and_their_cells_one_line() {
    check(
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td><p>x</p><p>y | z</p></td></tr></tbody></table><p>e</p>",
        "| A | B |\n| --- | --- |\n| x · y \\| z |  |\n\ne",
    );
    check("<table></table>", "");
    check(
        "<p>a</p><table><tr><td><ul><li>b<li>c</ul></td><td><code>d|e</code></td></tr></table>",
        "a\n\n| b · c | `d\\|e` |\n| --- | --- |",
    );
}

#[test]
fn what_is_for_the_eye_alone_is_left_out() {
    check(
        "<figure class=\"axis\"><svg><text>1</text></svg><figcaption>k</figcaption></figure><svg><g><svg></svg></g>x</svg><p>a</p><script>b</script>",
        "a",
    );
    check(
        "<p class=\"key\">k</p><nav class=\"toc\"><nav></nav>t</nav><nav class=\"pages\"><a href=\"#x\">2</a></nav><div hidden>h</div>",
        "[2](https://example.org/sub/claims/c/#x)",
    );
}

#[test]
fn code_and_formulas_stay_as_they_were_written() {
    check(
        "<pre tabindex=\"0\"><code class=\"language-rust\"><span>let</span> a = \"<b>\";\n```\n</code></pre>",
        "````rust\nlet a = \"\";\n```\n````",
    );
    check("<p><code>a`b *c*</code></p>", "``a`b *c*``");
    check("<p>as <math data-tex=\"a_1 &lt; b\"><mi>a</mi></math> and <math><mi>x</mi><mo>+</mo></math></p>", "as $a_1 < b$ and x+");
}

#[test]
fn words_mean_themselves() {
    check(
        "<p># no heading</p><p>1. no list</p><p>- no list</p><p>*a* _b_ c_d [e] `f` &lt;g&gt; \\ &amp;amp;</p>",
        "\\# no heading\n\n1\\. no list\n\n\\- no list\n\n\\*a\\* \\_b\\_ c_d \\[e\\] \\`f\\` \\<g> \\\\ \\&amp;",
    );
}

/// Pieces of pages, whole and broken, in any order.
fn soup() -> impl Strategy<Value = String> {
    const TAGS: [&str; 34] = [
        "p",
        "div",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "td",
        "th",
        "a href=\"/x/\"",
        "strong",
        "em",
        "q",
        "h2",
        "pre",
        "code",
        "blockquote",
        "svg",
        "math",
        "math data-tex=\"x|y\"",
        "nav",
        "p class=\"meta\"",
        "span class=\"mark\"",
        "span",
        "details",
        "summary",
        "section",
        "aside",
        "main",
        "br",
        "title",
    ];
    let tag = (0..TAGS.len()).prop_map(|at| TAGS[at]);
    let piece = prop_oneof![
        3 => tag.clone().prop_map(|tag| format!("<{tag}>")),
        3 => tag.prop_map(|tag| format!("</{}>", tag.split(' ').next().unwrap_or(tag))),
        2 => "[ a-z\\n|*_`#é·\\\\&;<>\"'0-9.-]{0,12}".prop_map(String::from),
        1 => Just("<".to_owned()),
        1 => Just("<!-- ".to_owned()),
        1 => Just("<a href=\"".to_owned()),
        1 => Just("&#x0;&#xffffffff;&lt;&".to_owned()),
        1 => Just("<br/><hr><img alt=\"a]\" src=\"b c\">".to_owned()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_soup_of_tags_is_read_to_its_end(html in soup()) {
        let text = markdown(&html);
        // It grows by marks and by what nested blocks begin with, and by no more.
        prop_assert!(text.len() <= 200 + 60 * html.len(), "{} from {}: {html}", text.len(), html.len());
        prop_assert!(text.is_empty() || text.ends_with('\n'));
        prop_assert!(text.contains("```") || !text.contains("\n\n\n"), "two blank lines: {text:?} from {html}");
    }

    #[test]
    fn any_text_is_read_to_its_end(html in ".{0,200}") {
        markdown(&html);
    }
}
