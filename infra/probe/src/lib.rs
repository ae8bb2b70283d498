//! The probe that tests and benchmarks put between Docket's functions and the services: faults, counts of requests, and capacity units.
//!
//! The binary `docket-probe` is `docket` with a [`Probe`]; `docket` itself has none of this.

mod client;
mod faults;
mod probe;
mod requests;
mod routes;
mod units;

pub use probe::Probe;
