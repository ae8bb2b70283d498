//! The Lambda function `portal`.

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    docket_web::lambda::run(docket_portal::handle).await
}
