//! The Lambda function `sweep`.

use docket_cloud::Cloud;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::Value;

#[tokio::main]
async fn main() -> Result<(), Error> {
    docket_web::lambda::start_log();
    let (cloud, _) = &Cloud::from_env()?;
    run(service_fn(move |_: LambdaEvent<Value>| async move {
        Ok::<_, Error>(docket_sweep::handle(cloud).await?)
    }))
    .await
}
