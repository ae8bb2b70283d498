//! The Lambda function `add-comment`.

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    docket_web::lambda::run(docket_add_comment::handle).await
}
