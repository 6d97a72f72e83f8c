//! Colours and how well they can be told apart.
//!
//! In: a value of a style sheet, the custom properties of the page, and the scheme. Out: a colour, where the value says one; and the contrast of
//! two, as WCAG 2.2 computes it.

use super::styles::Scheme;
use rustc_hash::FxHashMap;

/// How deep custom properties may lie in each other: those in a circle have no value.
const DEPTH: usize = 16;

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour {
    rgb: [f32; 3],
    alpha: f32,
}

impl Colour {
    /// As `#rrggbb`.
    pub(super) fn written(self) -> String {
        let [r, g, b] = self.rgb.map(|part| (part * 255.0).round() as u8);
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    fn luminance(self) -> f32 {
        let linear = self.rgb.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}

/// How many times brighter one of two colours is, if that can be known: what can be seen through stands on something else.
pub(super) fn contrast(text: Colour, ground: Colour) -> Option<f32> {
    if ground.alpha < 1.0 || text.alpha == 0.0 {
        return None;
    }
    let mixed = std::array::from_fn(|at| text.rgb[at] * text.alpha + ground.rgb[at] * (1.0 - text.alpha));
    let (one, other) = (Colour { rgb: mixed, alpha: 1.0 }.luminance(), ground.luminance());
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

/// The one colour of a value of `color` or `background`; none where it has none or shows an image.
pub(super) fn resolved(value: &str, scheme: Scheme, values: &FxHashMap<&str, &str>) -> Option<Colour> {
    let value = plain(value, scheme, values, DEPTH)?;
    if ["url(", "gradient(", "image(", "image-set("].iter().any(|image| value.contains(image)) {
        return None;
    }
    // The crate takes hexadecimal digits without `#` too, which CSS does not.
    let is_css = |part: &&str| part.starts_with('#') || !part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut colours = parts(&value).into_iter().filter(is_css).filter_map(|part| csscolorparser::parse(part).ok());
    let colour = colours.next()?;
    let rgb = [colour.r, colour.g, colour.b].map(|part| part.clamp(0.0, 1.0));
    colours.next().is_none().then_some(Colour { rgb, alpha: colour.a })
}

/// A value without functions that depend on the page: `var()` and `light-dark()`.
fn plain(value: &str, scheme: Scheme, values: &FxHashMap<&str, &str>, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let mut out = String::new();
    let mut rest = value;
    while let Some((at, name)) = ["var(", "light-dark("].into_iter().filter_map(|name| Some((rest.find(name)?, name))).min() {
        out.push_str(&rest[..at]);
        let inside = &rest[at + name.len()..];
        let end = closing(inside)?;
        let arguments = &inside[..end];
        let (first, second) = match comma(arguments) {
            Some(comma) => (arguments[..comma].trim(), Some(arguments[comma + 1..].trim())),
            None => (arguments.trim(), None),
        };
        let chosen = match (name, scheme) {
            ("var(", _) => values.get(first).copied().or(second)?,
            (_, Scheme::Light) => first,
            (_, Scheme::Dark) => second?,
        };
        out.push_str(&plain(chosen, scheme, values, depth)?);
        rest = &inside[end + 1..];
    }
    out.push_str(rest);
    Some(out)
}

/// The place of the bracket that closes what is already open.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    text.bytes().position(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// The first comma outside of brackets.
fn comma(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.bytes().position(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        byte == b',' && depth == 0
    })
}

/// The parts of a value that blanks separate outside of brackets.
fn parts(value: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0_i32, 0, Vec::new());
    for (at, c) in value.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && (c.is_whitespace() || c == '/') => {
                found.push(&value[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found.push(&value[from..]);
    found.retain(|part| !part.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let values = FxHashMap::default();
        let colour = |text: &str| resolved(text, Scheme::Light, &values).expect("a colour");
        let ratio = |text: &str, ground: &str| contrast(colour(text), colour(ground)).map(|ratio| (ratio * 100.0).round() / 100.0);
        assert_eq!(ratio("black", "white"), Some(21.0));
        assert_eq!(ratio("#767676", "#fff"), Some(4.54));
        assert_eq!(ratio("#777", "hsl(0 0% 100%)"), Some(4.48));
        assert_eq!(ratio("rgb(0 0 0 / 50%)", "#fff"), Some(3.98));
        assert_eq!(ratio("#000", "transparent"), None);
        assert_eq!(colour("#fff no-repeat").written(), "#ffffff");
    }
}
