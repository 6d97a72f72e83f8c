//! The tests that see the program from outside: whole sites in, pages and diagnostics out.

mod cases;
mod cli;
mod facts;
mod laws;
mod site;
mod tidy;
mod ui;
