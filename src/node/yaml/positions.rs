//! From character numbers, which is what the YAML parser counts, to bytes.

/// Byte offsets of character numbers, which is what the parser counts.
pub(super) struct Positions<'a> {
    text: &'a str,
    /// The byte of every 64th character; empty if all characters are one byte long.
    marks: Vec<u32>,
}

impl<'a> Positions<'a> {
    const STEP: usize = 64;

    /// Counts the characters of a text once.
    pub(super) fn new(text: &'a str) -> Positions<'a> {
        let marks =
            if text.is_ascii() { Vec::new() } else { text.char_indices().step_by(Positions::STEP).map(|(byte, _)| byte as u32).collect() };
        Positions { text, marks }
    }

    /// The byte at which a character begins; the text's length behind the last one.
    pub(super) fn byte(&self, character: usize) -> usize {
        if self.marks.is_empty() {
            return character.min(self.text.len());
        }
        let Some(mark) = self.marks.get(character / Positions::STEP) else { return self.text.len() };
        let start = *mark as usize;
        let rest = &self.text[start..];
        rest.char_indices().nth(character % Positions::STEP).map_or(self.text.len(), |(byte, _)| start + byte)
    }
}
