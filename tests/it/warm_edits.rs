//! What people do to the sources of a site, as functions from files to files: each edit is chosen by numbers, so that a sequence of edits can
//! be written down, tried again and made shorter. An edit may break the site; it never depends on anything but the files and the numbers.

use crate::laws::Files;
use crate::warm_choices::{DIRECTIVES, FIELDS, OUTPUTS, SENTENCES, SETTINGS, TITLES, WORDS};
use std::path::Path;

/// A number that chooses among what there is.
pub(crate) type Choice = usize;

/// What is done to the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    AddRecord,
    DeleteRecord,
    ReplaceRecord,
    RenameFile,
    ChangeId,
    Retitle,
    SwapTitles,
    AddText,
    CutText,
    AddUse,
    RemoveUse,
    MoveToKind,
    MoveToStory,
    ToSection,
    ToBundle,
    FrontMatter,
    DropField,
    SwapEntries,
    DropEntry,
    CopyEntry,
    Word,
    Day,
    Reference,
    Template,
    Component,
    OwnTemplate,
    DropTemplate,
    Setting,
    Output,
    Schema,
    AddRow,
    DropRow,
    CopyText,
    Static,
    Asset,
    DropAsset,
    Mark,
    LineEnds,
    NotText,
    Unfinished,
}

pub(crate) const EDITS: [Edit; 40] = [
    Edit::AddRecord,
    Edit::DeleteRecord,
    Edit::ReplaceRecord,
    Edit::RenameFile,
    Edit::ChangeId,
    Edit::Retitle,
    Edit::SwapTitles,
    Edit::AddText,
    Edit::CutText,
    Edit::AddUse,
    Edit::RemoveUse,
    Edit::MoveToKind,
    Edit::MoveToStory,
    Edit::ToSection,
    Edit::ToBundle,
    Edit::FrontMatter,
    Edit::DropField,
    Edit::SwapEntries,
    Edit::DropEntry,
    Edit::CopyEntry,
    Edit::Word,
    Edit::Day,
    Edit::Reference,
    Edit::Template,
    Edit::Component,
    Edit::OwnTemplate,
    Edit::DropTemplate,
    Edit::Setting,
    Edit::Output,
    Edit::Schema,
    Edit::AddRow,
    Edit::DropRow,
    Edit::CopyText,
    Edit::Static,
    Edit::Asset,
    Edit::DropAsset,
    Edit::Mark,
    Edit::LineEnds,
    Edit::NotText,
    Edit::Unfinished,
];

/// The numbers of an edit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct By {
    pub(crate) at: Choice,
    pub(crate) what: Choice,
    pub(crate) which: Choice,
}

/// The site after an edit; none where there is nothing to edit.
pub(crate) fn edited(files: &Files, edit: Edit, by: By) -> Option<Files> {
    let site = Site { files, by };
    let after = match edit {
        Edit::AddRecord => site.add_record(),
        Edit::DeleteRecord => site.without(site.record()?),
        Edit::ReplaceRecord => site.replace_record(),
        Edit::RenameFile => site.moved(site.record()?, &beside(site.record()?, &format!("{}-x", stem(site.record()?)))),
        Edit::ChangeId => site.change_id(),
        Edit::Retitle => site.retitle(),
        Edit::SwapTitles => site.swap_titles(),
        Edit::AddText => site.with_body(|body| format!("{}\n\n{}\n", body.trim_end(), pick(&SENTENCES, by.what))),
        Edit::CutText => site.cut_text(),
        Edit::AddUse => site.add_use(),
        Edit::RemoveUse => site.remove_use(),
        Edit::MoveToKind => site.moved(site.record()?, &in_folder(pick(&site.folders(), by.what), site.record()?)),
        Edit::MoveToStory => site.move_to_story(),
        Edit::ToSection => site.to_section(),
        Edit::ToBundle => site.moved(site.record()?, &format!("{}/index.md", site.record()?.strip_suffix(".md")?)),
        Edit::FrontMatter => site.front_matter(),
        Edit::DropField => site.in_front_matter(|lines, at| {
            lines.remove(at);
        }),
        Edit::SwapEntries => site.in_entries(|lines, at, other| lines.swap(at, other)),
        Edit::DropEntry => site.in_entries(|lines, at, _| {
            lines.remove(at);
        }),
        Edit::CopyEntry => site.in_entries(|lines, at, other| lines.insert(at, lines[other].clone())),
        Edit::Word => site.word(),
        Edit::Day => site.day(),
        Edit::Reference => site.reference(),
        Edit::Template => site.theme_file("templates", ""),
        Edit::Component => site.theme_file("templates/components", "components/"),
        Edit::OwnTemplate => site.own_template(),
        Edit::DropTemplate => site.without(site.one_of(&|path| path.starts_with("templates/"))?),
        Edit::Setting => site.setting(),
        Edit::Output => site.output(),
        Edit::Schema => site.schema(),
        Edit::AddRow => site.add_row(),
        Edit::DropRow => site.drop_row(),
        Edit::CopyText => site.copy_text(),
        Edit::Static => site.with(
            pick(&["static/press/kit.txt", "static/style.css", "static/extra.css", "static/new.txt", "static/favicon.svg"], by.at),
            format!("/* {} */\n", by.what),
        ),
        Edit::Asset => site.asset(),
        Edit::DropAsset => site.without(site.one_of(&|path| is_asset(path) || path.starts_with("static/"))?),
        Edit::Mark => site.mark(),
        Edit::LineEnds => site.line_ends(),
        Edit::NotText => site.not_text(),
        Edit::Unfinished => {
            site.with_body(|body| format!("{body}\n{}\n", pick(&["[[nobody-at-all]]", ":::", "[@no-source]", "::nothing"], by.what)))
        }
    }?;
    (after != *files).then_some(after)
}

fn pick<T: Copy>(from: &[T], choice: Choice) -> T {
    from[choice % from.len()]
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.split_once('.').map_or(name, |(stem, _)| stem);
    if name == "index" { stem_of_folder(path) } else { name }
}

fn stem_of_folder(path: &str) -> &str {
    path.rsplit('/').nth(1).unwrap_or(path)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn beside(path: &str, stem: &str) -> String {
    format!("{}/{stem}.md", folder(path))
}

fn in_folder(folder: &str, path: &str) -> String {
    format!("{folder}/{}", path.rsplit('/').next().unwrap_or(path))
}

fn is_record(path: &str) -> bool {
    path.starts_with("content/") && path.ends_with(".md") && !path.ends_with("_index.md")
}

fn is_text(path: &str) -> bool {
    path.starts_with("content/") && path.ends_with(".md")
}

fn is_table(path: &str) -> bool {
    is_beside_no_page(path) && [".yaml", ".toml", ".csv"].iter().any(|end| path.ends_with(end))
}

/// A table of a bundle is an asset of its page.
fn is_beside_no_page(path: &str) -> bool {
    path.starts_with("content/") && !path.contains("/album/")
}

fn is_asset(path: &str) -> bool {
    path.starts_with("content/") && !is_text(path) && !is_table(path)
}

/// Replaces a name where it stands as a whole word.
fn renamed(text: &str, from: &str, to: &str) -> String {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let (mut done, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(from) {
        let (before, behind) = (&rest[..at], &rest[at + from.len()..]);
        let before_it = before.chars().next_back().or_else(|| done.chars().next_back());
        done += before;
        done += if is_part(before_it) || is_part(behind.chars().next()) { from } else { to };
        rest = behind;
    }
    done + rest
}

/// Front matter without its fences, and the body.
fn halves(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("---\n")?.split_once("---\n")
}

struct Site<'f> {
    files: &'f Files,
    by: By,
}

impl Site<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }

    fn with(&self, path: &str, text: impl Into<Vec<u8>>) -> Option<Files> {
        let mut files = self.files.clone();
        files.insert(path.to_owned(), text.into());
        Some(files)
    }

    fn without(&self, path: &str) -> Option<Files> {
        let mut files = self.files.clone();
        files.remove(path);
        Some(files)
    }

    fn moved(&self, from: &str, to: &str) -> Option<Files> {
        let mut files = self.without(from)?;
        files.insert(to.to_owned(), self.files.get(from)?.clone());
        Some(files)
    }

    fn all(&self, is_wanted: &dyn Fn(&str) -> bool) -> Vec<&str> {
        self.files.keys().map(String::as_str).filter(|path| is_wanted(path)).collect()
    }

    fn one_of(&self, is_wanted: &dyn Fn(&str) -> bool) -> Option<&str> {
        let all = self.all(is_wanted);
        (!all.is_empty()).then(|| pick(&all, self.by.at))
    }

    fn record(&self) -> Option<&str> {
        self.one_of(&is_record)
    }

    /// A text of prose, home page and sections among them.
    fn prose(&self) -> Option<&str> {
        self.one_of(&is_text)
    }

    fn ids(&self) -> Vec<&str> {
        self.all(&is_record).into_iter().map(stem).collect()
    }

    fn id(&self, choice: Choice) -> &str {
        let ids = self.ids();
        if ids.is_empty() { "nobody" } else { pick(&ids, choice) }
    }

    fn folders(&self) -> Vec<&str> {
        let mut folders: Vec<&str> = self.all(&is_record).into_iter().map(folder).collect();
        folders.dedup();
        folders.extend(["content/issues", "content/east/issues", "content/east/actors", "content/guide"]);
        folders
    }

    fn with_body(&self, change: impl Fn(&str) -> String) -> Option<Files> {
        let path = self.prose()?;
        let text = self.text(path)?;
        let (fields, body) = halves(text)?;
        self.with(path, format!("---\n{fields}---\n{}", change(body)))
    }

    fn add_record(&self) -> Option<Files> {
        let By { at, what, which } = self.by;
        let folder = pick(&self.folders(), at);
        let title = pick(&["Newcomer", "Latecomer", "Midcomer"], what);
        let fields = match folder.rsplit('/').next()? {
            "actors" => "kind: person\n".to_owned(),
            "issues" => format!("question: And now?\nrequires: [{{all_of: [{}], basis: reported}}]\n", self.first_in("/issues/", which)?),
            "events" => format!("type: other\ndate: 2026-03-{:02}\nstatus: scheduled\n", which % 28 + 1),
            "claims" => "statement: Something is so.\nkind: factual\n".to_owned(),
            "documents" => "kind: draft\n".to_owned(),
            "updates" => format!("date: 2026-03-02\nkind: new_information\nrecords: [{}]\nnote: There is news.\n", self.id(which)),
            "permits" => "outcome: given\n".to_owned(),
            _ => String::new(),
        };
        let body = if which % 3 == 0 { format!("About [[{}]].\n", self.id(which)) } else { "About nothing.\n".to_owned() };
        let path = format!("{folder}/new-{}.md", what % 5);
        if self.files.contains_key(&path) { None } else { self.with(&path, format!("---\ntitle: {title}\n{fields}---\n{body}")) }
    }

    fn first_in(&self, folder: &str, choice: Choice) -> Option<&str> {
        let all = self.all(&|path| is_record(path) && path.contains(folder));
        (!all.is_empty()).then(|| stem(pick(&all, choice)))
    }

    /// Deletes a record, and lets whoever named it name another of its folder.
    fn replace_record(&self) -> Option<Files> {
        let path = self.record()?;
        let others = self.all(&|other| is_record(other) && other != path && folder(other) == folder(path));
        let other = if others.is_empty() { return None } else { stem(pick(&others, self.by.what)) };
        Some(everywhere(&self.without(path)?, stem(path), other))
    }

    fn change_id(&self) -> Option<Files> {
        let path = self.record()?;
        let id = format!("{}{}", pick(&["a-", "zz-", ""], self.by.what), pick(&["other", "more", "x1"], self.by.which));
        let moved = self.moved(path, &beside(path, &id))?;
        Some(everywhere(&moved, stem(path), &id))
    }

    fn retitle(&self) -> Option<Files> {
        let path = self.one_of(&|path| is_text(path) || is_table(path))?;
        let text = self.text(path)?;
        let title = pick(&TITLES, self.by.what);
        if path.ends_with(".csv") {
            let lines: Vec<&str> = text.lines().collect();
            let at = 1 + self.by.which % (lines.len() - 1).max(1);
            let cells: Vec<&str> = lines.get(at)?.splitn(3, ',').collect();
            let line = format!("{},{},{}", cells.first()?, title.replace("\\\"", "").replace(',', ""), cells.get(2)?);
            return self.with(path, text.replace(lines[at], &line));
        }
        let places: Vec<usize> = text.match_indices("title").map(|(at, _)| at).filter(|at| !text[at + 5..].starts_with('d')).collect();
        let start = *places.get(self.by.which % places.len().max(1))? + "title".len();
        let start = start + text[start..].find(|c: char| !matches!(c, ':' | '=' | ' '))?;
        let end = start + text[start..].find([',', '}', '\n'])?;
        self.with(path, format!("{}\"{title}\"{}", &text[..start], &text[end..]))
    }

    fn swap_titles(&self) -> Option<Files> {
        let with_title = self.all(&|path| is_text(path) && self.text(path).is_some_and(|text| text.starts_with("---\ntitle: ")));
        let (one, other) =
            if with_title.is_empty() { return None } else { (pick(&with_title, self.by.at), pick(&with_title, self.by.what)) };
        let (title_of_one, title_of_other) = (self.text(one)?.lines().nth(1)?, self.text(other)?.lines().nth(1)?);
        let mut files = self.with(one, self.text(one)?.replacen(title_of_one, title_of_other, 1))?;
        files.insert(other.to_owned(), self.text(other)?.replacen(title_of_other, title_of_one, 1).into_bytes());
        Some(files)
    }

    fn cut_text(&self) -> Option<Files> {
        self.with_body(|body| {
            let mut paragraphs: Vec<&str> = body.split("\n\n").collect();
            paragraphs.remove(self.by.what % paragraphs.len());
            paragraphs.join("\n\n")
        })
    }

    fn add_use(&self) -> Option<Files> {
        let By { what, which, .. } = self.by;
        let (id, other) = (self.id(which), self.id(which / 7 + what));
        let anchor = format!("x-{what}-{which}");
        let piece = match what % 20 {
            0..=2 => format!("Here is [[{id}]] again."),
            3 => format!("Here is [[{id}|somebody]]."),
            4 => format!("It is written [@{}, p. 7].", pick(&["ledger", "paper", "letter", "s0", "s1", "survey"], which)),
            5 => format!("By [a link]({}).", self.all(&is_record).get(which % 40).map_or("/", |path| &path["content".len()..])),
            at => pick(&DIRECTIVES, at - 6).replace("ID", id).replace("OTHER", other).replace("ANCHOR", &anchor),
        };
        self.with_body(|body| if which % 2 == 0 { format!("{body}\n{piece}\n") } else { format!("\n{piece}\n\n{body}") })
    }

    fn remove_use(&self) -> Option<Files> {
        self.with_body(|body| {
            let uses: Vec<(usize, usize)> = [("[[", "]]"), ("[@", "]"), ("\n::", "\n"), (":claim[", "}")]
                .iter()
                .flat_map(|(start, end)| {
                    body.match_indices(start).filter_map(move |(at, _)| Some((at, at + body[at + 2..].find(end)? + 2 + end.len())))
                })
                .collect();
            if uses.is_empty() {
                return body.to_owned();
            }
            let (start, end) = pick(&uses, self.by.what);
            format!("{} nothing {}", &body[..start], &body[end..])
        })
    }

    fn move_to_story(&self) -> Option<Files> {
        let path = self.one_of(&|path| is_text(path) || is_table(path))?;
        let story = pick(&["content/", "content/north/", "content/south/", "content/east/", "content/one/"], self.by.what);
        let inside = path.strip_prefix("content/")?;
        let inside = ["north/", "south/", "east/", "one/"].iter().find_map(|story| inside.strip_prefix(story)).unwrap_or(inside);
        self.moved(path, &format!("{story}{inside}"))
    }

    /// Gives a folder a text, or takes it.
    fn to_section(&self) -> Option<Files> {
        let path = format!("{}/_index.md", pick(&self.folders(), self.by.at));
        if self.files.contains_key(&path) {
            return self.without(&path);
        }
        self.with(&path, format!("---\ntitle: {}\n---\nA list.\n", pick(&TITLES, self.by.what)))
    }

    fn front_matter(&self) -> Option<Files> {
        let path = self.prose()?;
        let line = pick(&FIELDS, self.by.what).replace("FILE", stem(path));
        let line = line.replace("ID", self.id(self.by.which)).replace("OTHER", self.id(self.by.which / 7));
        let text = self.text(path)?;
        let key = line.split(':').next()?;
        let (fields, body) = halves(text)?;
        let kept: String = fields.split_inclusive('\n').filter(|other| !other.starts_with(&format!("{key}:"))).collect();
        self.with(path, format!("---\n{kept}{line}\n---\n{body}"))
    }

    fn in_front_matter(&self, change: impl Fn(&mut Vec<String>, usize)) -> Option<Files> {
        let path = self.prose()?;
        let (fields, body) = halves(self.text(path)?)?;
        let mut lines: Vec<String> = fields.lines().map(str::to_owned).collect();
        let whole: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains(": ") && !lines[*at].starts_with(' ')).collect();
        if whole.is_empty() {
            return None;
        }
        change(&mut lines, pick(&whole, self.by.what));
        self.with(path, format!("---\n{}\n---\n{body}", lines.join("\n")))
    }

    /// Changes the entries of the lists in front matter, of which each has a line.
    fn in_entries(&self, change: impl Fn(&mut Vec<String>, usize, usize)) -> Option<Files> {
        let path = self.one_of(&|path| is_text(path) && self.text(path).is_some_and(|text| text.contains("\n  - ")))?;
        let mut lines: Vec<String> = self.text(path)?.lines().map(str::to_owned).collect();
        let entries: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with("  - ")).collect();
        change(&mut lines, pick(&entries, self.by.what), pick(&entries, self.by.which));
        self.with(path, lines.join("\n") + "\n")
    }

    fn word(&self) -> Option<Files> {
        let found = |path: &str| {
            let text = self.text(path)?;
            let places = WORDS
                .iter()
                .flat_map(|group| group.iter().flat_map(move |word| text.match_indices(*word).map(move |(at, _)| (at, *word, *group))));
            let all: Vec<_> = places.collect();
            (!all.is_empty()).then_some(all)
        };
        let path = self.one_of(&|path| (is_text(path) || is_table(path)) && found(path).is_some())?;
        let (at, word, group) = pick(&found(path)?, self.by.what);
        let text = self.text(path)?;
        self.with(path, format!("{}{}{}", &text[..at], pick(group, self.by.which), &text[at + word.len()..]))
    }

    fn day(&self) -> Option<Files> {
        let path = self.one_of(&|path| path.starts_with("content/") && self.text(path).is_some_and(|text| text.contains("2026-0")))?;
        let text = self.text(path)?;
        let places: Vec<usize> =
            text.match_indices("2026-0").map(|(at, _)| at).filter(|at| text.as_bytes().get(*at + 7) == Some(&b'-')).collect();
        if places.is_empty() {
            return None;
        }
        let at = pick(&places, self.by.what) + "2026-".len();
        let day = format!("{:02}-{:02}", self.by.which % 4 + 1, self.by.which % 28 + 1);
        self.with(path, format!("{}{day}{}", &text[..at], &text[at + 5..]))
    }

    /// Lets a reference lead to another record of the same folder.
    fn reference(&self) -> Option<Files> {
        let path = self.one_of(&|path| is_text(path) || is_table(path))?;
        let text = self.text(path)?;
        let named: Vec<&str> = self.all(&|other| is_record(other) && renamed(text, stem(other), "\u{1}") != text);
        let was = if named.is_empty() { return None } else { pick(&named, self.by.what) };
        let others = self.all(&|other| is_record(other) && folder(other) == folder(was));
        self.with(path, renamed(text, stem(was), stem(pick(&others, self.by.which))))
    }

    /// Puts a changed file of the theme over it.
    fn theme_file(&self, folder: &str, below: &str) -> Option<Files> {
        let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default").join(folder);
        let mut names: Vec<String> =
            std::fs::read_dir(&theme).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        names.retain(|name| name.ends_with(".html"));
        names.sort();
        let name = &names[self.by.at % names.len()];
        let text = std::fs::read_to_string(theme.join(name)).ok()?;
        self.with(&format!("templates/{below}{name}"), marked(&text, self.by.what))
    }

    fn own_template(&self) -> Option<Files> {
        let path = self.one_of(&|path| path.starts_with("templates/"))?;
        self.with(path, marked(self.text(path)?, self.by.what))
    }

    fn setting(&self) -> Option<Files> {
        let (table, key, values) = pick(&SETTINGS, self.by.at);
        self.set(table, key, pick(values, self.by.what))
    }

    fn output(&self) -> Option<Files> {
        self.set("outputs", pick(&OUTPUTS, self.by.at), pick(&["false", "true", "false"], self.by.what))
    }

    fn set(&self, table: &str, key: &str, value: &str) -> Option<Files> {
        let text = self.text("gen.toml")?;
        let header = format!("[{table}]");
        let (mut lines, mut here, mut done) = (Vec::new(), table.is_empty(), false);
        let set = format!("{key} = {value}");
        for line in text.lines() {
            if line.starts_with('[') {
                if here && !done && table.is_empty() {
                    lines.push(set.clone());
                    done = true;
                }
                here = line == header;
                lines.push(line.to_owned());
                if here && !done {
                    lines.push(set.clone());
                    done = true;
                }
            } else if !(here && line.split('=').next().is_some_and(|other| other.trim() == key)) {
                lines.push(line.to_owned());
            }
        }
        if !done {
            if !table.is_empty() {
                lines.push(header);
            }
            lines.push(set);
        }
        self.with("gen.toml", lines.join("\n") + "\n")
    }

    fn schema(&self) -> Option<Files> {
        let Some(path) = self.one_of(&|path| path.starts_with("schema/")) else {
            return self.with("schema/own.toml", "[kind.actor.fields]\nberth = { type = \"text\" }\n");
        };
        let text = self.text(path)?;
        match self.by.what % 6 {
            0 => self.without(path),
            1 => self.with(path, text.replace("page = \"own\"", "page = \"anchor\"")),
            2 => self.with(path, text.replace("page = \"anchor\"", "page = \"own\"")),
            3 => self.with(path, text.replace("inverse = \"", "inverse = \"now ")),
            4 => self.with(path, format!("{text}\n[kind.issue.fields]\nstake_{} = {{ type = \"text\" }}\n", self.by.which)),
            _ => self.with("schema/more.toml", format!("[vocabulary.event_type]\nparty = \"Party {}\"\n", self.by.which)),
        }
    }

    fn add_row(&self) -> Option<Files> {
        let path = self.one_of(&is_table)?;
        let text = self.text(path)?;
        let id = format!("row-{}", self.by.what % 4);
        let kind = path.rsplit('/').next()?.split('.').next()?;
        let row = match (kind, path.rsplit('.').next()?) {
            ("figures", "csv") => format!("{id},Rowtitle,5,,,,units,Things,2026-02,,,,\n"),
            ("figures", _) => format!("{id}: {{value: 5, unit: units, of: Things}}\n"),
            ("sources", _) => format!("{id}: {{title: Rowtitle}}\n"),
            ("places", _) => format!("{id}: {{title: Rowtitle, kind: town}}\n"),
            ("quotes", _) => format!("{id}: {{text: Said., by: {}}}\n", self.first_in("/actors/", self.by.which).unwrap_or("unknown")),
            ("terms", "toml") => format!("[{id}]\nsummary = \"A word.\"\n"),
            ("terms", _) => format!("{id}: {{title: Rowtitle, summary: A word.}}\n"),
            ("claims", _) => format!("[{id}]\nstatement = \"So it is.\"\nkind = \"factual\"\n"),
            _ => return None,
        };
        if path.ends_with(".yaml") && self.by.which.is_multiple_of(2) {
            return self.with(path, row + text);
        }
        self.with(path, format!("{text}{row}"))
    }

    fn drop_row(&self) -> Option<Files> {
        let path = self.one_of(&is_table)?;
        let text = self.text(path)?;
        let (head, rows): (&str, Vec<String>) = if path.ends_with(".toml") {
            let starts: Vec<usize> =
                text.match_indices("[").map(|(at, _)| at).filter(|at| *at == 0 || text[..*at].ends_with('\n')).collect();
            let ends = starts.iter().skip(1).copied().chain([text.len()]);
            ("", starts.iter().zip(ends).map(|(start, end)| text[*start..end].to_owned()).collect())
        } else {
            let head = if path.ends_with(".csv") { text.split_inclusive('\n').next()? } else { "" };
            (head, text[head.len()..].split_inclusive('\n').map(str::to_owned).collect())
        };
        let mut rows = rows;
        if rows.is_empty() {
            return None;
        }
        rows.remove(self.by.what % rows.len());
        self.with(path, format!("{head}{}", rows.concat()))
    }

    /// Gives a record a second one with the same text.
    fn copy_text(&self) -> Option<Files> {
        let path = self.record()?;
        let copy = beside(path, &format!("{}-copy", stem(path)));
        self.with(&copy, self.text(path)?)
    }

    fn asset(&self) -> Option<Files> {
        let Some(path) = self.one_of(&is_asset) else { return self.with("content/guide/file.txt", "A file.\n") };
        match self.by.what % 3 {
            0 => self.with(&format!("{}/more-{}.txt", folder(path), self.by.which % 3), "More.\n"),
            _ => self.with(path, [self.files.get(path)?.as_slice(), format!("<!-- {} -->\n", self.by.which).as_bytes()].concat()),
        }
    }

    /// Gives a text a byte order mark, or takes it.
    fn mark(&self) -> Option<Files> {
        let path = self.one_of(&|path| is_text(path) || is_table(path))?;
        let bytes = self.files.get(path)?;
        let mark = "\u{feff}".as_bytes();
        self.with(path, bytes.strip_prefix(mark).map_or_else(|| [mark, bytes].concat(), <[u8]>::to_vec))
    }

    fn line_ends(&self) -> Option<Files> {
        let path = self.one_of(&|path| is_text(path) || is_table(path))?;
        let text = self.text(path)?;
        self.with(path, if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text.replace('\n', "\r\n") })
    }

    fn not_text(&self) -> Option<Files> {
        let path = self.one_of(&|path| is_text(path) || is_table(path))?;
        self.with(path, [self.files.get(path)?.as_slice(), &[0xff, b'\n']].concat())
    }
}

/// A template with words of a number in it, where they are shown.
pub(crate) fn marked(template: &str, number: Choice) -> String {
    let words = format!("<!--n{}-->", number % 5);
    let template = (0..5).fold(template.to_owned(), |text, n| text.replace(&format!("<!--n{n}-->"), ""));
    // Behind the signature of a component, else in the first block, else at the end.
    let start = template.find("{% component").or_else(|| template.find("{% block"));
    let place = start.and_then(|start| Some(start + template[start..].find("%}")? + 2));
    let place = place.unwrap_or(template.len());
    format!("{}{words}{}", &template[..place], &template[place..])
}

/// All texts with another name for something.
fn everywhere(files: &Files, from: &str, to: &str) -> Files {
    let change = |(path, bytes): (&String, &Vec<u8>)| {
        let text = std::str::from_utf8(bytes).ok().filter(|_| path.starts_with("content/"));
        (path.clone(), text.map_or_else(|| bytes.clone(), |text| renamed(text, from, to).into_bytes()))
    };
    files.iter().map(change).collect()
}
