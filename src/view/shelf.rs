//! Cards that a worker made before: a record stands in many lists, and a page of a list shows fifty.
//!
//! In: a record, and how its card is made. Out: the card, ready for templates, with the HTML that the theme makes of it. A card depends on
//! what making it asks and on nothing else, so whoever gets one from here asks the same again.

use super::atoms::Card;
use crate::graph::RecordId;
use crate::ready::Ready;
use crate::recorder::{Asked, Recorder};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Makes HTML of a card; nothing if that needs more than the card.
pub type Show = dyn Fn(&Ready) -> Option<String> + Send + Sync;

/// As many cards are kept. Pages that show the same records are made one after the other (`maker`), so that a few are enough.
const MOST: usize = 2048;

/// The cards of one worker.
#[derive(Default)]
pub struct Shelf {
    recorder: Option<Arc<Recorder>>,
    show: OnceLock<Box<Show>>,
    cards: Mutex<FxHashMap<RecordId, Shelved>>,
}

struct Shelved {
    card: Ready,
    asked: Asked,
}

impl Shelf {
    /// An empty one, whose reads are noted by a recorder.
    pub fn new(recorder: Option<Arc<Recorder>>) -> Shelf {
        Shelf { recorder, ..Shelf::default() }
    }

    /// Says how HTML is made of a card. Until then it has none.
    pub fn show_with(&self, show: Box<Show>) {
        // A worker has one engine.
        let _ = self.show.set(show);
    }

    /// The card of a record, which `make` makes.
    pub(super) fn card(&self, id: RecordId, make: impl FnOnce() -> Card) -> Ready {
        let cards = || self.cards.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shelved) = cards().get(&id) {
            if let Some(recorder) = &self.recorder {
                recorder.repeat(&shelved.asked);
            }
            return shelved.card.clone();
        }
        let whole = || {
            let card = Ready::of(&make());
            let html = self.show.get().and_then(|show| show(&card));
            html.map_or_else(|| card.clone(), |html| card.with_html("html", &html))
        };
        let (card, asked) = match &self.recorder {
            Some(recorder) => recorder.aside(whole),
            None => (whole(), Asked::default()),
        };
        let mut cards = cards();
        if cards.len() >= MOST {
            cards.clear();
        }
        cards.insert(id, Shelved { card: card.clone(), asked });
        card
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Shelf};
    use crate::graph::RecordId;
    use crate::recorder::{Aspect, Recorder};
    use crate::view::atoms::{Card, Link};
    use std::cell::Cell;
    use std::sync::Arc;

    fn card(title: &str) -> Card {
        let link = Link { title: title.to_owned(), url: None, kind: String::new() };
        Card { link, kind_label: String::new(), summary: None, when: None, by: None, status: None, detail: None, html: None }
    }

    #[test]
    fn a_card_is_made_once_and_its_questions_belong_to_every_page_that_shows_it() {
        let recorder = Arc::new(Recorder::new(2));
        let shelf = Shelf::new(Some(Arc::clone(&recorder)));
        let made = Cell::new(0);
        let shown = || {
            shelf.card(RecordId(1), || {
                made.set(made.get() + 1);
                recorder.note(1, Aspect::Title);
                card("the market")
            })
        };
        let (first, asked) = (shown(), recorder.take());
        assert_eq!(asked.of_records, [Recorder::number(1, Aspect::Title)]);
        let (second, asked_again) = (shown(), recorder.take());
        assert_eq!((second, asked_again, made.get()), (first, asked, 1));
    }

    #[test]
    fn a_full_shelf_is_emptied_and_goes_on() {
        let shelf = Shelf::new(None);
        let title = |at: u32| format!("record {at}");
        for at in (0..MOST as u32 + 10).chain(0..10) {
            let shown = shelf.card(RecordId(at), || card(&title(at)));
            assert_eq!(shown, crate::ready::Ready::of(&card(&title(at))));
        }
        assert!(shelf.cards.lock().expect("nobody panicked").len() <= MOST);
    }
}
