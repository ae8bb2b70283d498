//! A table and a mail service that have a bad day, for trying out what the functions then do: some requests are turned away, some fail, some are
//! carried out and their answer is lost.

use aws_sdk_dynamodb::config::http::{HttpRequest, HttpResponse};
use aws_sdk_dynamodb::config::{RuntimeComponents, SharedHttpClient};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// How bad the day is. Copies share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    percent: Arc<AtomicU32>,
    no_mail_answers: Arc<AtomicBool>,
    bucket_refuses: Arc<AtomicBool>,
    lost_commits: Arc<AtomicU32>,
    drawn: Arc<AtomicU64>,
}

#[derive(Debug, Clone, Copy)]
enum Fault {
    Throttled,
    Failed,
    CutOff,
    AnswerLost,
}

impl Faults {
    /// From now on that many of a hundred requests go wrong.
    pub(crate) fn set(&self, percent: u32) {
        self.percent.store(percent, Ordering::Relaxed);
    }

    /// From now on mails go out and nobody hears of it, or no longer so.
    pub(crate) fn set_no_mail_answers(&self, lost: bool) {
        self.no_mail_answers.store(lost, Ordering::Relaxed);
    }

    /// From now on the bucket turns every request away, or no longer so.
    pub(crate) fn set_bucket_refuses(&self, refuses: bool) {
        self.bucket_refuses.store(refuses, Ordering::Relaxed);
    }

    /// Whether the bucket turns every request away.
    pub(crate) fn bucket_refuses(&self) -> bool {
        self.bucket_refuses.load(Ordering::Relaxed)
    }

    /// The next that many transactions are carried out, and nobody hears of it.
    pub(crate) fn set_lost_commits(&self, count: u32) {
        self.lost_commits.store(count, Ordering::Relaxed);
    }

    fn loses_commit(&self, operation: &str) -> bool {
        let one_less = |left: u32| left.checked_sub(1);
        operation.ends_with(".TransactWriteItems")
            && self
                .lost_commits
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
                .is_ok()
    }

    /// The client with faults between it and the services.
    pub(crate) fn before(&self, client: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(FaultyClient {
            client,
            faults: self.clone(),
        })
    }

    /// What happens to the next request. The same draws in every run, so that what was found is found again.
    fn next(&self) -> Option<Fault> {
        let percent = self.percent.load(Ordering::Relaxed);
        if percent == 0 {
            return None;
        }
        let draw = scatter(self.drawn.fetch_add(1, Ordering::Relaxed));
        let kind = (draw >> 32) % 4;
        (draw % 100 < u64::from(percent)).then_some(match kind {
            0 => Fault::Throttled,
            1 => Fault::Failed,
            2 => Fault::CutOff,
            _ => Fault::AnswerLost,
        })
    }
}

/// SplitMix64: numbers in a row become numbers without one.
fn scatter(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[derive(Debug)]
struct FaultyClient {
    client: SharedHttpClient,
    faults: Faults,
}

impl HttpClient for FaultyClient {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(FaultyConnector {
            connector: self.client.http_connector(settings, components),
            faults: self.faults.clone(),
        })
    }
}

#[derive(Debug)]
struct FaultyConnector {
    connector: SharedHttpConnector,
    faults: Faults,
}

impl HttpConnector for FaultyConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let fault = match request.headers().get("x-amz-target") {
            Some(operation) if self.faults.loses_commit(operation) => Some(Fault::AnswerLost),
            Some(_) => self.faults.next(),
            None if !is_mail(request.uri()) => None,
            None => {
                let lost = self.faults.no_mail_answers.load(Ordering::Relaxed);
                lost.then_some(Fault::AnswerLost)
            }
        };
        let Some(fault) = fault else {
            return self.connector.call(request);
        };
        let connector = self.connector.clone();
        HttpConnectorFuture::new(async move {
            match fault {
                Fault::Throttled => answer(400, "ThrottlingException"),
                Fault::Failed => answer(500, "InternalServerError"),
                Fault::CutOff => Err(ConnectorError::io("the connection was cut".into())),
                Fault::AnswerLost => {
                    connector.call(request).await?;
                    Err(ConnectorError::io("the answer was lost".into()))
                }
            }
        })
    }
}

/// Whether a request is to SES. One to the bucket has its faults there, where browsers meet them too.
pub(crate) fn is_mail(uri: &str) -> bool {
    uri.contains("/v2/email/")
}

fn answer(status: u16, code: &str) -> Result<HttpResponse, ConnectorError> {
    let body = format!("{{\"__type\":\"com.amazonaws.dynamodb.v20120810#{code}\"}}");
    let status =
        StatusCode::try_from(status).map_err(|error| ConnectorError::other(error.into(), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    response
        .headers_mut()
        .insert("content-type", "application/x-amz-json-1.0");
    Ok(response)
}
