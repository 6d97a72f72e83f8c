//! The data of a page, for programs.

use super::Data;
use super::build::View;

impl View<'_> {
    /// What the template of a page sees, as JSON.
    pub fn twin(self, data: &Data) -> String {
        serde_json::to_string(data).expect("views are plain data, which JSON can hold")
    }
}
