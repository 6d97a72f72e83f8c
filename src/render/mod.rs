//! Turns views into bytes: the theme's templates, and running text.
//!
//! In: a theme and the data of a page. Out: its bytes, or a diagnostic at the template that failed. It never sees the graph.

pub mod body;
mod highlight;
mod markdown;
mod math;
mod mistakes;
mod prints;
mod prose;
mod theme;

pub use markdown::markdown;
pub use prose::{Desk, prose};
pub use theme::{Catalogue, Engine, NavItem, TemplateFile, Theme};
