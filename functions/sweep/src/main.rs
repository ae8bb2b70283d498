//! The Lambda function `sweep`.

use docket_cloud::{Cloud, Files, lambda};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    lambda::start_log();
    let (cloud, aws) = &Cloud::from_env()?;
    let files = &Files::new(aws, &cloud.settings);
    lambda::run(move |_| Box::pin(docket_sweep::handle(cloud, files))).await
}
