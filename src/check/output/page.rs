//! Reads a page once, from its first byte to its last, for all that is checked in it.
//!
//! In: the page. Out: its ids, the places on other pages that it leads to, and what is wrong in it. Elements that are open lie on one stack;
//! what is asked of headings, tables, names, drawings and verdicts is in files of their own, which are told what begins and ends.

use super::drawings::Drawings;
use super::element::{Element, is_blank};
use super::names::{Names, Needs};
use super::outline::Outline;
use super::scopes::{Scopes, Spoken};
use super::tables::Tables;
use super::targets::Way;
use super::verdicts::Tried;
use super::{Facts, File, Outputs, Problem, Trace, Wanted, linked, mark, wording};
use crate::diag::codes::{ALT_MISSING, PAGE_LINK};
use crate::html::{Piece, Pieces, Tag, decoded, is_empty, is_raw};
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// Reads a page.
pub(super) fn read(outputs: &Outputs, file: File) -> Facts {
    let mut page = Page::new(outputs, file);
    while let Some(piece) = page.pieces.next() {
        match piece {
            Piece::Text(text) => page.text(text),
            Piece::Open(tag) => page.open(tag),
            Piece::Close(name) => page.close(name),
        }
    }
    page.end()
}

/// An element that is open.
struct Frame<'p> {
    name: &'p str,
    hidden: bool,
    /// Whether what stands in it is the frame of the page and not its content.
    is_frame: bool,
    /// Whether its class says that it holds a verdict.
    is_mark: bool,
    /// Whether words of its own stand in it that have not come to an end.
    speaks: bool,
}

struct Page<'r, 'p> {
    outputs: &'r Outputs<'r>,
    file: File<'p>,
    number: Option<u32>,
    pieces: Pieces<'p>,
    open: Vec<Frame<'p>>,
    names: Names<'p>,
    outline: Outline<'p>,
    tables: Tables<'p>,
    drawings: Drawings<'p>,
    /// Only where some claim has no verdict.
    scopes: Option<Scopes<'p>>,
    /// What the last `<dt>` or `<th>` says.
    label: &'p str,
    /// The words since the last tag, if that began an element.
    only: Option<&'p str>,
    ids: Vec<(u64, Cow<'p, str>)>,
    /// Places on the page itself to which it leads: the address, the place, and the tag.
    own_places: Vec<(String, String, &'p str)>,
    seen: FxHashSet<u64>,
    leads_on: bool,
    /// Whether its relative addresses are relative to something else.
    has_base: bool,
    facts: Facts,
}

impl<'r, 'p> Page<'r, 'p> {
    fn new(outputs: &'r Outputs<'r>, file: File<'p>) -> Page<'r, 'p> {
        Page {
            outputs,
            file,
            number: outputs.targets.number(file.path),
            pieces: Pieces::of(file.text),
            open: Vec::with_capacity(32),
            names: Names::default(),
            outline: Outline::default(),
            tables: Tables::default(),
            drawings: Drawings::default(),
            scopes: (!outputs.verdicts.all_reached()).then(Scopes::default),
            label: "",
            only: None,
            ids: Vec::with_capacity(32),
            own_places: Vec::new(),
            seen: FxHashSet::default(),
            leads_on: false,
            has_base: false,
            facts: Facts::default(),
        }
    }

    fn open(&mut self, tag: Tag<'p>) {
        self.only = None;
        let folded = tag.name.bytes().any(|byte| byte.is_ascii_uppercase()).then(|| tag.name.to_ascii_lowercase());
        let name = folded.as_deref().unwrap_or(tag.name);
        if name == "template" && !tag.closed {
            self.pieces.leave_out(tag.name);
            return;
        }
        self.end_unclosed(name);
        let element = Element::of(name, tag);
        self.leads_on |= element.refreshed().is_some();
        self.has_base |= name == "base" && element.href.is_some();
        let claim = self.place(&element);
        self.follow(tag, &element, name);
        let above = self.open.last();
        let hidden = element.hidden || above.is_some_and(|frame| frame.hidden);
        let is_frame = matches!(name, "head" | "nav" | "footer") || above.is_some_and(|frame| frame.is_frame);
        let depth = self.open.len();
        if !hidden {
            self.look(tag, name, &element, depth);
        }
        if let Some(scopes) = &mut self.scopes {
            scopes.open(depth, name, claim);
        }
        if is_raw(name) && !tag.closed {
            self.raw(tag, name, &element, hidden);
        } else if tag.closed || is_empty(name) {
            self.ended(depth);
        } else {
            self.only = Some("");
            let is_mark = self.scopes.is_some() && element.class.is_some_and(is_mark);
            self.open.push(Frame { name: tag.name, hidden, is_frame, is_mark, speaks: false });
        }
    }

    /// Ends what HTML need not close before an element of this name.
    fn end_unclosed(&mut self, name: &str) {
        let Some(top) = self.open.last() else { return };
        let ends = match top.name {
            "p" => matches!(
                name,
                "p" | "div" | "ul" | "ol" | "dl" | "table" | "section" | "article" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figure"
            ),
            "li" | "tr" | "option" => top.name == name,
            "dt" | "dd" => matches!(name, "dt" | "dd"),
            "td" | "th" => matches!(name, "td" | "th" | "tr"),
            _ => false,
        };
        if ends {
            self.pop();
            if name == "tr" {
                self.end_unclosed(name);
            }
        }
    }

    /// Takes down an id. Gives the claim whose place it is.
    fn place(&mut self, element: &Element<'p>) -> Option<Tried> {
        let id = decoded(element.id.filter(|id| !id.is_empty())?);
        let claim = self.number.filter(|_| self.scopes.is_some()).and_then(|number| self.outputs.verdicts.at(number, &id));
        self.ids.push((mark(&*id), id));
        claim
    }

    /// Everything that is asked of the beginning of an element that is heard.
    fn look(&mut self, tag: Tag<'p>, name: &str, element: &Element<'p>, depth: usize) {
        let problems = &mut self.facts.problems;
        let written = &self.file.text[self.file.text.len() - self.pieces.rest().len() - tag.written.len()..];
        match name {
            "a" if element.href.is_some() => self.names.open(depth, Needs::Link, element.named, written),
            "button" => self.names.open(depth, Needs::Button, element.named, written),
            "img" => self.image(tag, element),
            "area" if element.href.is_some() => self.image(tag, element),
            "input" if element.kind.is_some_and(|kind| kind.eq_ignore_ascii_case("image")) => self.image(tag, element),
            "input" if element.kind.is_some_and(|kind| kind.eq_ignore_ascii_case("button")) => {
                self.names.open(depth, Needs::Button, element.named || element.has_value, tag.written);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.outline.heading(level, written, element.id, problems);
                self.drawings.heading();
                if let Some(scopes) = self.scopes.as_mut().filter(|_| level == 1) {
                    scopes.title();
                }
            }
            "table" => {
                self.drawings.told(true);
                if !element.is_decoration() {
                    self.tables.open(depth, tag.written);
                }
            }
            "ul" | "ol" | "dl" => self.drawings.told(false),
            "td" => self.tables.cell(false, false),
            "th" => self.tables.cell(true, element.named),
            "figure" | "section" | "aside" | "details" => self.drawings.area(depth),
            "figcaption" => self.drawings.caption(depth),
            "svg" if !element.is_decoration() && !self.names.is_inside() => {
                self.drawings.draw(depth, tag.written, element.details, problems);
            }
            _ => {}
        }
        if name != "img" && element.role == Some("img") {
            self.names.open(depth, Needs::Picture, element.named, written);
        } else if name == "svg" && element.named {
            self.heard();
        }
    }

    /// An image says in words what it shows. Empty words say that it only decorates: right where a link has other words, where its role says
    /// the same, and where a template or an author wrote `alt=""` (that is found out when the problem is told).
    fn image(&mut self, tag: Tag<'p>, element: &Element<'p>) {
        match element.alt {
            None | Some("") if element.named => self.heard(),
            Some(alt) if !is_blank(alt) => self.heard(),
            Some(_) if element.is_decoration() || self.names.keeps(tag.written) => {}
            None if element.is_decoration() => {}
            alt => self.no_words(tag.written, alt.is_some()),
        }
    }

    /// Something that gives words to what it stands in.
    fn heard(&mut self) {
        self.names.words(false);
        self.tables.words();
    }

    fn no_words(&mut self, tag: &'p str, is_empty: bool) {
        let message = if is_empty { "the alternative text of an image is empty" } else { "an image has no alternative text" };
        let source = Pieces::of(tag).find_map(|piece| match piece {
            Piece::Open(tag) => tag.get("src").map(Cow::into_owned),
            Piece::Text(_) | Piece::Close(_) => None,
        });
        self.facts.problems.push(Problem {
            code: &ALT_MISSING,
            message: message.to_owned(),
            help: vec!["say in a few words what it shows; if it only decorates, write `role=\"presentation\"`".to_owned()],
            trace: Trace::Image(source.unwrap_or_default().into(), tag.into()),
        });
    }

    /// Looks where the attributes of a tag lead.
    fn follow(&mut self, tag: Tag<'p>, element: &Element<'p>, name: &str) {
        for address in element.addresses() {
            // A page leads to the same places again and again.
            let is_new = self.seen.insert(mark(&*address));
            if !is_new && name != "a" || self.has_base && is_relative(&address) {
                continue;
            }
            let way = self.outputs.targets.follow(self.file.path, &address);
            if let Some(scopes) = self.scopes.as_mut().filter(|_| name == "a")
                && let Way::Inside(number, place) = &way
                && let Some(number) = number.or(self.number)
            {
                match self.outputs.verdicts.at(number, place.as_deref().unwrap_or_default()) {
                    Some(claim) => scopes.claim(claim),
                    None if Some(number) != self.number => scopes.other(),
                    None => {}
                }
            }
            if is_new {
                self.check_way(way, &address, tag);
            }
        }
    }

    fn check_way(&mut self, way: Way, address: &str, tag: Tag<'p>) {
        let nothing = |help: Vec<String>| Problem {
            code: &PAGE_LINK,
            message: format!("there is nothing at `{}` in this site", address.trim()),
            help,
            trace: Trace::Address(address.trim().into(), tag.written.into()),
        };
        match way {
            Way::Outside => {}
            Way::Nowhere => self.facts.problems.push(nothing(Vec::new())),
            Way::Astray(meant) => self.facts.problems.push(nothing(vec![
                format!("did you mean `{meant}`?"),
                "the path of `base_url` stands before every address; in a template `url(path=\"/…\")` puts it there".to_owned(),
            ])),
            Way::Inside(number, Some(place)) if !is_free(&place) => match number {
                Some(target) if number != self.number => self.facts.wanted.push(Wanted { target, place: place.into() }),
                // In the words of all pages that lead here.
                Some(own) => self.own_places.push((self.outputs.targets.place(own, &place), place.into_owned(), tag.written)),
                None => self.own_places.push((address.trim().to_owned(), place.into_owned(), tag.written)),
            },
            Way::Inside(..) => {}
        }
    }

    /// An element whose content is no HTML.
    fn raw(&mut self, tag: Tag<'p>, name: &str, element: &Element<'p>, hidden: bool) {
        let text = self.pieces.raw(tag.name);
        if name == "script" && element.kind == Some(linked::KIND) {
            linked::check(self.outputs, self.file.path, text, &mut self.facts.problems);
        }
        if name == "title" && !hidden && !is_blank(text) {
            self.names.words(true);
        }
        self.ended(self.open.len());
    }

    fn text(&mut self, text: &'p str) {
        if is_blank(text) {
            return;
        }
        self.only = self.only.map(|_| text);
        if self.open.last().is_some_and(|frame| frame.hidden) {
            return;
        }
        self.heard();
        if let Some(scopes) = &mut self.scopes {
            scopes.words(text.len());
            self.verdict(text);
            if let Some(frame) = self.open.last_mut() {
                frame.speaks = text.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ',');
            }
        }
    }

    /// Looks whether words are a verdict: if they are all that an element holds.
    fn verdict(&mut self, text: &'p str) {
        let Some(frame) = self.open.last() else { return };
        if matches!(frame.name, "dt" | "th") {
            self.label = text;
        }
        let is_whole = self.only.is_some() && self.pieces.rest().starts_with("</");
        if !is_whole || frame.is_frame || (!frame.is_mark && self.is_in_sentence()) {
            return;
        }
        let is_value = self.open.iter().rev().take(4).any(|frame| matches!(frame.name, "dd" | "td"));
        let label = is_value.then_some(self.label);
        let words = decoded(text);
        if let (Some(verdict), Some(scopes)) = (self.outputs.verdicts.is_verdict(frame.name, label, &words), &mut self.scopes) {
            scopes.verdict(Spoken { written: text.trim(), verdict });
        }
    }

    /// Whether the element that ends here stands between words of one sentence.
    fn is_in_sentence(&self) -> bool {
        let mut around = self.open.iter().rev().skip(1).take(2);
        let behind = self.pieces.rest().split_once('>').map_or("", |(_, behind)| behind).trim_start();
        around.any(|frame| frame.speaks) || behind.starts_with(|c: char| c.is_lowercase() || c == ',')
    }

    fn close(&mut self, name: &'p str) {
        self.only = None;
        let Some(at) = self.open.iter().rposition(|frame| frame.name.eq_ignore_ascii_case(name)) else { return };
        while self.open.len() > at {
            self.pop();
        }
    }

    fn pop(&mut self) {
        self.open.pop();
        self.ended(self.open.len());
    }

    /// The element at a depth has ended.
    fn ended(&mut self, depth: usize) {
        for image in self.names.close(depth, &mut self.facts.problems) {
            self.no_words(image, true);
        }
        self.tables.close(depth, &mut self.facts.problems);
        self.drawings.close(depth, &mut self.facts.problems);
        if let Some(scopes) = &mut self.scopes {
            scopes.close(depth);
        }
    }

    fn end(mut self) -> Facts {
        while !self.open.is_empty() {
            self.pop();
        }
        self.ids.sort_by_key(|(mark, _)| *mark);
        self.ids_twice();
        let marks: Box<[u64]> = self.ids.iter().map(|(mark, _)| *mark).collect();
        let has_id = |id: &str| marks.binary_search(&mark(id)).is_ok();
        let problems = &mut self.facts.problems;
        for (address, place, tag) in std::mem::take(&mut self.own_places) {
            if !has_id(&place) {
                problems.push(wording::missing_place(&address, tag));
            }
        }
        self.drawings.end(has_id, problems);
        if !self.leads_on {
            self.outline.end(problems);
        }
        for (about, spoken) in self.scopes.map(Scopes::end).unwrap_or_default() {
            let about = about.or(self.file.record.filter(|record| self.outputs.verdicts.is_open(*record)));
            if about.is_some_and(|record| self.outputs.verdicts.is_nobodys(record, &spoken.verdict)) {
                problems.push(wording::nobodys(&spoken));
            }
        }
        self.facts.ids = (!self.leads_on).then_some(marks);
        self.facts
    }

    fn ids_twice(&mut self) {
        let mut told = None;
        for pair in self.ids.windows(2) {
            let id = &*pair[1].1;
            if pair[0].1 != pair[1].1 || told == Some(id) {
                continue;
            }
            told = Some(id);
            self.facts.problems.push(wording::id_twice(id));
        }
    }
}

/// Whether a class says that an element holds a verdict.
fn is_mark(class: &str) -> bool {
    let mut words = class.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| matches!(word, "status" | "verdict" | "rating" | "ruling" | "mark" | "badge"))
}

/// Whether an address means nothing without the page it stands on.
fn is_relative(address: &str) -> bool {
    !address.starts_with('/') && address.find(':').is_none_or(|colon| address[..colon].contains(['/', '?', '#']))
}

/// Whether a place needs no id: the top of a page, and words that a browser looks for.
fn is_free(place: &str) -> bool {
    place.is_empty() || place.eq_ignore_ascii_case("top") || place.starts_with(":~:")
}
