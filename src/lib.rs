//! Explainers: sourced, structured coverage of a running story, from Markdown to a static site.
//!
//! Modules stand in reading order: each may use those above it; `tests/it/tidy.rs` holds the exceptions and the absences.

pub mod source;
pub mod diag;
pub mod world;
pub mod node;
pub mod date;
pub mod html;
pub mod schema;
pub mod fields;
pub mod draft;
pub mod scan;
pub mod config;
pub mod parse;
pub mod recorder;
pub mod ready;
pub mod graph;
pub mod model;
pub mod resolve;
pub mod derive;
pub mod compare;
pub mod check;
pub mod links;
pub mod emit;
pub mod view;
pub mod render;
pub mod theme;
mod load;
mod answers;
pub mod inspect;
pub mod doors;
pub mod maker;
pub mod memo;
pub mod pipeline;
pub mod cli;
