//! The Lambda function `sign-in`.

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    docket_web::lambda::run(docket_sign_in::handle).await
}
