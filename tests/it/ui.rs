//! What authors are told: every file of `tests/ui` is a small site and the exact words it gets.
