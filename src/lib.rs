//! Explainers: sourced, structured coverage of a running story, from Markdown to a static site.
//!
//! Modules stand in reading order.

pub mod source;
pub mod diag;
