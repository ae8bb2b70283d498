//! The Lambda function `create-ticket`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    docket_web::lambda::run(docket_create_ticket::handle).await
}
