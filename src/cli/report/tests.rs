//! Positions and forms, on texts that are hard to count in.

use super::*;
use crate::diag::Edit;
use crate::diag::codes::{EVENT_NO_OUTCOME, JARGON, NO_SITE, OUTPUT_LOCKED, UNKNOWN_REFERENCE};
use crate::source::{FileId, Location, SourceFile, Span};
use serde_json::Value;

/// A text in which the characters between `[` and `]` are marked, as it stands on disk.
fn marked(text: &str) -> (Sources, Span) {
    let plain = text.replacen('[', "", 1).replacen(']', "", 1);
    let source = SourceFile::read("content/a b.md", &plain);
    let (start, end) = (text.find('[').expect("a mark"), text.find(']').expect("its end") - 1);
    let span = Span::new(start - source.skipped(), end - source.skipped());
    (Sources::new(vec![source]), span)
}

/// Line, column, end line, end column by characters; the same columns by units of UTF-16; bytes on disk.
type Expected = ([usize; 4], [usize; 2], [usize; 2]);

#[test]
fn places_are_right_in_every_text() {
    let cases: [(&str, Expected); 12] = [
        ("a [b] c\n", ([1, 3, 1, 4], [3, 4], [2, 3])),
        ("a\r\nb [c]\r\n", ([2, 3, 2, 4], [3, 4], [5, 6])),
        ("a\tb\t[c]", ([1, 5, 1, 6], [5, 6], [4, 5])),
        ("\u{feff}[a]b\n", ([1, 1, 1, 2], [1, 2], [3, 4])),
        ("\u{feff}x\r\n[y]", ([2, 1, 2, 2], [1, 2], [6, 7])),
        // e and a combining acute: two characters, as editors count them.
        ("e\u{301}[x]", ([1, 3, 1, 4], [3, 4], [3, 4])),
        ("é[x]", ([1, 2, 1, 3], [2, 3], [2, 3])),
        ("😀[x]", ([1, 2, 1, 3], [3, 4], [4, 5])),
        // A family: three people and two joiners.
        ("👩\u{200d}👩\u{200d}👧[x]", ([1, 6, 1, 7], [9, 10], [18, 19])),
        ("[😀]", ([1, 1, 1, 2], [1, 3], [0, 4])),
        ("last line[]", ([1, 10, 1, 10], [10, 10], [9, 9])),
        ("a\n[b\nc]d", ([2, 1, 3, 2], [1, 2], [2, 5])),
    ];
    for (text, (characters, units, bytes)) in cases {
        let (sources, span) = marked(text);
        let problem = Diagnostic::at(&UNKNOWN_REFERENCE, FileId(0), span, "unknown");
        let json = json_of(&problem, &sources);
        let number = |value: &Value, key: &str| value[key].as_u64().unwrap_or_else(|| panic!("{key} of {text:?}")) as usize;
        let place = &json["place"];
        assert_eq!(["line", "column", "end_line", "end_column"].map(|key| number(place, key)), characters, "{text:?}");
        assert_eq!(["start", "end"].map(|key| number(place, key)), bytes, "{text:?}");
        let sarif: Value = serde_json::from_str(&sarif::document(std::slice::from_ref(&problem), &sources)).expect("SARIF is JSON");
        let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
        assert_eq!(["startLine", "endLine"].map(|key| number(region, key)), [characters[0], characters[2]], "{text:?}");
        assert_eq!(["startColumn", "endColumn"].map(|key| number(region, key)), units, "{text:?}");
        assert_eq!([number(region, "byteOffset"), number(region, "byteLength")], [bytes[0], bytes[1] - bytes[0]], "{text:?}");
        let short = short::short(&problem, &sources);
        assert_eq!(short, format!("content/a b.md:{}:{}: error[E0301] unknown", characters[0], characters[1]), "{text:?}");
        let on_one_line = characters[0] == characters[2];
        let github = github::annotation(&problem, &sources);
        assert!(github.contains(&format!("line={},endLine={}", characters[0], characters[2])), "{github}");
        assert_eq!(github.contains(&format!("col={},endColumn={}", characters[1], characters[3])), on_one_line, "{github}");
        // What is printed for people may not fail on any of these.
        assert!(plain(&problem, &sources).contains("unknown"), "{text:?}");
    }
}

#[test]
fn annotations_escape_what_would_end_them() {
    let (sources, span) = marked("a [b]");
    let problem = Diagnostic::at(&UNKNOWN_REFERENCE, FileId(0), span, "50% of\n`a:b, c`").help("write it");
    assert_eq!(
        github::annotation(&problem, &sources),
        "::error file=content/a b.md,line=1,endLine=1,col=3,endColumn=4,title=E0301 unknown-reference::50%25 of%0A`a:b, c`%0Awrite it"
    );
    let path = Diagnostic::in_path(&NO_SITE, "a:b,c", "none");
    assert_eq!(github::annotation(&path, &sources), "::error file=a%3Ab%2Cc,title=E0701 no-site::none");
    assert_eq!(short::short(&Diagnostic::of_run(&OUTPUT_LOCKED, "a\nb"), &sources), "error[E0604] a b");
}

#[test]
fn severities_have_their_words_in_each_form() {
    let (sources, span) = marked("a [b]");
    let said = |code, severity: &str, command: &str, level: &str| {
        let problem = Diagnostic::at(code, FileId(0), span, "so");
        assert_eq!(json_of(&problem, &sources)["severity"], severity);
        assert!(github::annotation(&problem, &sources).starts_with(&format!("::{command} ")));
        let sarif: Value = serde_json::from_str(&sarif::document(&[problem], &sources)).expect("SARIF is JSON");
        assert_eq!(sarif["runs"][0]["results"][0]["level"], level);
    };
    said(&UNKNOWN_REFERENCE, "error", "error", "error");
    said(&EVENT_NO_OUTCOME, "warning", "warning", "warning");
    said(&JARGON, "hint", "notice", "note");
}

#[test]
fn fixes_are_told_to_programs_with_their_bytes() {
    let (sources, span) = marked("\u{feff}In [Kiev].");
    let edit = Edit { at: Location { file: FileId(0), span }, text: "Kyiv".to_owned() };
    let problem = Diagnostic::at(&UNKNOWN_REFERENCE, FileId(0), span, "so").fix("write `Kyiv`", vec![edit]);
    let fix = &json_of(&problem, &sources)["fix"];
    assert_eq!((fix["edits"][0]["start"].as_u64(), fix["edits"][0]["end"].as_u64()), (Some(6), Some(10)));
    let sarif: Value = serde_json::from_str(&sarif::document(&[problem], &sources)).expect("SARIF is JSON");
    let replacement = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "Kyiv");
    assert_eq!(replacement["deletedRegion"]["startColumn"], 4);
}

#[test]
fn a_finding_is_known_while_the_text_around_it_moves() {
    let known_by = |text: &str| -> Vec<String> {
        let problem = |(at, _)| Diagnostic::at(&UNKNOWN_REFERENCE, FileId(0), Span::new(at, at + 3), "so");
        let problems: Vec<Diagnostic> = text.match_indices("ana").map(problem).collect();
        let sarif: Value =
            serde_json::from_str(&sarif::document(&problems, &Sources::new(vec![SourceFile::new("a.md", text)]))).expect("JSON");
        let results = sarif["runs"][0]["results"].as_array().expect("results");
        results.iter().map(|result| result["partialFingerprints"]["marked/v1"].as_str().expect("a text").to_owned()).collect()
    };
    let before = known_by("ana and ana");
    assert_ne!(before[0], before[1], "two findings are never one");
    assert_eq!(known_by("# New\n\nHere: ana, and then ana"), before);
}

#[test]
fn what_has_no_characters_is_told_in_every_form() {
    let sources = Sources::default();
    let problems = [
        Diagnostic::in_path(&NO_SITE, "a b/ü.md", "none"),
        Diagnostic::in_path(&NO_SITE, "/etc/gen.toml", "none"),
        Diagnostic::of_run(&OUTPUT_LOCKED, "locked"),
    ];
    let [short, json, sarif, github] = for_programs(&problems, &sources);
    assert_eq!(short, "a b/ü.md: error[E0701] none\n/etc/gen.toml: error[E0701] none\nerror[E0604] locked\n");
    let lines: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((&lines[0]["place"]["file"], &lines[2]["place"]), (&Value::from("a b/ü.md"), &Value::Null));
    let sarif: Value = serde_json::from_str(&sarif).expect("JSON");
    let results = &sarif["runs"][0]["results"];
    let artifact = |at: usize| &results[at]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(*artifact(0), serde_json::json!({ "uri": "a%20b/%C3%BC.md", "uriBaseId": "SITE" }));
    assert_eq!(*artifact(1), serde_json::json!({ "uri": "file:///etc/gen.toml" }));
    assert_eq!(results[2]["locations"], serde_json::json!([]));
    assert_eq!(github.lines().last(), Some("::error title=E0604 output-locked::locked"));
}
