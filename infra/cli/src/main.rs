//! `docket`: Docket on one machine.

use docket_local::Direct;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    docket::main(Direct).await
}
