//! What each code means at length: the pages of `docs/codes`, which are part of the program.
//!
//! A page is Markdown that is written by hand; its head is what the table of codes says. `tests/it/explain.rs` holds the two together and
//! shows that each example is what it says it is.

use super::Code;

/// The pages as they are in the repository.
#[derive(rust_embed::RustEmbed)]
#[folder = "docs/codes"]
struct Pages;

impl Code {
    /// Its page: why it matters, an example that is wrong and one that is right, what to do, and how to allow it.
    pub fn page(&self) -> String {
        let file = Pages::get(&format!("{}.md", self.id)).expect("each code has its page: a test compares the table with the folder");
        String::from_utf8(file.data.into_owned()).expect("pages are UTF-8: a test reads them as text")
    }
}
