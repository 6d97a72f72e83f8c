//! Addresses, and that every setting that is declared is read.

use super::{BaseUrl, Holds, SETTINGS, Setting};
use crate::source::{FileId, SourceFile};

#[test]
fn a_base_url_is_an_origin_and_a_path_with_slashes() {
    let check = |text: &str| BaseUrl::parse(text).map(|url| (url.origin, url.path));
    let expect = |origin: &str, path: &str| Some((origin.to_owned(), path.to_owned()));
    assert_eq!(check("https://example.org"), expect("https://example.org", "/"));
    assert_eq!(check("https://example.org/a/b"), expect("https://example.org", "/a/b/"));
    assert_eq!(check("/sub/"), expect("", "/sub/"));
    for bad in ["", "example.org", "ftp://example.org", "https://", "https:///x", "https://a.b/?q", "https://a b/"] {
        assert_eq!(check(bad), None, "{bad}");
    }
}

/// Reads a configuration, and gives everything in it as text, without the places.
fn read(text: &str) -> (String, Vec<String>) {
    let source = SourceFile::new("gen.toml", text);
    let mut schema = crate::schema::builtin();
    let before = schema.kinds.len();
    let (config, problems) = super::read(&source, FileId(0), &mut schema);
    let shown = format!("{config:?} {:?}", schema.kinds[before..].iter().map(|kind| &kind.name).collect::<Vec<_>>());
    let parts = shown.split("Span {").map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    let without_places = shown.split("Span {").next().into_iter().chain(parts.skip(1)).collect();
    (without_places, problems.iter().map(|problem| format!("{} {:?}", problem.message, problem.help)).collect())
}

/// A configuration that holds one setting more than it must; `path` are the tables it stands in.
fn with(path: &[&str], setting: &Setting, value: &str) -> String {
    let title = if setting.key == "title" && path.is_empty() { "" } else { "title = \"T\"\n" };
    let line = match setting.holds {
        Holds::Table(..) => format!("[{}]\n{value}\n", path.iter().copied().chain([setting.key]).collect::<Vec<_>>().join(".")),
        _ if path.is_empty() => format!("{} = {value}\n", setting.key),
        _ => format!("[{}]\n{} = {value}\n", path.join("."), setting.key),
    };
    format!("{title}{line}")
}

/// All settings, each with the tables it stands in; those of lists of groups are left to the example of their list.
fn all<'s>(path: &[&'s str], settings: &'s [Setting], found: &mut Vec<(Vec<&'s str>, &'s Setting)>) {
    for setting in settings {
        found.push((path.to_vec(), setting));
        if let Holds::Table(inner, _) = setting.holds {
            all(&[path, &[setting.key]].concat(), inner, found);
        }
    }
}

#[test]
fn every_declared_setting_is_read_and_means_what_it_says() {
    let mut settings = Vec::new();
    all(&[], SETTINGS, &mut settings);
    assert!(settings.len() > 40, "{}", settings.len());
    let (plain, problems) = read("title = \"T\"\n");
    assert_eq!(problems, Vec::<String>::new());
    for (path, setting) in settings {
        let name = format!("{} {}", path.join("."), setting.key);
        let (example, problems) = read(&with(&path, setting, setting.example));
        assert_eq!(problems, Vec::<String>::new(), "{name}");
        assert_ne!(example, plain, "{name}: its example changes nothing, so nobody reads it");
        if !setting.usual.is_empty() {
            let (usual, problems) = read(&with(&path, setting, setting.usual));
            assert_eq!((usual, problems), (plain.clone(), Vec::new()), "{name}: what is usual is another value");
        }
        let wrong = if matches!(setting.holds, Holds::Entries(_)) { "3" } else { "[[]]" };
        let text = if matches!(setting.holds, Holds::Table(..)) {
            format!("title = \"T\"\n{} = 3\n", setting.key)
        } else {
            with(&path, setting, wrong)
        };
        assert!(!read(&text).1.is_empty(), "{name}: nobody looks at what it holds: {text}");
        if let Holds::Entries(inner) = setting.holds {
            let item: Vec<String> = inner.iter().map(|inner| format!("{} = {}", inner.key, inner.example)).collect();
            let (shown, problems) = read(&with(&path, setting, &format!("[{{ {} }}]", item.join(", "))));
            assert_eq!(problems, Vec::<String>::new(), "{name}");
            assert!(inner.iter().all(|inner| shown.contains(inner.example)), "{name}: {shown}");
        }
    }
}

#[test]
fn every_declared_setting_tells_what_it_decides() {
    let mut settings = Vec::new();
    all(&[], SETTINGS, &mut settings);
    for (path, setting) in settings {
        assert!(
            setting.help.ends_with('.') && setting.help.starts_with(|c: char| c.is_uppercase() || c == '`'),
            "{path:?} {}",
            setting.key
        );
        assert_ne!(setting.example, setting.usual, "{path:?} {}", setting.key);
    }
}
