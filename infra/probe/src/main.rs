//! `docket-probe`: `docket` with a probe between the functions and the services.

use docket_probe::Probe;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

// The embedded table blocks its thread while the disk writes, so there are more threads than cores.
#[tokio::main(worker_threads = 8)]
async fn main() -> ExitCode {
    docket::main(Probe::default()).await
}
