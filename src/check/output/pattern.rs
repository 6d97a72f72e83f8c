//! Whether an element of a page was written by a place of a template.
//!
//! In: an element as it stands in a page, and a template. Out: the places of the template that can have written it. What a template leaves open
//! (`{{ … }}`, `{% if … %} … {% endif %}`) fits everything.

use crate::source::Span;

/// A place that can have written an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// The characters of the template.
    pub(super) span: Span,
    /// How many characters both have in common: the more, the surer.
    pub(super) common: usize,
}

/// The places of a template that can have written an element, in their order.
pub(super) fn fits(template: &str, element: &str) -> Vec<Fit> {
    let Some(rest) = element.strip_prefix('<') else { return Vec::new() };
    let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())];
    let whole = element.ends_with(&format!("</{name}>"));
    let open = format!("<{name}");
    let mut found = Vec::new();
    for (at, _) in template.match_indices(&open) {
        let is_name = template[at + open.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '{'));
        let in_expression = template[..at].rfind("{{") > template[..at].rfind("}}");
        if !is_name || in_expression {
            continue;
        }
        let Some((parts, end)) = parts(template, at, whole.then_some(name)) else { continue };
        if let Some(common) = common(&parts, element) {
            found.push(Fit { span: Span::new(at, end), common });
        }
    }
    found
}

/// A stretch of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'t> {
    Words(&'t str),
    Any,
}

/// The element of a template that begins at a place: to the end of its tag, or to its own end. Gives its parts and where it ends.
fn parts<'t>(template: &'t str, start: usize, whole: Option<&str>) -> Option<(Vec<Part<'t>>, usize)> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (start, start);
    let mut quote = None;
    let mut in_tag = true;
    let bytes = template.as_bytes();
    while at < bytes.len() {
        let rest = &template[at..];
        if let Some(end) = open_end(rest) {
            parts.push(Part::Words(&template[from..at]));
            parts.push(Part::Any);
            at += end;
            from = at;
            continue;
        }
        match (bytes[at], quote) {
            (b'"' | b'\'', None) if in_tag => quote = Some(bytes[at]),
            (byte, Some(open)) if byte == open => quote = None,
            (b'>', None) if in_tag => {
                in_tag = false;
                if whole.is_none() {
                    parts.push(Part::Words(&template[from..=at]));
                    return Some((parts, at + 1));
                }
            }
            (b'<', None) if !in_tag => {
                if let Some(end) = whole.map(|name| format!("</{name}>")).filter(|end| rest.starts_with(end)) {
                    parts.push(Part::Words(&template[from..at + end.len()]));
                    return Some((parts, at + end.len()));
                }
            }
            _ => {}
        }
        at += 1;
        while !template.is_char_boundary(at) {
            at += 1;
        }
    }
    None
}

/// Where what a template leaves open ends, if it begins here; conditions and loops with all that they hold.
fn open_end(rest: &str) -> Option<usize> {
    if rest.starts_with("{{") {
        return rest.find("}}").map(|end| end + 2);
    }
    if rest.starts_with("{#") {
        return rest.find("#}").map(|end| end + 2);
    }
    if !rest.starts_with("{%") {
        return None;
    }
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let end = at + rest[at..].find("%}")? + 2;
        let word = rest[at + 2..end - 2].trim_start_matches('-').split_whitespace().next().unwrap_or_default();
        match word {
            "if" | "for" | "block" | "filter" => depth += 1,
            "endif" | "endfor" | "endblock" | "endfilter" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(end);
        }
        at = end + rest[end..].find("{%")?;
    }
}

/// How many characters parts and an element have in common, if the one can have become the other.
fn common(parts: &[Part], element: &str) -> Option<usize> {
    let mut at = 0;
    let mut common = 0;
    let last = parts.len().checked_sub(1)?;
    for (index, part) in parts.iter().enumerate() {
        let Part::Words(words) = part else { continue };
        // Templates take blanks away beside what they leave open.
        let after_open = index > 0;
        let before_open = index < last;
        let words = if after_open { words.trim_start() } else { words };
        let words = if before_open { words.trim_end() } else { words };
        let found = match (after_open, before_open) {
            (false, _) => element.starts_with(words).then_some(0),
            (true, true) => element[at..].find(words).map(|found| found + at),
            (true, false) => element[at..].ends_with(words).then(|| element.len() - words.len()),
        }?;
        at = found + words.len();
        common += words.len();
    }
    (at == element.len() || parts[last] == Part::Any).then_some(common)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn an_element_is_found_where_it_was_written() {
        let check = |template: &str, element: &str, expected: &[&str]| {
            let found: Vec<&str> = fits(template, element).iter().map(|fit| &template[fit.span.range()]).collect();
            assert_eq!(found, expected, "{template} for {element}");
        };
        check("<p><img src=\"{{ page.x }}\"></p>", "<img src=\"/a.png\">", &["<img src=\"{{ page.x }}\">"]);
        check("<img src=\"{{ x }}\" alt=\"y\">", "<img src=\"/a.png\">", &[]);
        check("<img src='/b.png'><img src=\"/a.png\">", "<img src=\"/a.png\">", &["<img src=\"/a.png\">"]);
        check(
            "<a{% if x > 2 %} class=\"y\"{% endif %} href=\"/z/\">",
            "<a href=\"/z/\">",
            &["<a{% if x > 2 %} class=\"y\"{% endif %} href=\"/z/\">"],
        );
        check("<h4>{{ title }} now</h4>", "<h4>What, now</h4>", &["<h4>{{ title }} now</h4>"]);
        check("<h4>{{ title }} then</h4>", "<h4>What, now</h4>", &[]);
        check("{{ <figure of={x} /> }}<figure>", "<figure>", &["<figure>"]);
        check("<h4", "<h4>", &[]);
    }
}
