//! The Lambda function `update-status`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    docket_web::lambda::run(docket_update_status::handle).await
}
