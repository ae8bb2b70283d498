//! The Lambda function `relay`.

use docket_cloud::lambda;
use docket_relay::Relay;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    lambda::start_log();
    let relay = &Relay::from_env()?;
    lambda::run(move |event| Box::pin(relay.handle(event))).await
}
