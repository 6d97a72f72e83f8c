//! What a YAML scalar without quotes means, by the core schema.

use crate::node::Value;

/// A scalar without quotes, by the core schema. What is not finite (`.inf`, `.nan`, `1e999`) is text: no field holds such a number.
pub(super) fn meaning(written: &str) -> Value {
    match written {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool { value: true, written: written.into() },
        "false" | "False" | "FALSE" => return Value::Bool { value: false, written: written.into() },
        _ => {}
    }
    if let Some(value) = whole_number(written) {
        return Value::Int { value, written: written.into() };
    }
    match written.parse::<f64>() {
        Ok(value) if value.is_finite() && is_decimal(written) => Value::Float { value, written: written.into() },
        _ => Value::Text(written.into()),
    }
}

fn whole_number(written: &str) -> Option<i64> {
    let (digits, radix) = match written.as_bytes() {
        [b'0', b'o', ..] => (&written[2..], 8),
        [b'0', b'x', ..] => (&written[2..], 16),
        [b'+' | b'-', ..] => (&written[1..], 10),
        _ => (written, 10),
    };
    // Rust also takes a sign behind `0x`.
    if !digits.starts_with(|c: char| c.is_ascii_hexdigit()) {
        return None;
    }
    i64::from_str_radix(if radix == 10 { written } else { digits }, radix).ok()
}

/// Whether these are only the characters of a decimal number: Rust also reads `infinity` and the like.
fn is_decimal(written: &str) -> bool {
    written.bytes().any(|b| b.is_ascii_digit())
        && written.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'))
}
