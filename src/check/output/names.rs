//! What links, buttons and pictures are called by who does not see them.
//!
//! In: elements that need a name, and everything inside them that can give one. Out: those that have none. A name is words, the alternative
//! text of an image, or what `aria-label`, `aria-labelledby` or `title` say; what is hidden from those who listen names nothing.

use super::element::outer;
use super::{Problem, Trace};
use crate::diag::codes::{ALT_MISSING, EMPTY_LINK};

/// What needs a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    Link,
    Button,
    /// An element that is a picture by its role.
    Picture,
}

struct Open<'p> {
    depth: usize,
    needs: Needs,
    named: bool,
    /// Images in it whose alternative text is empty: decoration if words stand beside them.
    images: Vec<&'p str>,
    written: &'p str,
}

/// The elements that are open and need a name.
#[derive(Default)]
pub(super) struct Names<'p> {
    open: Vec<Open<'p>>,
}

impl<'p> Names<'p> {
    /// An element that needs a name begins; `written` is what stands from its tag on.
    pub(super) fn open(&mut self, depth: usize, needs: Needs, named: bool, written: &'p str) {
        self.open.push(Open { depth, needs, named, images: Vec::new(), written });
    }

    /// Whether a link or button is open.
    pub(super) fn is_inside(&self) -> bool {
        self.open.iter().any(|open| open.needs != Needs::Picture)
    }

    /// Words that are heard. Words in a picture are part of it, unless they are its title.
    pub(super) fn words(&mut self, is_title: bool) {
        if self.open.is_empty() {
            return;
        }
        for open in self.open.iter_mut().rev() {
            match open.needs {
                Needs::Picture if is_title => {
                    open.named = true;
                    break;
                }
                Needs::Picture => {}
                Needs::Link | Needs::Button => open.named = true,
            }
        }
    }

    /// An image whose alternative text is empty; whether it is known later, by the words beside it, if that is right.
    pub(super) fn keeps(&mut self, image: &'p str) -> bool {
        match self.open.iter_mut().rev().find(|open| open.needs != Needs::Picture) {
            Some(open) => {
                open.images.push(image);
                true
            }
            None => false,
        }
    }

    /// The element at a depth ends. Gives the images whose alternative text should not be empty: nothing else names the link they are in.
    pub(super) fn close(&mut self, depth: usize, problems: &mut Vec<Problem>) -> Vec<&'p str> {
        let Some(open) = self.open.pop_if(|open| open.depth == depth) else { return Vec::new() };
        if open.named {
            // A picture with a name gives it to the link around it.
            if open.needs == Needs::Picture {
                self.words(false);
            }
            return Vec::new();
        }
        if !open.images.is_empty() {
            return open.images;
        }
        let (code, message, help) = match open.needs {
            Needs::Link => (&EMPTY_LINK, "a link has no words", "write where it leads, or add `aria-label=\"…\"`"),
            Needs::Button => (&EMPTY_LINK, "a button has no words", "write what it does, or add `aria-label=\"…\"`"),
            Needs::Picture => (
                &ALT_MISSING,
                "a picture has no name",
                "say with `aria-label` or `<title>` what it shows, or hide it with `aria-hidden=\"true\"`",
            ),
        };
        let trace = Trace::Element(outer(open.written).into());
        problems.push(Problem { code, message: message.to_owned(), help: vec![help.to_owned()], trace });
        Vec::new()
    }
}
