//! Where a function runs: the services that it finds there, and whether it speaks TLS with them.

use super::function::{Function, released};
use super::stand_in::{StandIn, json};
use crate::bench::attach::BUCKET;
use crate::step::root;
use hyper::StatusCode;
use serde_json::json;
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A place for functions to run.
pub(crate) struct Place {
    table: String,
    mail: String,
    bucket: String,
    certificate: Option<PathBuf>,
}

impl Place {
    /// With the table, the mail service and the bucket at those hosts, without TLS.
    pub(crate) fn plain(table: &str, mail: &str, bucket: &str) -> Self {
        Self {
            table: format!("http://{table}"),
            mail: format!("http://{mail}"),
            bucket: format!("http://{bucket}"),
            certificate: None,
        }
    }

    /// What the function finds in its environment there.
    pub(crate) fn environment(
        &self,
        function: Function,
        runtime: &str,
    ) -> Vec<(&'static str, String)> {
        let name = function.name();
        let mut variables: Vec<_> = [
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_ENDPOINT_URL", &self.table),
            ("AWS_ENDPOINT_URL_DYNAMODB", &self.table),
            ("AWS_ENDPOINT_URL_S3", &self.bucket),
            ("AWS_ENDPOINT_URL_SESV2", &self.mail),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
            ("AWS_LAMBDA_FUNCTION_NAME", name),
            ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            ("AWS_LAMBDA_LOG_GROUP_NAME", "bench"),
            ("AWS_LAMBDA_LOG_STREAM_NAME", name),
            ("AWS_LAMBDA_RUNTIME_API", runtime),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("BUCKET_NAME", BUCKET),
            ("DOWNLOADS_URL", ""),
            ("SENDER", "support@example.com"),
            ("SITE_URL", "https://support.example.com"),
            ("STACK_NAME", "bench"),
            ("TABLE_NAME", "docket"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
        .into();
        if let Some(certificate) = &self.certificate {
            variables.push(("AWS_CA_BUNDLE", certificate.display().to_string()));
        }
        variables
    }
}

/// What speaks TLS in front of the services. It ends when this is dropped.
pub(crate) struct Tls {
    process: Child,
    /// The same services, with TLS.
    pub(crate) place: Place,
}

impl Tls {
    /// Starts it for the table, the mail service and the bucket at those hosts; the certificate to trust goes into that folder.
    ///
    /// # Errors
    /// When it does not start.
    pub(crate) fn start(
        table: &str,
        mail: &str,
        bucket: &str,
        folder: &Path,
    ) -> Result<Self, String> {
        let program = released("xtask-tls");
        let certificate = folder.join("certificate.pem");
        let mut process = Command::new(&program)
            .arg(&certificate)
            .args([table, mail, bucket])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("`{}` cannot be started: {error}", program.display()))?;
        let hosts = process.stdout.take().map(|stdout| {
            let lines = BufReader::new(stdout).lines().map_while(Result::ok);
            lines.take(3).collect::<Vec<_>>()
        });
        let place = |table: &str, mail: &str, bucket: &str| Place {
            table: format!("https://{table}"),
            mail: format!("https://{mail}"),
            bucket: format!("https://{bucket}"),
            certificate: Some(certificate.clone()),
        };
        match hosts.as_deref() {
            Some([table, mail, bucket]) => {
                trust_in_aws_too(&certificate)?;
                Ok(Self {
                    process,
                    place: place(table, mail, bucket),
                })
            }
            _ => Err(format!(
                "`{}` did not tell where it runs",
                program.display()
            )),
        }
    }
}

/// Adds the roots that a function trusts in the cloud, so that a start reads as many.
fn trust_in_aws_too(certificate: &Path) -> Result<(), String> {
    let failed = |error| format!("the certificates cannot be put together: {error}");
    let roots = root().join("shared/cloud/src/aws/roots.pem");
    let roots = std::fs::read(roots).map_err(failed)?;
    let mut file = OpenOptions::new()
        .append(true)
        .open(certificate)
        .map_err(failed)?;
    file.write_all(&roots).map_err(failed)
}

impl Drop for Tls {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A mail service that takes every mail and sends none.
///
/// # Errors
/// When the machine has no free port.
pub(crate) async fn mail_service() -> Result<StandIn, String> {
    StandIn::start(async |_| json(StatusCode::OK, &json!({ "MessageId": "bench" }))).await
}
