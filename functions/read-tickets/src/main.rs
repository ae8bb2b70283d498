//! The Lambda function `read-tickets`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    docket_web::lambda::run(docket_read_tickets::handle).await
}
