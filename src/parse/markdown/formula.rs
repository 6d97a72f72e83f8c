//! Whether a formula can be set.
//!
//! In: LaTeX. Out: yes, or why not. It is asked while parsing, so that a wrong formula stops the build, and makes no MathML itself.

use pulldown_latex::event::{Content, Event};
use pulldown_latex::{Parser, Storage};

/// How long a formula may be, and how deep its groups may nest. Nobody could read a longer one.
const LONGEST: usize = 10_000;
const DEEPEST: usize = 50;

/// Commands that define others. A definition may use itself, and then there is no end to it.
const DEFINITIONS: [&str; 5] = ["\\def", "\\let", "\\futurelet", "\\newcommand", "\\renewcommand"];

/// Why a formula cannot be set, in a few words.
pub fn check_formula(formula: &str) -> Result<(), String> {
    if formula.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    if let Some(definition) = DEFINITIONS.iter().find(|definition| formula.contains(**definition)) {
        return Err(format!("`{definition}` is not supported"));
    }
    let mut depth = 0usize;
    for opening in formula.bytes().filter(|byte| matches!(byte, b'{' | b'}' | b'(' | b')' | b'[' | b']')) {
        depth = if matches!(opening, b'{' | b'(' | b'[') { depth + 1 } else { depth.saturating_sub(1) };
        if depth > DEEPEST {
            return Err(format!("more than {DEEPEST} brackets stand inside each other"));
        }
    }
    let storage = Storage::new();
    for event in Parser::new(formula, &storage) {
        match event {
            Ok(Event::Content(Content::Function(name))) if name.contains(['<', '>', '&']) => {
                return Err(format!("`{name}` cannot be the name of a function"));
            }
            Ok(_) => {}
            // The first line says what is wrong; the others draw a frame of their own.
            Err(error) => {
                let words = error.to_string();
                let line = words.lines().next().unwrap_or_default();
                return Err(line.trim_start_matches("parsing error: ").to_owned());
            }
        }
    }
    Ok(())
}
