//! What Markdown becomes, as one line: `[p text [em text]]`, uses with what they need, and the characters of every mistake.

use super::*;
use crate::diag::Place;
use crate::source::Span;

const ALL: Options = Options { math: true, raw_html: false, smart_punctuation: false };

/// Front matter and characters of several bytes stand before every text, so that an offset that is not one of the file shows.
const BEFORE: &str = "---\ntitle: é😀\n---\n";

fn parsed(markdown: &str, options: &Options) -> (Body, String, Vec<(String, String)>) {
    let text = format!("{BEFORE}{markdown}");
    let (body, diagnostics) = parse(&text, BEFORE.len()..text.len(), FileId(0), options);
    let mut told: Vec<_> = diagnostics
        .into_iter()
        .map(|found| match found.place {
            Place::Text(label) => (label.at.span, found.code.id),
            Place::Path(_) | Place::Run => unreachable!("every mistake here has characters"),
        })
        .collect();
    told.sort_unstable();
    let told = told.into_iter().map(|(span, code)| (code.to_owned(), text[span.range()].to_owned())).collect();
    (body, text, told)
}

fn check_with(markdown: &str, options: &Options, expected: &str, wrong: &[(&str, &str)]) {
    let (body, text, told) = parsed(markdown, options);
    assert_eq!(described(&body, &text), expected, "{markdown}");
    let told: Vec<_> = told.iter().map(|(code, characters)| (code.as_str(), characters.as_str())).collect();
    assert_eq!(told, wrong, "{markdown}");
}

/// `markdown` becomes `expected` and nothing is wrong with it.
fn check(markdown: &str, expected: &str) {
    check_with(markdown, &ALL, expected, &[]);
}

/// `markdown` becomes `expected`, and these codes are told at these characters.
fn check_wrong(markdown: &str, expected: &str, wrong: &[(&str, &str)]) {
    check_with(markdown, &ALL, expected, wrong);
}

fn described(body: &Body, text: &str) -> String {
    let mut out = String::new();
    for item in body.items() {
        match item {
            Item::Text(slice) => out.push_str(&body.get(text, *slice).replace('\n', "⏎")),
            Item::Char(character) => out.push_str(&format!("‹{character}›")),
            Item::Code(slice) => out.push_str(&format!("`{}`", body.get(text, *slice))),
            Item::Math(slice) => out.push_str(&format!("${}$", body.get(text, *slice))),
            Item::DisplayMath(slice) => out.push_str(&format!("$${}$$", body.get(text, *slice))),
            Item::Html(slice) | Item::HtmlBlock(slice) => out.push_str(&format!("[html {}]", body.get(text, *slice).trim())),
            Item::SoftBreak => out.push('/'),
            Item::HardBreak => out.push_str("//"),
            Item::Rule => out.push_str("[hr]"),
            Item::Task(done) => out.push_str(if *done { "[x]" } else { "[ ]" }),
            Item::Mark(index) => out.push_str(&format!("[^{}]", body.footnotes()[*index as usize].number)),
            Item::Use(index) => out.push_str(&format!("[{}]", described_use(body, text, *index))),
            Item::Start(tag) => out.push_str(&format!("[{} ", described_tag(body, text, *tag))),
            Item::End(_) => {
                out.truncate(out.trim_end().len());
                out.push(']');
            }
        }
    }
    out
}

fn described_tag(body: &Body, text: &str, tag: Tag) -> String {
    match tag {
        Tag::Paragraph => "p".to_owned(),
        Tag::Heading(index) => {
            let heading = &body.headings()[index as usize];
            format!("h{}#{}", heading.level, body.get(text, heading.id))
        }
        Tag::Quote => "quote".to_owned(),
        Tag::Alert(alert) => format!("{alert:?}").to_lowercase(),
        Tag::CodeBlock(language) => format!("code({})", body.get(text, language)),
        Tag::List => "ul".to_owned(),
        Tag::Numbered(first) => format!("ol({first})"),
        Tag::Entry => "li".to_owned(),
        Tag::Definitions => "dl".to_owned(),
        Tag::Term => "dt".to_owned(),
        Tag::Definition => "dd".to_owned(),
        Tag::Footnote(index) => format!("footnote {}", body.footnotes()[index as usize].number),
        Tag::Table => "table".to_owned(),
        Tag::TableHead => "head".to_owned(),
        Tag::TableRow => "row".to_owned(),
        Tag::HeadCell(Align::Default) => "th".to_owned(),
        Tag::HeadCell(align) => format!("th({align:?})"),
        Tag::Cell(Align::Default) => "td".to_owned(),
        Tag::Cell(align) => format!("td({align:?})"),
        Tag::Emphasis => "em".to_owned(),
        Tag::Strong => "strong".to_owned(),
        Tag::Strikethrough => "del".to_owned(),
        Tag::Use(index) => described_use(body, text, index),
    }
}

fn described_use(body: &Body, text: &str, index: u32) -> String {
    let index = index as usize;
    let get = |slice| body.get(text, slice);
    match body.uses()[index].kind {
        UseKind::Wiki { .. } => {
            let target = body.wiki(text, index).expect("a wiki reference has a target");
            let kind = target.kind.map_or(String::new(), |kind| format!("{} ", get(kind)));
            let anchor = target.anchor.map_or(String::new(), |anchor| format!("#{}", get(anchor)));
            format!("wiki {kind}‘{}’{anchor}", get(target.id))
        }
        UseKind::Cite { .. } => {
            let cited = body.citations(index).iter().map(|cited| format!("@{}({})", get(cited.id), get(cited.locator)));
            format!("cite {}", cited.collect::<Vec<_>>().join(" "))
        }
        UseKind::Link { dest, .. } | UseKind::Image { dest, .. } => {
            let name = if matches!(body.uses()[index].kind, UseKind::Image { .. }) { "img" } else { "a" };
            let title = body.title(text, index).map_or(String::new(), |title| format!(" “{title}”"));
            format!("{name} <{}>{title}", get(dest))
        }
        UseKind::Directive(_) => {
            let directive = body.directive(index).expect("it is a directive");
            let colons = match directive.form {
                Form::Inline => ":",
                Form::Leaf => "::",
                Form::Container => ":::",
            };
            let attributes = body.attributes(directive).iter().map(|found| format!(" {}={}", get(found.key), get(found.value)));
            format!("{colons}{}{}", get(directive.name), attributes.collect::<String>())
        }
    }
}

#[test]
fn plain_markdown_is_what_it_always_was() {
    check("# A *b*\n\ntext\nmore  \nlast", "[h1#a-b A [em b]][p text/more//last]");
    check("> q\n\n---\n\n3. a\n4. b", "[quote [p q]][hr][ol(3) [li a][li b]]");
    check("```rust x\nfn a() {}\n```", "[code(rust) fn a() {}⏎]");
    check("- [x] a\n- [ ] b", "[ul [li [x]a][li [ ]b]]");
    check("a ~~b~~ **c** `d`", "[p a [del b] [strong c] `d`]");
    check("Term\n: means", "[dl [dt Term][dd means]]");
    check("> [!WARNING]\n> x", "[warning [p x]]");
    check("| a | b |\n|--:|---|\n| 1 | |", "[table [head [th(Right) a][th b]][row [td(Right) 1][td]]]");
    check("a &amp; b \\* &ndash;", "[p a ‹&› b * ‹–›]");
    check("", "");
    check(" \n\n", "");
}

#[test]
fn references_have_kinds_labels_and_anchors() {
    check("[[putin]] and [[putin|the *Russian* president]]", "[p [wiki ‘putin’] and [wiki ‘putin’ the [em Russian] president]]");
    check("[[actor:kyiv]] [[a#b]] [[ x ]] [[x|]]", "[p [wiki actor ‘kyiv’] [wiki ‘a’#b] [wiki ‘x’] [wiki ‘x’]]");
    check("| a |\n|---|\n| [[putin\\|him]] [[x]] |", "[table [head [th a]][row [td [wiki ‘putin’ him] [wiki ‘x’]]]]");
    check("No![[putin]] and no![@isw]", "[p No![wiki ‘putin’] and no![cite @isw()]]");
    check("[[Talks: round two]]", "[p [wiki ‘Talks: round two’]]");
    check("`[[a]]` \\[[b]]", "[p `[[a]]` [[b]]]");
}

#[test]
fn citations_have_locators_and_ordinary_brackets_stay() {
    check("x [@isw-report].", "[p x [cite @isw-report()].]");
    check("[@isw-report, map 3] [@a; @b, p. 2]", "[p [cite @isw-report(map 3)] [cite @a() @b(p. 2)]]");
    check("[@a][@b][@c] [sic][@d] [@e][]", "[p [cite @a() @b()][cite @c()] [sic][cite @d()] [cite @e()]]");
    check("[ordinary] [ ] [@] [@a](/x/)", "[p [ordinary] [ ] [@] [a </x/> @a]]");
    check("*[@a_b_c]* `[@x]`", "[p [em [cite @a_b_c()]] `[@x]`]");
}

#[test]
fn inline_directives_hold_markdown_and_attributes() {
    check(
        ":claim[Both *refuse* a [[truce]] [@src]]{by=ushakov kind=factual note=\"a * b _ c ] }\" #c-1 .wide}",
        "[p [:claim by=ushakov kind=factual note=a * b _ c ] } id=c-1 class=wide Both [em refuse] a [wiki ‘truce’] [cite @src()]]]",
    );
    check(":figure[75 minutes]", "[p [:figure 75 minutes]]");
    check("*a :figure[_75_ **x**]{b=*c*} d*", "[p [em a [:figure b=*c* [em 75] [strong x]] d]]");
    check(":a[b :c[d]{e=f} g]{h=i}", "[p [:a h=i b [:c e=f d] g]]");
    check("a\n:claim[b\nc]{d=e\nf=g} h", "[p a/[:claim d=e f=g b/c] h]");
    check("(:claim[x]) \":claim[x]\"", "[p ([:claim x]) \"[:claim x]\"]");
    check(":claim[x](y) :claim[a][b]", "[p [:claim x](y) [:claim a][b]]");
    check("[a :b[c]{d=e} f](/g/)", "[p [a </g/> a [:b d=e c] f]]");
    check(":a[`]`]{b=\"`\"} `:c[d]`", "[p [:a b=` `]`] `:c[d]`]");
    check("😀é\u{301}:a[b]", "[p 😀é\u{301}:a[b]]");
    check("😀 :a[é\u{301}]{b=😀} `c`", "[p 😀 [:a b=😀 é\u{301}] `c`]");
    check("Я:a[b] 5:a[b] x_:a[b] ::a[b] c", "[p Я:a[b] 5:a[b] x_:a[b] ::a[b] c]");
    check("# T :figure[5]{ref=x} {#own}", "[h1#own T [:figure ref=x 5]]");
    check("# T :figure[5]{ref=x}", "[h1#t-5 T [:figure ref=x 5]]");
    check("| a |\n|---|\n| :figure[5]{a=\"x | y\"} |", "[table [head [th a]][row [td [:figure a=x | y 5]]]]");
    check("- :a[b]\n\n> :a[b\n> c]{d=e}", "[ul [li [:a b]]][quote [p [:a d=e b/c]]]");
    check("a[^1]\n\n[^1]: :a[b]{c=d}", "[p a[^1]][footnote 1 [p [:a c=d b]]]");
    check("<https://x.org/:a[b]>", "[p [a <https://x.org/:a[b]> https://x.org/:a[b]]]");
    check(":a[_b_], *:a[\"c\"]*.", "[p [:a [em b]], [em [:a \"c\"]].]");
}

#[test]
fn colons_in_prose_are_text() {
    check("10:30, std::vec, a : b, a: b, :smile:", "[p 10:30, std::vec, a : b, a: b, :smile:]");
    check("a\n:)\n:\n:b: c", "[p a/:)/:/:b: c]");
    check("a\n\n    :::x\n\n:not a directive", "[p a][code() :::x⏎][p :not a directive]");
    check("`a\n:b, c`", "[p `a :b, c`]");
    check("a\n:claim[b]", "[p a/[:claim b]]");
    check("| a |\n|:--|\n:b", "[table [head [th(Left) a]][row [td(Left) :b]]]");
    check("\\:a[b]", "[p :a[b]]");
}

#[test]
fn leaves_and_containers_stand_on_their_lines() {
    check("a\n::timeline{issue=x}\nb", "[p a][::timeline issue=x][p b]");
    check("::figure[75 *min* [[x]] 1. y]{id=f}", "[::figure id=f 75 [em min] [wiki ‘x’] 1. y]");
    check("::figure[1. y]", "[::figure 1. y]");
    check(":::quote{by=x\n  source=\"y *z\"}\nWe *will*.\n:::\nafter", "[:::quote by=x source=y *z [p We [em will].]][p after]");
    check("::::a\n\n:::b\nx\n:::\n\ny\n\n::::", "[:::a [:::b [p x]][p y]]");
    check("- a\n:::b\nc\n:::\n- d", "[ul [li a]][:::b [p c]][ul [li d]]");
    check("* :::b\n  c\n  :::\n* d", "[ul [li [:::b c]][li d]]");
    check("> :::b\n> c\n> :::\n> d", "[quote [:::b [p c]][p d]]");
    check(":::a\n- b\n:::", "[:::a [ul [li b]]]");
    check("[^1]\n\n[^1]: x\n\n    :::a\n    b\n    :::", "[p [^1]][footnote 1 [p x][:::a [p b]]]");
    check("::: note\nx\n:::", "[:::note [p x]]");
    check("::before is a pseudo-element", "[p ::before is a pseudo-element]");
}

#[test]
fn lines_may_end_as_on_windows() {
    check(
        "a\r\n:claim[b\r\nc]{d=e\r\nf=g}\r\n\r\n:::q{a=b}\r\nd\r\n:::\r\n::l\r\ne",
        "[p a/[:claim d=e f=g b/c]][:::q a=b [p d]][::l][p e]",
    );
    check("```\r\na\r\nb\r\n```\r\n", "[code() a⏎b⏎]");
}

#[test]
fn directives_that_do_not_close_are_told() {
    check_wrong("a :b[c *d*\n\ne]", "[p a :b[c [em d]][p e]]", &[("E0402", ":b[")]);
    check_wrong("*a :b[c* d]", "[p [em a :b[c] d]]", &[("E0402", ":b[")]);
    check_wrong(":a[*b] c*", "[p :a[[em b] c]]", &[("E0402", ":a[")]);
    check_wrong("| a |\n|---|\n| :b[c | d] |", "[table [head [th a]][row [td :b[c]]]", &[("E0402", ":b[")]);
    check_wrong("- :b[c\n- d]", "[ul [li :b[c][li d]]]", &[("E0402", ":b[")]);
    check_wrong(":::a{b=c}\nd", "[:::a b=c [p d]]", &[("E0402", ":::a{b=c}")]);
    check_wrong("- :::a\n  b\n\nc", "[ul [li [:::a b]]][p c]", &[("E0402", ":::a")]);
    check_wrong("> :::a\nb\n:::", "[quote [:::a]][p b]", &[("E0402", ":::a"), ("E0403", ":::")]);
    check_wrong("a :b[c :d[[[x]] e] f\n\n[[y]]", "[p a :b[c [:d [wiki ‘x’] e] f][p [wiki ‘y’]]", &[("E0402", ":b[")]);
}

#[test]
fn fences_that_close_nothing_are_told() {
    check_wrong("a\n:::\nb", "[p a][p b]", &[("E0403", ":::")]);
    check_wrong(":::a\n- b\n  :::\n:::", "[:::a [ul [li b]]]", &[("E0403", ":::")]);
    check_wrong("a\n    :::b", "[p a/:::b]", &[("E0403", ":::b")]);
}

#[test]
fn attributes_that_cannot_be_read_are_told_at_their_characters() {
    check_wrong(":a[b]{c=d c=e f}", "[p [:a c=d b]]", &[("E0404", "c"), ("E0404", "f")]);
    check_wrong(":a[b]{c=d e", "[p [:a b]{c=d e]", &[("E0404", "{")]);
    check_wrong("::a{b=c} d", "[::a b=c]", &[("E0404", "d")]);
    check_wrong(":::a[b]\n:::", "[:::a]", &[("E0404", "b")]);
    check_wrong(":::{.a}\nb\n:::", "[::: [p b]]", &[("E0404", ":::")]);
    check_wrong("# A {.b #c}", "[h1#c A]", &[("E0404", "# A {.b #c}")]);
    check(":a[b]{.c .d e=\"\\\"f\\\"\"}", "[p [:a class=c d e=\"f\" b]]");
}

#[test]
fn links_keep_their_destinations_and_dangerous_ones_are_told() {
    check(
        "[a](https://x.org \"T\") ![b *c*](../d.jpg) <a@b.c>",
        "[p [a <https://x.org> “T” a] [img <../d.jpg> b [em c]] [a <mailto:a@b.c> a@b.c]]",
    );
    check("[a](@/x.md#y) [b][c]\n\n[c]: /d/", "[p [a <@/x.md#y> a] [a </d/> b]]");
    check_wrong("[a](javascript:x)", "[p [a <javascript:x> a]]", &[("E0215", "javascript:x")]);
    check_wrong("[a](java&#115;cript:x)", "[p [a <javascript:x> a]]", &[("E0215", "[a](java&#115;cript:x)")]);
    check_wrong("![a](data:x)", "[p [img <data:x> a]]", &[("E0215", "data:x")]);
}

#[test]
fn raw_html_is_text_and_comments_are_dropped() {
    check_wrong("a <b>c</b>\n\n<div>\nd\n</div>", "[p a <b>c</b>][p <div>/d/</div>]", &[("W0406", "<b>"), ("W0406", "<div>")]);
    check("a <!-- b --> c\n\n<!-- d\n\ne -->\n\nf", "[p a  c][p f]");
    check_with(
        "<div>\n*a*\n</div>\n\n<b>c</b>",
        &Options { raw_html: true, ..ALL },
        "[html <div>⏎*a*⏎</div>][p [html <b>]c[html </b>]]".replace('⏎', "\n").as_str(),
        &[],
    );
    let (body, text, _) = parsed("<!-- allow W0406: quoted from a page -->\n\nx <!--allow W1: --> y", &ALL);
    let allowed: Vec<_> =
        body.allowances().iter().map(|allowance| (body.get(&text, allowance.code), body.get(&text, allowance.reason))).collect();
    assert_eq!(allowed, [("W0406", "quoted from a page"), ("W1", "")]);
}

#[test]
fn headings_have_ids_and_repeats_are_numbered() {
    check("# A\n## A\n# A b!\n# A-1\n# &\n", "[h1#a A][h2#a-1 A][h1#a-b A b!][h1#a-1-1 A-1][h1#section ‹&›]".replace("‹&›", "&").as_str());
    check("# B {#a}\n# A", "[h1#a B][h1#a-1 A]");
    check("# Ядро *A* [[x]] `y`", "[h1#ядро-a-x-y Ядро [em A] [wiki ‘x’] `y`]");
    check_wrong("# B {#a}\n# C {#a}", "[h1#a B][h1#a C]", &[("E0407", "a")]);
    check_wrong("# B {#a}\n\n:claim[x]{#a}", "[h1#a B][p [:claim id=a x]]", &[("E0407", "a")]);
    check("#\n\na", "[p a]");
}

#[test]
fn footnotes_are_numbered_by_their_use() {
    check(
        "a[^b] c[^d] e[^b]\n\n[^d]: D\n[^b]: B[^f]\n[^f]: F\n[^g]: G[^h]\n[^h]: H",
        "[p a[^1] c[^2] e[^1]][footnote 2 [p D]][footnote 1 [p B[^3]]][footnote 3 [p F]][footnote 0 [p G[^0]]][footnote 0 [p H]]",
    );
    check_wrong("a[^b] \\[^c] `[^d]`", "[p a[^b] [^c] `[^d]`]", &[("E0408", "[^b]")]);
    check_wrong("a[^b]\n\n[^b]: c\n\n[^b]: d", "[p a[^1]][footnote 1 [p c]][footnote 0 [p d]]", &[("E0407", "[^b]")]);
}

#[test]
fn formulas_are_checked_where_a_site_has_them() {
    check("$x^2$ and $$y$$", "[p $x^2$ and $$y$$]");
    check_with("$x^2$", &Options { math: false, ..ALL }, "[p $x^2$]", &[]);
    check_wrong("a $\\nosuch$ b", "[p a $\\nosuch$ b]", &[("E0409", "$\\nosuch$")]);
    check_wrong("$\\def\\a{\\a\\a}\\a$", "[p $\\def\\a{\\a\\a}\\a$]", &[("E0409", "$\\def\\a{\\a\\a}\\a$")]);
}

#[test]
fn typographic_quotes_open_and_close_around_directives() {
    let smart = Options { smart_punctuation: true, ..ALL };
    check_with("\"a\" it's \":a[b]\" :a[\"b\"] -- ...", &smart, "[p ‹“›a‹”› it‹’›s ‹“›[:a b]‹”› [:a ‹“›b‹”›] ‹–› ‹…›]", &[]);
}

#[test]
fn nesting_without_end_is_told_and_stays_text() {
    for deep in ["> ".repeat(200), "- ".repeat(200), ":a[".repeat(200) + &"]".repeat(200), "![".repeat(200) + "x" + &"](y)".repeat(200)] {
        let (body, text, told) = parsed(&format!("{deep}x"), &ALL);
        assert_eq!(told.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["E0213"], "{deep}");
        assert_eq!(described(&body, &text), format!("[p {deep}x]"));
    }
}

#[test]
fn uses_know_what_they_stand_in_and_where_they_are() {
    let (body, text, _) = parsed("[[a]] :claim[b [@c] :figure[d]{x=y}]{by=e} [[f]]\n\n:::g\n[[h]]\n:::\n::l{x=y}", &ALL);
    let spans: Vec<&str> = body.uses().iter().map(|found| &text[found.span.range()]).collect();
    assert_eq!(spans, ["[[a]]", ":claim[b [@c] :figure[d]{x=y}]{by=e}", "[@c]", ":figure[d]{x=y}", "[[f]]", ":::g", "[[h]]", "::l{x=y}"]);
    assert_eq!(body.nesting(), [None, None, Some(1), Some(1), None, None, Some(5), None]);
    assert_eq!(body.uses_inside(1), 2..4);
    let claim = body.directive(1).expect("the claim");
    let by = body.attribute(&text, claim, "by").expect("who says it");
    assert_eq!((&text[by.key_span.range()], &text[by.value_span.range()]), ("by", "e"));
    assert_eq!(body.plain_text(&text, claim.content()), "b d");
    let id = body.citations(2)[0].id;
    assert_eq!(&text[body.span(id, body.uses()[2].span).range()], "c");
}

#[test]
fn a_detached_text_points_at_one_place() {
    let at = Location { file: FileId(3), span: Span::new(7, 9) };
    let text = "See [[x|y]] :a[b]{c c} [@s]";
    let (body, diagnostics) = parse_detached(text, at, &ALL);
    assert!(body.uses().iter().all(|found| found.span == at.span));
    assert_eq!(body.span(body.citations(2)[0].id, at.span), at.span);
    let places: Vec<_> = diagnostics.into_iter().map(|found| found.place).collect();
    assert!(places.iter().all(|place| matches!(place, Place::Text(label) if label.at == at)) && !places.is_empty());
    assert_eq!(body.plain_text(text, 0..body.items().len()), "See y b");
}

#[test]
fn sentences_surround_their_uses() {
    let check = |markdown: &str, index: usize, expected: &str| {
        let (body, text, _) = parsed(markdown, &ALL);
        assert_eq!(body.sentence(&text, index, &|_| None), expected);
    };
    check("First. *Then [[putin]] said* so [@a]. Last.", 0, "Then putin said so.");
    check("- one [[a]] two\n  - three [[b]]", 0, "one a two");
    check("- one [[a]] two\n  - three [[b]]", 1, "three b");
    check("The U.S. [[x]] met J. D. Vance. End.", 0, "The U.S. x met J. D. Vance.");
    check("| a [[x\\|y]] | b |\n|---|---|", 0, "a y");
    check(":::q\nOne [[x]].\n\nTwo.\n:::", 0, "One x.");
    check(":::q\nOne [[x]].\n\nTwo.\n:::", 1, "One x.");
    let (body, text, _) = parsed("Here [[a]] is.", &ALL);
    assert_eq!(body.sentence(&text, 0, &|index| (index == 0).then(|| "Mr A".to_owned())), "Here Mr A is.");
    let (body, text, _) = parsed(&format!("{} [[mid]] {}.", "word ".repeat(100), "more ".repeat(100)), &ALL);
    let cut = body.sentence(&text, 0, &|_| None);
    assert!(cut.starts_with("…word ") && cut.ends_with(" more…") && cut.contains(" mid ") && cut.chars().count() <= 310, "{cut}");
}

#[test]
fn words_are_counted_and_markup_is_not() {
    let (body, text, _) = parsed("# A b\n\nc *d*, it's [[e|f g]] [@h] — `i`\n\n- j\n- 中文", &ALL);
    assert_eq!(body.word_count(&text), 11);
}

mod random;
