use proptest::prelude::*;

use super::*;
use crate::diag::Place;

const FILE: FileId = FileId(0);

/// Every problem as `code <marked> message (help)`.
fn problems(text: &str) -> Vec<String> {
    let (_, diagnostics) = parse(text, 0..text.len(), FILE);
    let line = |diagnostic: Diagnostic| {
        let Place::Text(label) = &diagnostic.place else { panic!("a CSV problem has a place") };
        format!("{} <{}> {} ({})", diagnostic.code.id, &text[label.at.span.range()], diagnostic.message, diagnostic.help.join("; "))
    };
    diagnostics.into_iter().map(line).collect()
}

#[test]
fn a_table_is_a_map_from_id_to_its_cells() {
    let text = "id,title,note\r\nkyiv,\"Kyiv, é \"\"city\"\"\",\r\nlviv,Lviv,two words\r\n\r\n";
    let (node, diagnostics) = parse(text, 0..text.len(), FILE);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let kyiv = node.entry("kyiv").expect("the row is in the text");
    assert_eq!(&text[kyiv.key.span.range()], "kyiv");
    let title = &kyiv.node.entries()[0];
    assert_eq!(&text[title.key.span.range()], "title");
    assert_eq!((title.node.as_text(), &text[title.node.span.range()]), (Some("Kyiv, é \"city\""), "\"Kyiv, é \"\"city\"\"\""));
    assert!(kyiv.node.get("note").is_none(), "an empty cell is absent");
    assert_eq!(node.get("lviv").and_then(|row| row.get("note")).and_then(Node::as_text), Some("two words"));
}

#[test]
fn a_part_of_a_file_has_the_places_of_the_file() {
    let text = "é\nid,t\na,b\nrest";
    let (node, diagnostics) = parse(text, 3..text.len() - 5, FILE);
    assert!(diagnostics.is_empty());
    let cell = node.get("a").and_then(|row| row.get("t")).expect("the cell is in the part");
    assert_eq!((&text[cell.span.range()], node.entries().len()), ("b", 1));
}

#[test]
fn what_is_wrong_is_told_at_the_cells() {
    let cases: [(&str, &[&str]); 10] = [
        ("", &["E0205 <> the table has no header row (name the columns in the first row, `id` first)"]),
        ("name,title\na,b\n", &["E0205 <name,title> the table has no column `id` (add a column `id` whose cells name the records)"]),
        ("id;title\na;b\n", &["E0205 <id;title> the table has no column `id` (separate the cells with commas, not with semicolons)"]),
        ("id,t,t\na,b,c\n", &["E0206 <t> two columns are called `t` (keep one of the two)"]),
        ("id,t\na,b\na,c\n", &["E0206 <a> two rows have the id `a` (give one of them another id)"]),
        (
            "id,t\na,b,c\nd\n",
            &[
                "E0205 <a,b,c> this row has 3 cells, the header has 2 (put a cell that holds a comma in double quotes)",
                "E0205 <d> this row has 1 cell, the header has 2 (leave a cell without a value empty, but keep its comma)",
            ],
        ),
        ("id,t\n,b\n", &["E0205 <,b> this row has no id (write a name in its column `id`)"]),
        ("id,t\na,\"b\nc,d\n", &["E0205 <\"> the `\"` that is opened here is never closed (write `\"` at the end of the cell)"]),
        (
            "id,t\na,\"b\" c\n",
            &["E0205 <c> more text after the closing quote (put the whole cell in quotes, with `\"\"` for a quote inside it)"],
        ),
        ("id,\na,b\n", &["E0205 <b> this cell stands in a column without a name (name the column in the first row, or empty the cell)"]),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(text), expected, "{text:?}");
    }
}

#[test]
fn blanks_around_a_cell_are_no_part_of_it() {
    let text = "id , title\nkyiv, Kyiv \n";
    let (node, diagnostics) = parse(text, 0..text.len(), FILE);
    assert!(diagnostics.is_empty());
    let title = node.get("kyiv").and_then(|row| row.get("title")).expect("the cell is in the text");
    assert_eq!((title.as_text(), &text[title.span.range()]), (Some("Kyiv"), "Kyiv"));
    assert_eq!(problems("id,t\na, \"b\"\n"), ["E0205 <\"> a quote that opens behind a blank is no quote (remove the blank before it)"]);
}

fn csvish() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec!["id", "a", ",", ",", "\"", "\"\"", "\n", "\r\n", "\r", " ", "é", "😀"]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_tree_and_places_in_it(text in prop_oneof![csvish(), any::<String>()]) {
        let text = format!("id,a,b\n{text}");
        let (node, diagnostics) = parse(&text, 0..text.len(), FILE);
        for row in node.entries() {
            prop_assert!(text.get(row.key.span.range()).is_some());
            for cell in row.node.entries() {
                prop_assert!(text.get(cell.node.span.range()).is_some());
            }
        }
        for diagnostic in diagnostics {
            let Place::Text(label) = &diagnostic.place else { panic!("a CSV problem has a place") };
            prop_assert!(text.get(label.at.span.range()).is_some());
        }
    }

    #[test]
    fn a_correct_table_reads_as_the_csv_crate_reads_it(text in csvish()) {
        let mut diagnostics = Diagnostics::new();
        let ours: Vec<Vec<String>> =
            rows(&text, 0, FILE, &mut diagnostics).into_iter().map(|row| row.into_iter().map(|cell| cell.text.trim().to_owned()).collect()).collect();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let theirs: Vec<Vec<String>> =
            reader.records().map(|row| row.expect("the text is UTF-8").iter().map(|cell| cell.trim().to_owned()).collect()).collect();
        // A line of blanks alone is no row of ours.
        let theirs: Vec<_> = theirs.into_iter().filter(|row| row.len() > 1 || !row[0].is_empty()).collect();
        let ours: Vec<_> = ours.into_iter().filter(|row| row.len() > 1 || !row[0].is_empty()).collect();
        if diagnostics.is_empty() {
            prop_assert_eq!(ours, theirs);
        }
    }
}
