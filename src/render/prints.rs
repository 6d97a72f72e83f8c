//! What each template is made of, as a fingerprint: its own text and those of all templates and components that it names.
//!
//! In: the texts of a theme. Out: a number for a template or a component that changes when its output could, given the same data. Names are
//! found by the form in which they must be written, wherever they stand; a name in a comment only makes a page be made once too often.

use crate::source::{FileId, Sources};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// The fingerprints of a theme.
#[derive(Clone, Debug, Default)]
pub(super) struct Prints {
    of_template: FxHashMap<String, u64>,
    /// By the names of components: that of the template in which each stands.
    of_component: FxHashMap<String, u64>,
}

/// One template: its fingerprint alone, what it defines, and what it names.
struct Parts<'t> {
    own: u64,
    components: Vec<&'t str>,
    names: FxHashSet<&'t str>,
}

impl Prints {
    /// Reads the texts of a theme, by the names of its templates.
    pub(super) fn of(files: &FxHashMap<String, FileId>, sources: &Sources) -> Prints {
        let mut templates: Vec<(&str, Parts)> =
            files.iter().map(|(name, file)| (name.as_str(), Parts::of(&sources.get(*file).text))).collect();
        // A component may be defined twice, where a site replaces one of the theme's: both count.
        templates.sort_unstable_by_key(|(name, _)| *name);
        let mut places: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, (name, parts)) in templates.iter().enumerate() {
            for quote in ["\"", "'"] {
                places.entry(format!("{quote}{name}")).or_default().push(at);
            }
            for component in &parts.components {
                places.entry(format!("<{component}")).or_default().push(at);
            }
        }
        let mut prints = Prints::default();
        for (at, (name, parts)) in templates.iter().enumerate() {
            let print = closure(at, &templates, &places);
            prints.of_template.insert((*name).to_owned(), print);
            for component in &parts.components {
                let known = prints.of_component.entry((*component).to_owned()).or_default();
                *known = known.rotate_left(7) ^ print;
            }
        }
        prints
    }

    pub(super) fn of_template(&self, name: &str) -> u64 {
        let mut hasher = FxHasher::default();
        (name, self.of_template.get(name)).hash(&mut hasher);
        hasher.finish()
    }

    pub(super) fn of_component(&self, name: &str) -> u64 {
        self.of_component.get(name).copied().unwrap_or_default()
    }
}

/// The fingerprint of a template with all it names, and what these name.
fn closure(start: usize, templates: &[(&str, Parts)], places: &FxHashMap<String, Vec<usize>>) -> u64 {
    let mut found = vec![false; templates.len()];
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut found[at], true) {
            open.extend(templates[at].1.names.iter().filter_map(|name| places.get(*name)).flatten());
        }
    }
    let mut hasher = FxHasher::default();
    for (at, (name, parts)) in templates.iter().enumerate().filter(|(at, _)| found[*at]) {
        (at == start, name, parts.own).hash(&mut hasher);
    }
    hasher.finish()
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Parts<'t> {
        let mut hasher = FxHasher::default();
        text.hash(&mut hasher);
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
        let mut names = FxHashSet::default();
        for (at, _) in text.match_indices(['"', '\'', '<']) {
            let rest = &text[at + 1..];
            let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
            if end > 0 {
                names.insert(&text[at..at + 1 + end]);
            }
        }
        let defined = text.match_indices("component ").filter_map(|(at, word)| {
            let rest = text[at + word.len()..].trim_start();
            let end = rest.find(|c: char| !is_name(c))?;
            rest[end..].trim_start().starts_with('(').then(|| &rest[..end])
        });
        Parts { own: hasher.finish(), components: defined.collect(), names }
    }
}

#[cfg(test)]
mod tests {
    use super::Prints;
    use crate::source::{FileId, SourceFile, Sources};
    use rustc_hash::FxHashMap;

    const THEME: [(&str, &str); 5] = [
        ("base.html", "<html>{% include \"part.html\" %}"),
        ("part.html", "part"),
        ("page.html", "{% extends \"base.html\" %}{{ <card of={page} /> }}"),
        ("index.html", "no parent"),
        ("components/card.html", "{% component card(of: map) %}<b>{% endcomponent card %}"),
    ];

    fn prints(changed: &str) -> Prints {
        let texts = THEME.map(|(name, text)| SourceFile::new(name, if name == changed { format!("{text}!") } else { text.to_owned() }));
        let files: FxHashMap<String, FileId> =
            THEME.iter().enumerate().map(|(at, (name, _))| ((*name).to_owned(), FileId(at as u32))).collect();
        Prints::of(&files, &Sources::new(texts.to_vec()))
    }

    #[test]
    fn a_template_changes_with_what_it_is_made_of_and_with_nothing_else() {
        let before = prints("");
        let changed = |changed: &str| -> Vec<&str> {
            let after = prints(changed);
            let names = THEME.iter().map(|(name, _)| *name);
            names.filter(|name| before.of_template(name) != after.of_template(name)).collect()
        };
        assert_eq!(changed("part.html"), ["base.html", "part.html", "page.html"]);
        assert_eq!(changed("components/card.html"), ["page.html", "components/card.html"]);
        assert_eq!(changed("index.html"), ["index.html"]);
        assert_eq!(changed("page.html"), ["page.html"]);
        assert_ne!(before.of_component("card"), prints("components/card.html").of_component("card"));
        assert_eq!(before.of_component("card"), prints("part.html").of_component("card"));
    }
}
