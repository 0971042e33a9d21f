//! The tests of the library and the program, one module per topic. They share one binary, because every test binary
//! links the whole library again. Tests whose cases are files are in `tests/fixtures/`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test that cannot go on says so by failing"
)]

#[path = "../support/mod.rs"]
mod support;

mod compatibility;
mod deleted;
mod dependencies;
mod environment;
mod exact;
mod extra_keys;
mod fix;
mod fixture;
mod front_matter_properties;
mod incremental;
mod killed;
mod links;
mod manual;
mod markdown;
mod media;
mod names;
mod ordinary;
mod output;
mod place;
mod properties;
mod rebuild;
mod rename;
mod scaffold;
mod scenarios;
mod schemas;
mod serve;
mod settings;
mod slips;
