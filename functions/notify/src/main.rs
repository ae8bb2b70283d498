//! The Lambda function `notify`.

use docket_cloud::lambda;
use docket_notify::Notify;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    lambda::start_log();
    let notify = &Notify::from_env()?;
    notify.warm().await;
    lambda::run(move |event| Box::pin(notify.handle(event))).await
}
