//! The Lambda function `update-status`.

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    docket_web::lambda::run(docket_update_status::handle).await
}
