//! The Lambda function `notify`.

use docket_notify::Notify;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;

#[tokio::main]
async fn main() -> Result<(), Error> {
    docket_web::lambda::start_log();
    let notify = &Notify::from_env()?;
    run(service_fn(move |event: LambdaEvent<Value>| async move {
        Ok::<_, Error>(notify.handle(serde_json::from_value(event.payload)?).await)
    }))
    .await
}
