//! The Lambda function `read-tickets`.

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    docket_web::lambda::run(docket_read_tickets::handle).await
}
