//! The Lambda function `create-ticket`.

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    docket_web::lambda::run(docket_create_ticket::handle).await
}
