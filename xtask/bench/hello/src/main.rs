//! The least that a Lambda function can be: what starts more slowly than this does so by its own doing.

use lambda_http::{Error, Request, run, service_fn};

#[tokio::main]
async fn main() -> Result<(), Error> {
    run(service_fn(|_: Request| async { Ok::<_, Error>("Hello!") })).await
}
