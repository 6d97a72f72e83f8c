//! Style sheets: whether text can be told from what it stands on (WCAG 2.2, 1.4.3).
//!
//! In: the style sheets of the site and of its theme. Out: pairs of a colour and a background with a contrast below 4.5, or below 3 where the
//! rule makes the text large. Pairs are what one selector gets, and links on the page's own background; light and dark are looked at apart. What an element
//! stands on is else not known from a style sheet, nor are colours with a way through: of these nothing is said.

use super::colours::{Colour, contrast, resolved};
use crate::check::{Finding, Findings};
use crate::diag::{Diagnostic, codes};
use crate::source::{FileId, Location, Sources, Span};
use cssparser::{ParseError, Parser, Token};
use rustc_hash::FxHashMap;

/// In which scheme a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Scheme {
    Light,
    Dark,
}

/// When a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Always,
    In(Scheme),
    /// Under a condition that says nothing of colours: the rule is looked at by itself.
    Sometimes,
}

impl When {
    fn holds_in(self, scheme: Scheme) -> bool {
        self == When::Always || self == When::In(scheme)
    }
}

#[derive(Clone, Debug)]
struct Declaration {
    name: String,
    value: String,
    at: Location,
}

struct Rule {
    selectors: Vec<String>,
    when: When,
    declarations: Vec<Declaration>,
}

/// The page itself, whose colours all others stand on.
const PAGE: [&str; 3] = [":root", "html", "body"];
/// Links in running text.
const LINKS: [&str; 6] = ["a", "a:link", "a:visited", "a:hover", "a:focus", "a:active"];

/// Checks all style sheets, in the order in which later ones win.
pub(super) fn check(sources: &Sources, styles: &[&(String, FileId)], findings: &mut Findings) {
    let sheets: Vec<Vec<Rule>> = styles.iter().map(|(_, file)| rules(&sources.get(*file).text, *file)).collect();
    let mut told: Vec<Diagnostic> = Vec::new();
    for sheet in &sheets {
        for scheme in [Scheme::Light, Scheme::Dark] {
            let sight = Sight::new(&sheets, sheet, scheme);
            let mut tell = |text: &Declaration, ground: &Declaration, large: bool| {
                if let Some(problem) = sight.pair(text, ground, large)
                    && !told.iter().any(|known| known.place == problem.place && known.secondary == problem.secondary)
                {
                    told.push(problem);
                }
            };
            sight.look(sheet, &mut tell);
        }
    }
    findings.extend(told.into_iter().map(|diagnostic| Finding { record: None, diagnostic }));
}

/// What one selector gets, as far as colours go.
#[derive(Clone, Copy, Default)]
struct Look<'r> {
    text: Option<&'r Declaration>,
    ground: Option<&'r Declaration>,
    size: Option<&'r Declaration>,
    weight: Option<&'r Declaration>,
}

impl<'r> Look<'r> {
    fn take(&mut self, declarations: &'r [Declaration]) {
        for declaration in declarations {
            match &*declaration.name {
                "color" => self.text = Some(declaration),
                "background" | "background-color" => self.ground = Some(declaration),
                "background-image" => self.ground = None,
                "font-size" => self.size = Some(declaration),
                "font-weight" => self.weight = Some(declaration),
                _ => {}
            }
        }
    }

    /// Whether the text is large: 24 pixels, or bold and 18.7.
    fn is_large(&self) -> bool {
        let pixels = self.size.and_then(|size| {
            let value = size.value.to_ascii_lowercase();
            let number = |unit: &str, factor: f32| value.strip_suffix(unit)?.trim().parse::<f32>().ok().map(|number| number * factor);
            number("px", 1.0).or_else(|| number("rem", 16.0)).or_else(|| number("pt", 4.0 / 3.0))
        });
        let is_bold =
            self.weight.is_some_and(|weight| weight.value == "bold" || weight.value.parse::<u16>().is_ok_and(|weight| weight >= 700));
        pixels.is_some_and(|pixels| pixels >= 24.0 || (is_bold && pixels >= 18.66))
    }
}

/// The style sheets as they are seen in one scheme.
struct Sight<'r> {
    scheme: Scheme,
    values: FxHashMap<&'r str, &'r str>,
    page: Look<'r>,
}

impl<'r> Sight<'r> {
    fn new(sheets: &'r [Vec<Rule>], own: &'r [Rule], scheme: Scheme) -> Sight<'r> {
        let mut values = FxHashMap::default();
        let (mut page, mut own_page) = (Look::default(), Look::default());
        let is_page = |rule: &&Rule| rule.when.holds_in(scheme) && rule.selectors.iter().any(|selector| PAGE.contains(&&**selector));
        for rule in sheets.iter().flatten().filter(is_page) {
            page.take(&rule.declarations);
        }
        for rule in own.iter().filter(is_page) {
            own_page.take(&rule.declarations);
        }
        for rule in sheets.iter().flatten().filter(is_page).chain(own.iter().filter(is_page)) {
            for declaration in rule.declarations.iter().filter(|declaration| declaration.name.starts_with("--")) {
                values.insert(&*declaration.name, &*declaration.value);
            }
        }
        // A sheet that paints its own page is not laid over another one's.
        let page = if own_page.ground.is_some() { own_page } else { Look { text: own_page.text.or(page.text), ..page } };
        Sight { scheme, values, page }
    }

    fn look(&self, sheet: &'r [Rule], tell: &mut impl FnMut(&Declaration, &Declaration, bool)) {
        let mut looks: Vec<(&str, Look)> = Vec::new();
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        let mut whole = Look::default();
        for rule in sheet {
            if rule.when == When::Sometimes {
                let mut look = Look::default();
                look.take(&rule.declarations);
                looks.push(("", look));
                continue;
            }
            if !rule.when.holds_in(self.scheme) {
                continue;
            }
            for selector in rule.selectors.iter().filter(|selector| !is_exempt(selector)) {
                if PAGE.contains(&&**selector) {
                    whole.take(&rule.declarations);
                    continue;
                }
                let place = *places.entry(selector).or_insert_with(|| {
                    looks.push((selector, Look::default()));
                    looks.len() - 1
                });
                looks[place].1.take(&rule.declarations);
            }
        }
        looks.push(("body", Look { text: whole.text.or(self.page.text), ground: whole.ground.or(self.page.ground), ..whole }));
        if whole.text.is_none() && whole.ground.is_none() {
            looks.pop();
        }
        for (selector, look) in looks {
            let ground = look.ground.or(self.page.ground.filter(|_| LINKS.contains(&selector)));
            if let (Some(text), Some(ground)) = (look.text, ground) {
                tell(text, ground, look.is_large());
            }
        }
    }

    fn colour(&self, declaration: &Declaration) -> Option<Colour> {
        resolved(&declaration.value, self.scheme, &self.values)
    }

    fn pair(&self, text: &Declaration, ground: &Declaration, large: bool) -> Option<Diagnostic> {
        let (over, under) = (self.colour(text)?, self.colour(ground)?);
        let ratio = contrast(over, under)?;
        let needed = if large { 3.0 } else { 4.5 };
        // Rounded down: what is told as 4.5 must be enough.
        let shown = (ratio * 10.0).floor() / 10.0;
        let scheme = match self.scheme {
            Scheme::Light => "",
            Scheme::Dark => " where the scheme is dark",
        };
        (ratio < needed).then(|| {
            let (over, under) = (over.written(), under.written());
            let message = format!("`{over}` on `{under}` has a contrast of {shown:.1} to 1{scheme}");
            Diagnostic::at(&codes::CONTRAST, text.at.file, text.at.span, message)
                .label("the text")
                .also(ground.at, "what it stands on")
                .help(format!("choose colours with a contrast of at least {needed} to 1: one lighter, or the other darker"))
        })
    }
}

/// What need not be read: controls that cannot be used.
fn is_exempt(selector: &str) -> bool {
    [":disabled", "[disabled", "[aria-disabled", "::selection", "::marker"].iter().any(|part| selector.contains(part))
}

/// The rules of a style sheet in their order, those inside of others among them.
fn rules(text: &str, file: FileId) -> Vec<Rule> {
    let mut sheet = Sheet { text, file, rules: Vec::new() };
    sheet.block(&mut Parser::new(text), &[], When::Always);
    sheet.rules
}

struct Sheet<'t> {
    text: &'t str,
    file: FileId,
    rules: Vec<Rule>,
}

impl Sheet<'_> {
    /// Reads a block: declarations of the selectors around it, and rules inside.
    fn block(&mut self, parser: &mut Parser, around: &[String], when: When) {
        let mut declarations = Vec::new();
        let own = self.rules.len();
        loop {
            parser.skip_whitespace();
            let start = parser.position().byte_index();
            let mut is_end = false;
            // What ends a declaration or the beginning of a rule is one byte long, and no part of it.
            let (end, is_block) = loop {
                match parser.next_including_whitespace_and_comments() {
                    Ok(Token::Semicolon) => break (parser.position().byte_index() - 1, false),
                    Ok(Token::CurlyBracketBlock) => break (parser.position().byte_index() - 1, true),
                    Ok(_) => {}
                    Err(_) => {
                        is_end = true;
                        break (parser.position().byte_index(), false);
                    }
                }
            };
            let written = &self.text[start..end];
            if is_block {
                let (inner, when) = within(written, around, when);
                let read = parser.parse_nested_block(|parser| {
                    if let Some(when) = when {
                        self.block(parser, &inner, when);
                    } else {
                        while parser.next().is_ok() {}
                    }
                    Ok::<(), ParseError<()>>(())
                });
                debug_assert!(read.is_ok(), "a block is read to its end");
            } else if let Some((name, value)) = written.split_once(':') {
                let bare = value.trim();
                let from = start + name.len() + 1 + (value.len() - value.trim_start().len());
                let at = Location { file: self.file, span: Span::new(from, from + bare.len()) };
                let bare = bare.strip_suffix("!important").map_or(bare, str::trim_end);
                declarations.push(Declaration { name: lower(name.trim()), value: bare.to_owned(), at });
            }
            if is_end {
                break;
            }
        }
        if !declarations.is_empty() && !around.is_empty() {
            // A rule stands before those inside of it.
            self.rules.insert(own, Rule { selectors: around.to_vec(), when, declarations });
        }
    }
}

/// The name of a property; those a site makes up keep their case.
fn lower(name: &str) -> String {
    if name.starts_with("--") { name.to_owned() } else { name.to_ascii_lowercase() }
}

/// The selectors of a block and when it holds; no time for blocks that hold no colours.
fn within(prelude: &str, around: &[String], when: When) -> (Vec<String>, Option<When>) {
    let prelude = prelude.trim();
    let Some(rule) = prelude.strip_prefix('@') else {
        let own = selectors(prelude);
        let inside = |outer: &String, own: &str| if own.contains('&') { own.replace('&', outer) } else { format!("{outer} {own}") };
        let nested = own.iter().flat_map(|own| around.iter().map(move |outer| inside(outer, own)));
        return (if around.is_empty() { own } else { nested.collect() }, Some(when));
    };
    let (name, condition) = rule.split_at(rule.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(rule.len()));
    let condition = condition.split_whitespace().collect::<String>().to_ascii_lowercase();
    let inner = match &*name.to_ascii_lowercase() {
        "layer" => Some(when),
        "media" => match &*condition {
            "(prefers-color-scheme:dark)" => Some(When::In(Scheme::Dark)),
            "(prefers-color-scheme:light)" => Some(When::In(Scheme::Light)),
            "screen" | "all" => Some(when),
            _ if condition.contains("print") || condition.contains("forced-colors") => None,
            _ => Some(When::Sometimes),
        },
        "supports" | "container" | "scope" | "starting-style" => Some(When::Sometimes),
        _ => None,
    };
    (around.to_vec(), inner)
}

/// The selectors of a list, with one blank where there were several.
fn selectors(list: &str) -> Vec<String> {
    let (mut depth, mut found, mut current) = (0_usize, Vec::new(), String::new());
    for c in list.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.push(std::mem::take(&mut current));
                continue;
            }
            _ => {}
        }
        current.push(c);
    }
    found.push(current);
    found.iter().map(|selector| selector.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|selector| !selector.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn said(css: &str) -> Vec<String> {
        let sources = Sources::new(vec![SourceFile::new("static/x.css", css)]);
        let mut findings = Findings::default();
        check(&sources, &[&("x.css".to_owned(), FileId(0))], &mut findings);
        findings.into_iter().map(|finding| finding.diagnostic.message.to_string()).collect()
    }

    #[test]
    fn pairs_with_little_contrast_are_told() {
        let check = |css: &str, expected: &[&str]| assert_eq!(said(css), expected, "{css}");
        check("p { color: #aaa; background: white }", &["`#aaaaaa` on `#ffffff` has a contrast of 2.3 to 1"]);
        check("/* p { color: #aaa } */ p { color: #767676; background-color: #FFF }", &[]);
        check(".a{color:gray}.b{color:white}.a{background:#fff}", &["`#808080` on `#ffffff` has a contrast of 3.9 to 1"]);
        check("h1 { color: gray; background: #fff; font-size: 2rem }", &[]);
        check("body { background: #fff } a { color: #aaf }", &["`#aaaaff` on `#ffffff` has a contrast of 2.1 to 1"]);
        check("html { background: #fff } body { color: #999 }", &["`#999999` on `#ffffff` has a contrast of 2.8 to 1"]);
        check(".a { & b { color: #999; background: rgb(255 255 255) } }", &["`#999999` on `#ffffff` has a contrast of 2.8 to 1"]);
        check("@media (min-width: 9em) { p { color: #999; background: #fff } }", &["`#999999` on `#ffffff` has a contrast of 2.8 to 1"]);
    }

    #[test]
    fn light_and_dark_are_looked_at_apart() {
        let vars = ":root { --ink: #000; --paper: #fff } @media (prefers-color-scheme: dark) { :root { --paper: #222 } }";
        let dark = ["`#000000` on `#222222` has a contrast of 1.3 to 1 where the scheme is dark"];
        assert_eq!(said(&format!("{vars} body {{ color: var(--ink); background: var(--paper) }}")), dark);
        assert_eq!(said(":root { --paper: light-dark(#fff, #222) } p { color: var(--no, black); background: var(--paper) }"), dark);
    }

    #[test]
    fn what_cannot_be_known_is_let_be() {
        for css in [
            "p { color: #aaa }",
            "p { background: #fff }",
            "p { color: inherit; background: #fff }",
            "p { color: var(--nothing); background: #fff }",
            "p { color: #aaa; background: url(x.png) #fff }",
            "p { color: #aaa; background: linear-gradient(#000, #fff) }",
            "p { color: #aaa; background: rgb(255 255 255 / 50%) }",
            "p { color: color-mix(in srgb, red, white); background: #fff }",
            "button:disabled { color: #aaa; background: #fff }",
            "@media print { p { color: #aaa; background: #fff } }",
            "p { color: #aaa; background: #fff",
            "} p { color: #000; background: #fff } @media {",
            ":root { --a: var(--b); --b: var(--a) } p { color: var(--a); background: #fff }",
        ] {
            let told = said(css);
            assert!(told.is_empty() || css.ends_with("#fff"), "{css}: {told:?}");
        }
    }
}
