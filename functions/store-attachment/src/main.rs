//! The Lambda function `store-attachment`.

use docket_cloud::lambda;
use docket_store_attachment::StoreAttachment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    lambda::start_log();
    let store = &StoreAttachment::from_env()?;
    lambda::run(move |event| Box::pin(store.handle(event))).await
}
