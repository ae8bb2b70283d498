//! The Lambda function `update-ticket`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    docket_web::lambda::run(docket_update_ticket::handle).await
}
