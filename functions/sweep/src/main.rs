//! The Lambda function `sweep`.

use docket_cloud::{Cloud, lambda};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    lambda::start_log();
    let (cloud, _) = &Cloud::from_env()?;
    lambda::run(move |_| Box::pin(docket_sweep::handle(cloud))).await
}
