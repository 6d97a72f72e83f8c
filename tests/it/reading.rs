//! Reads produced pages as a visitor would: the words of the main part with the addresses of links, all places and all addresses.

/// One piece of a page.
enum Piece<'p> {
    Text(&'p str),
    /// Name, with a slash before it if it closes, and what stands behind it.
    Tag(&'p str, &'p str),
}

fn pieces(page: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        pieces.push(Piece::Text(&rest[..start]));
        let mut quote = None;
        let inside = |c: char| {
            match (quote, c) {
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), _) if open == c => quote = None,
                _ => {}
            }
            c == '>' && quote.is_none()
        };
        let end = start + rest[start..].find(inside).unwrap_or(rest.len() - start - 1);
        let tag = &rest[start + 1..end];
        let name = tag.find(|c: char| c.is_whitespace()).map_or(tag, |at| &tag[..at]);
        pieces.push(Piece::Tag(name, &tag[name.len()..]));
        rest = &rest[end + 1..];
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// The value of an attribute.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let start = attributes.find(&format!(" {name}=\""))? + name.len() + 3;
    let end = start + attributes[start..].find('"')?;
    Some(decoded(&attributes[start..end]))
}

fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find(';').filter(|end| *end < 10) else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        let number = rest[1..end].strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        });
        match (&rest[1..end], number.and_then(char::from_u32)) {
            (_, Some(c)) => out.push(c),
            ("amp", _) => out.push('&'),
            ("lt", _) => out.push('<'),
            ("gt", _) => out.push('>'),
            ("quot", _) => out.push('"'),
            (other, _) => panic!("an entity that HTML has and we never write: &{other};"),
        }
        rest = &rest[end + 1..];
    }
    out + rest
}

/// One blank for every stretch of white space.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const INLINE: [&str; 20] = [
    "a", "bdi", "span", "em", "strong", "time", "code", "q", "cite", "sup", "sub", "del", "ins", "b", "i", "small", "abbr", "math", "mi",
    "mo",
];

/// The words of a page's main part: links as `[words](address)`, places as `{#id}`. What has no main part is read whole.
pub(crate) fn words(page: &str) -> String {
    let main = page.find("<main").map_or(page, |start| &page[start..page.find("</main>").unwrap_or(page.len())]);
    let mut out = String::new();
    let mut open: Vec<Option<String>> = Vec::new();
    for piece in pieces(main) {
        match piece {
            Piece::Text(text) => out.push_str(&decoded(text)),
            Piece::Tag("/a", _) => {
                if let Some(Some(href)) = open.pop() {
                    out.push_str(&format!("]({href})"));
                }
            }
            Piece::Tag(name, attributes) => {
                if !INLINE.contains(&name.trim_start_matches('/')) {
                    out.push(' ');
                }
                if let Some(id) = attribute(attributes, "id") {
                    out.push_str(&format!(" {{#{id}}} "));
                }
                if name == "a" {
                    let href = attribute(attributes, "href");
                    if href.is_some() {
                        out.push('[');
                    }
                    open.push(href);
                }
            }
        }
    }
    squeezed(&out)
}

/// All places of a page.
pub(crate) fn places(page: &str) -> Vec<String> {
    let of_tag = |piece: Piece| match piece {
        Piece::Tag(_, attributes) => attribute(attributes, "id"),
        Piece::Text(_) => None,
    };
    pieces(page).into_iter().filter_map(of_tag).collect()
}

/// All addresses that a page leads to or loads.
pub(crate) fn addresses(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in pieces(page) {
        if let Piece::Tag(_, attributes) = piece {
            found.extend(attribute(attributes, "href"));
            found.extend(attribute(attributes, "src"));
        }
    }
    found
}

#[test]
fn a_page_is_read_with_its_links_and_places() {
    let page = "<p>before</p><main id=\"m\"><h1 id=\"a\">One &amp; <bdi>two</bdi></h1><p>See <a href=\"/x/?a=1&amp;b\"><b>that</b></a>,\n now</main>";
    assert_eq!(words(page), "{#m} {#a} One & two See [that](/x/?a=1&b), now");
    assert_eq!(addresses(page), ["/x/?a=1&b"]);
    assert_eq!(places(page), ["m", "a"]);
}
