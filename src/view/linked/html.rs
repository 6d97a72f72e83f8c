//! JSON that may stand in HTML. Nothing else may be put there.

use serde::Serialize;

/// JSON without a character that HTML could read as its own: made by one function, and printed as it is.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct HtmlJson(String);

impl HtmlJson {
    /// Writes `<`, `>`, `&`, U+2028 and U+2029 as `\u…`. In JSON they stand inside texts only, where that means the same.
    pub fn new(json: &str) -> HtmlJson {
        let mut escaped = String::with_capacity(json.len() + json.len() / 16);
        let mut rest = json;
        while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            let (before, from) = rest.split_at(at);
            escaped.push_str(before);
            let character = from.chars().next().expect("it was found there");
            escaped.push_str(match character {
                '<' => "\\u003c",
                '>' => "\\u003e",
                '&' => "\\u0026",
                '\u{2028}' => "\\u2028",
                _ => "\\u2029",
            });
            rest = &from[character.len_utf8()..];
        }
        escaped.push_str(rest);
        HtmlJson(escaped)
    }
}

#[cfg(test)]
mod tests {
    use super::HtmlJson;

    #[test]
    fn nothing_in_it_ends_a_script_and_it_means_the_same() {
        for text in
            ["</script><script>alert(1)</script>", "<!-- <script>", "a & b > c", "\u{2028}\u{2029}", "\"\\\u{0}\u{1F600}\u{fffd}", ""]
        {
            let json = serde_json::to_string(text).expect("text is JSON");
            let HtmlJson(escaped) = HtmlJson::new(&json);
            assert!(!escaped.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{escaped}");
            assert_eq!(serde_json::from_str::<String>(&escaped).expect("still JSON"), text);
        }
    }
}
