//! The Lambda function `sign-in`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    docket_web::lambda::run(docket_sign_in::handle).await
}
