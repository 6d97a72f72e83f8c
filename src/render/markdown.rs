//! The words of a page as Markdown.
//!
//! In: a finished page. Out: what stands in its main part. It reads the page and nothing else, so that it says what readers see.

/// The main part of a page as Markdown.
pub fn markdown(page: &str) -> String {
    let main = page.find("<main").map_or(page, |start| &page[start..page.find("</main>").unwrap_or(page.len())]);
    htmd::convert(main).unwrap_or_default()
}
