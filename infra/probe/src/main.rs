//! `docket-probe`: `docket` with a probe between the functions and the services.

use docket_probe::Probe;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    docket::main(Probe::default()).await
}
