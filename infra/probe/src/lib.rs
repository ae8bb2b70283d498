//! A probe for tests and benchmarks, placed between Docket's functions and the services. It adds
//! faults, and counts requests and capacity units.
//!
//! The binary `docket-probe` is `docket` with a [`Probe`]. `docket` itself has no probe.

mod client;
mod faults;
mod kill;
mod probe;
mod requests;
mod routes;
mod units;

pub use kill::Killed;
pub use probe::Probe;
