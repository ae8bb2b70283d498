//! The Lambda function `console`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    docket_web::lambda::run(docket_console::handle).await
}
