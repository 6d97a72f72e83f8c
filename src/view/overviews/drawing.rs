//! Where things and the lines between them lie in a drawing of what depends on what: places, for the template to draw.
//!
//! In: things with their words, and lines between them. Out: stations, paths and labels in whole units. `dagre` ranks the things, keeps
//! crossings few and finds the ways of the lines; what is here measures the words beforehand and rounds the curves afterwards.

use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

/// More things than this nobody could follow: the page is then text alone.
pub(super) const MOST: usize = 60;

/// Measures of a box, in the drawing's units, which are pixels where it is not zoomed.
const LETTER: f64 = 15.0;
const SMALL: f64 = 13.0;
const LINE: i64 = 19;
const PADDING: i64 = 12;
const WIDEST: f64 = 176.0;
const LINES: usize = 4;
const MARGIN: i64 = 14;

/// A thing as it is given.
pub(super) struct Thing {
    /// Its words.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// A word under its title: its kind, and how it is.
    pub note: String,
    /// The class of its box: `refused`, `stuck`, `actor` or nothing.
    pub state: &'static str,
}

/// A line as it is given, between things by their places.
pub(super) struct Tie {
    pub from: usize,
    pub to: usize,
    /// The word of its sort (`all_of`).
    pub sort: &'static str,
    /// What is written on it; nothing for the most frequent sort.
    pub label: &'static str,
    pub weak: bool,
}

/// A drawing.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Drawing {
    /// Its width.
    pub width: i64,
    /// Its height.
    pub height: i64,
    /// The things.
    pub stations: Vec<Station>,
    /// The lines between them.
    pub lines: Vec<Line>,
    /// The sorts of lines that occur, with their words, in order.
    pub sorts: Vec<Sort>,
    /// Whether any line is weak.
    pub has_weak: bool,
}

/// A thing in its place.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Station {
    /// Its left edge.
    pub x: i64,
    /// Its upper edge.
    pub y: i64,
    /// Its width.
    pub width: i64,
    /// Its height.
    pub height: i64,
    /// The middle of its words from the left.
    pub middle: i64,
    /// Its address.
    pub url: Option<String>,
    /// Its title in lines.
    pub lines: Vec<Words>,
    /// The word under its title.
    pub note: Words,
    /// Its whole title, if the lines do not hold it.
    pub whole: Option<String>,
    /// The class of its box.
    pub state: String,
}

/// Words in a box.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Words {
    /// Where they stand, from the top.
    pub y: i64,
    /// What they are.
    pub text: String,
}

/// A line in its place.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Line {
    /// Its way, as SVG writes it.
    pub path: String,
    /// The word of its sort.
    pub sort: String,
    /// Whether it is weak.
    pub weak: bool,
    /// What is written on it.
    pub label: String,
    /// Where, from the left.
    pub x: i64,
    /// And from the top.
    pub y: i64,
}

/// A sort of lines.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Sort {
    /// Its word.
    pub sort: String,
    /// What it says.
    pub label: String,
}

/// Draws things and their lines; nothing where there is no line, or where there are too many things.
pub(super) fn drawing(things: &[Thing], ties: &[Tie], sorts: Vec<Sort>) -> Option<Drawing> {
    if ties.is_empty() || things.len() > MOST {
        return None;
    }
    let broken: Vec<Vec<String>> = things.iter().map(|thing| lines(&thing.title)).collect();
    let mut graph: Graph<NodeLabel, EdgeLabel> = Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
    for (at, (thing, lines)) in things.iter().zip(&broken).enumerate() {
        let widest = lines.iter().map(|line| width(line, LETTER)).fold(width(&thing.note, SMALL), f64::max);
        let height = LINE * (lines.len() as i64 + 1) + PADDING + 2;
        let label = NodeLabel { width: widest.ceil() + 2.0 * PADDING as f64, height: height as f64, ..NodeLabel::default() };
        graph.set_node(at.to_string(), Some(label));
    }
    for (at, tie) in ties.iter().enumerate() {
        let (wide, high) = if tie.label.is_empty() { (0.0, 0.0) } else { (width(tie.label, SMALL) + 8.0, SMALL + 5.0) };
        let label = EdgeLabel { width: wide, height: high, labelpos: LabelPos::Center, ..EdgeLabel::default() };
        graph.set_edge(tie.from.to_string(), tie.to.to_string(), Some(label), Some(at.to_string().as_str()));
    }
    let margin = MARGIN as f64;
    let options = LayoutOptions {
        rankdir: RankDir::TB,
        nodesep: 28.0,
        edgesep: 16.0,
        ranksep: 46.0,
        marginx: margin,
        marginy: margin,
        ..Default::default()
    };
    dagre::layout(&mut graph, Some(options));

    let stations: Vec<Station> =
        things.iter().zip(broken).enumerate().map(|(at, (thing, lines))| placed(&graph, at, thing, lines)).collect();
    let lines: Vec<Line> = ties.iter().enumerate().map(|(at, tie)| way(&graph, at, tie)).collect();
    let right = stations.iter().map(|one| one.x + one.width).chain(lines.iter().map(Line::right)).max().unwrap_or_default();
    let bottom = stations.iter().map(|one| one.y + one.height).chain(lines.iter().map(|line| line.y)).max().unwrap_or_default();
    let has_weak = ties.iter().any(|tie| tie.weak);
    Some(Drawing { width: right + MARGIN, height: bottom + MARGIN, stations, lines, sorts, has_weak })
}

impl Line {
    fn right(&self) -> i64 {
        self.x + (width(&self.label, SMALL) / 2.0).ceil() as i64
    }
}

fn placed(graph: &Graph<NodeLabel, EdgeLabel>, at: usize, thing: &Thing, lines: Vec<String>) -> Station {
    let place = graph.node(&at.to_string()).expect("every thing was given to the layout");
    let (middle, centre) = (place.x.unwrap_or_default(), place.y.unwrap_or_default());
    let (x, y) = ((middle - place.width / 2.0).round() as i64, (centre - place.height / 2.0).round() as i64);
    let whole = lines.last().is_some_and(|line| line.ends_with('…')).then(|| thing.title.clone());
    let first = y + PADDING / 2 + LINE - 4;
    let note = Words { y: first + LINE * lines.len() as i64, text: thing.note.clone() };
    Station {
        x,
        y,
        width: place.width.round() as i64,
        height: place.height.round() as i64,
        middle: middle.round() as i64,
        url: thing.url.clone(),
        lines: lines.into_iter().enumerate().map(|(nth, text)| Words { y: first + LINE * nth as i64, text }).collect(),
        note,
        whole,
        state: thing.state.to_owned(),
    }
}

fn way(graph: &Graph<NodeLabel, EdgeLabel>, at: usize, tie: &Tie) -> Line {
    let name = at.to_string();
    let edge = graph.edge(&tie.from.to_string(), &tie.to.to_string(), Some(&name)).expect("every line was given to the layout");
    let point = |point: &dagre::Point| (point.x.round() as i64, point.y.round() as i64);
    let points: Vec<(i64, i64)> = edge.points.iter().map(point).collect();
    let middle = points.get(points.len() / 2).copied().unwrap_or_default();
    let (x, y) = match (edge.x, edge.y) {
        (Some(x), Some(y)) => (x.round() as i64, y.round() as i64),
        _ => middle,
    };
    Line { path: curve(&points), sort: tie.sort.to_owned(), weak: tie.weak, label: tie.label.to_owned(), x, y: y + SMALL as i64 / 3 }
}

/// A way through points: straight at its ends, rounded at each point between them.
fn curve(points: &[(i64, i64)]) -> String {
    let Some(((x, y), rest)) = points.split_first() else { return String::new() };
    let mut path = format!("M{x} {y}");
    for pair in rest.windows(2) {
        let ((x, y), (next_x, next_y)) = (pair[0], pair[1]);
        path += &format!("Q{x} {y} {} {}", (x + next_x) / 2, (y + next_y) / 2);
    }
    if let Some((x, y)) = rest.last() {
        path += &format!("L{x} {y}");
    }
    path
}

/// A title in lines that fit a box, the last with an ellipsis if there is more.
fn lines(title: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in title.split_word_bounds() {
        let is_mark = word.chars().all(|c| c.is_ascii_punctuation() || "’”»".contains(c));
        if !is_mark && width(&format!("{line}{word}"), LETTER) > WIDEST {
            lines.push(std::mem::take(&mut line));
        }
        // A word that is wider than a box is cut, letter by letter.
        for letter in word.graphemes(true) {
            if width(&format!("{line}{letter}"), LETTER) > WIDEST + 2.0 * LETTER {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(letter);
        }
    }
    lines.push(line);
    lines.iter_mut().for_each(|line| *line = line.trim().to_owned());
    lines.retain(|line| !line.is_empty());
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines[LINES - 1].push('…');
    }
    lines
}

/// How wide words are at most in a common font of a size: a guess that is too wide rather than too narrow, since no font is known here.
fn width(words: &str, size: f64) -> f64 {
    let letter = |letter: char| match letter {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | '(' | ')' | ' ' | '-' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 0.95,
        'A'..='Z' | '0'..='9' => 0.76,
        '\u{300}'..='\u{36f}' => 0.0,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffdc}' | '\u{1f000}'.. => 1.05,
        letter if letter.is_uppercase() => 0.8,
        _ => 0.66,
    };
    words.chars().map(letter).sum::<f64>() * size
}

#[cfg(test)]
mod tests {
    use super::{Drawing, LINES, MOST, Thing, Tie, WIDEST, drawing, lines, width};

    fn things(titles: &[&str]) -> Vec<Thing> {
        titles.iter().map(|title| Thing { title: (*title).to_owned(), url: None, note: "Issue".to_owned(), state: "" }).collect()
    }

    fn ties(pairs: &[(usize, usize)]) -> Vec<Tie> {
        pairs.iter().map(|(from, to)| Tie { from: *from, to: *to, sort: "any_of", label: "needs one of", weak: false }).collect()
    }

    fn drawn(titles: &[&str], pairs: &[(usize, usize)]) -> Drawing {
        drawing(&things(titles), &ties(pairs), Vec::new()).expect("there is something to draw")
    }

    #[test]
    fn what_needs_stands_above_what_is_needed() {
        let drawn = drawn(&["A deal", "A vote", "A truce"], &[(0, 1), (1, 2)]);
        let tops: Vec<i64> = drawn.stations.iter().map(|one| one.y).collect();
        assert!(tops[0] + drawn.stations[0].height < tops[1] && tops[1] + drawn.stations[1].height < tops[2], "{tops:?}");
        assert_eq!(drawn.lines.len(), 2);
    }

    #[test]
    fn boxes_lie_apart_and_inside_the_drawing_whatever_the_lines_are() {
        let titles: Vec<String> = (0..MOST).map(|at| format!("The {at}th of many things that somebody wants")).collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let pairs: Vec<(usize, usize)> = (0..MOST).map(|at| (at, at * 7 % MOST)).chain([(3, 4), (4, 3), (3, 4), (5, 5)]).collect();
        let drawn = drawn(&titles, &pairs);
        for (at, one) in drawn.stations.iter().enumerate() {
            assert!(one.x >= 0 && one.y >= 0 && one.x + one.width <= drawn.width && one.y + one.height <= drawn.height);
            for other in &drawn.stations[at + 1..] {
                let apart = one.x + one.width <= other.x
                    || other.x + other.width <= one.x
                    || one.y + one.height <= other.y
                    || other.y + other.height <= one.y;
                assert!(apart, "{one:?} {other:?}");
            }
        }
        assert!(drawn.lines.iter().all(|line| line.path.starts_with('M') && line.right() <= drawn.width));
    }

    #[test]
    fn the_same_things_are_drawn_the_same() {
        let (titles, pairs) = (["a", "b", "c", "d", "e"], [(0, 1), (1, 2), (2, 0), (0, 3), (4, 3), (4, 0)]);
        let first = drawn(&titles, &pairs);
        assert!((0..20).all(|_| drawn(&titles, &pairs) == first));
    }

    #[test]
    fn long_titles_are_broken_and_at_last_cut() {
        let title = "A temporary ceasefire of sixty days along the whole line of contact, so that a vote can be held everywhere";
        let broken = lines(title);
        assert_eq!(broken.len(), LINES);
        assert!(broken.iter().all(|line| width(line, 15.0) <= WIDEST + 45.0) && broken[LINES - 1].ends_with('…'), "{broken:?}");
        assert_eq!(lines("Short"), ["Short"]);
        let long = lines("Donaudampfschifffahrtsgesellschaftskapitän");
        assert!(long.len() > 1 && long.concat() == "Donaudampfschifffahrtsgesellschaftskapitän", "{long:?}");
    }

    #[test]
    fn too_much_and_nothing_are_not_drawn() {
        let many: Vec<String> = (0..=MOST).map(|at| at.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(drawing(&things(&many), &ties(&[(0, 1)]), Vec::new()), None);
        assert_eq!(drawing(&things(&["a"]), &[], Vec::new()), None);
    }
}
