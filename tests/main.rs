//! Docket from the outside: each test starts the whole stack on an empty folder and speaks HTTP to it.
//!
//! A test that proves a requirement begins with its id: `sp_10_…` is SP-10. Time is moved by `/_local/clock`; nothing sleeps.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice
)]

mod accounts;
mod all_desks;
mod answers;
mod api;
mod apply;
mod assignment;
mod bad_days;
mod bad_input;
mod browser;
mod composer;
mod concurrency;
mod console;
mod counts;
mod desk_changes;
mod details;
mod events;
mod faults;
mod files;
mod follow_up;
mod formats;
mod fuzz;
mod golden;
mod holidays;
mod identity;
mod import;
mod incidents;
mod learnupon;
mod mail;
mod notices;
mod on_call;
mod one_machine;
mod other_sites;
mod over_the_wire;
mod pages;
mod people;
mod permissions;
mod queue_order;
mod ratings;
mod roles;
mod schemathesis;
mod service_levels;
mod signed_in;
mod smartplayer;
mod smtp;
mod spaceos;
mod spotme;
mod staff_notices;
mod store;
mod support;
mod support_access;
mod sweeps;
mod timelines;
mod trust;
mod twin24;
mod typed_text;
mod values;
mod week;
