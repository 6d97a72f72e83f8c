//! The tests that see the program from outside: whole sites in, pages and diagnostics out.
#![allow(clippy::disallowed_methods, reason = "tests look at the disk from outside")]

mod cases;
mod changes;
mod check;
mod cli;
mod commands;
mod data;
mod deadlocks;
mod explain;
mod external;
mod facts;
mod fixes;
mod following;
mod following_links;
mod laws;
mod past;
mod random;
mod reading;
mod reference;
mod schemas;
mod site;
mod tidy;
mod twins;
mod ui;
mod ui_disk;
mod warm;
mod warm_choices;
mod warm_counts;
mod warm_edits;
mod warm_sites;
mod warm_standing;
mod warm_steps;
