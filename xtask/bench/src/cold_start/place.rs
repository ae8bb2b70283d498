//! Places for functions to run: the services that they find there, with TLS and without.

use super::subject::Subject;
use crate::attach::BUCKET;
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use xtask_kit::root;

/// The path at which the stack with a probe takes requests to its table.
pub(super) const TABLE: &str = "/_local/dynamodb/";

/// A place for functions to run.
pub(crate) struct Place {
    /// The addresses of the table, the mail service and the bucket.
    services: [String; 3],
    certificate: Option<PathBuf>,
}

impl Place {
    /// Makes one with the table, the mail service and the bucket at those hosts, without TLS.
    pub(crate) fn plain(hosts: [&String; 3]) -> Self {
        Self {
            services: hosts.map(|host| format!("http://{host}")),
            certificate: None,
        }
    }

    /// Returns the environment of a function there.
    pub(crate) fn environment(
        &self,
        subject: Subject,
        runtime: &str,
    ) -> Vec<(&'static str, String)> {
        let name = subject.name();
        let [table, mail, bucket] = &self.services;
        let table = &format!("{table}{TABLE}");
        let mut variables: Vec<_> = [
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_ENDPOINT_URL", table),
            ("AWS_ENDPOINT_URL_DYNAMODB", table),
            ("AWS_ENDPOINT_URL_LAMBDA", mail),
            ("AWS_ENDPOINT_URL_S3", bucket),
            ("AWS_ENDPOINT_URL_SES", mail),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
            ("AWS_LAMBDA_FUNCTION_NAME", name),
            ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            ("AWS_LAMBDA_LOG_GROUP_NAME", "bench"),
            ("AWS_LAMBDA_LOG_STREAM_NAME", name),
            ("AWS_LAMBDA_RUNTIME_API", runtime),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("BUCKET_NAME", BUCKET),
            ("CONFIGURATION_SET", "bench"),
            ("DOWNLOADS_URL", ""),
            ("NOTIFY_FUNCTION", "docket-notify"),
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

/// The program that speaks TLS in front of the services. It ends when this is dropped.
pub(crate) struct Tls {
    process: Child,
    /// The same services, with TLS.
    pub(crate) place: Place,
}

impl Tls {
    /// Starts that program for the table, the mail service and the bucket at those hosts; the certificate to trust goes into
    /// that file.
    pub(crate) fn start(
        program: &Path,
        hosts: [&String; 3],
        certificate: &Path,
    ) -> Result<Self, String> {
        let mut process = Command::new(program)
            .arg(certificate)
            .args(hosts)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("`{}` cannot be started: {error}", program.display()))?;
        let lines = process
            .stdout
            .take()
            .map(|stdout| BufReader::new(stdout).lines());
        let hosts: Vec<String> = lines
            .into_iter()
            .flat_map(|lines| lines.map_while(Result::ok).take(3))
            .map(|host| format!("https://{host}"))
            .collect();
        let services = hosts
            .try_into()
            .map_err(|_| format!("`{}` did not tell where it runs", program.display()))?;
        trust_in_aws_too(certificate)?;
        let place = Place {
            services,
            certificate: Some(certificate.to_owned()),
        };
        Ok(Self { process, place })
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
