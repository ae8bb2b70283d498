//! The Lambda function `presign-attachment`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    docket_web::lambda::run_with_files(docket_presign_attachment::handle).await
}
