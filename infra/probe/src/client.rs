//! Faults between the functions and the services.

use crate::faults::{Fault, Faults};
use crate::kill::Last;
use aws_sdk_dynamodb::config::http::{HttpRequest, HttpResponse};
use aws_sdk_dynamodb::config::{RuntimeComponents, SharedHttpClient};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use docket_local::{Asked, SEND};
use std::future::pending;
use std::sync::Arc;

/// An HTTP client that adds faults to requests.
#[derive(Debug)]
pub(crate) struct FaultyClient {
    client: SharedHttpClient,
    faults: Faults,
    function: Arc<str>,
}

impl FaultyClient {
    /// Wraps the client of a function, so that these faults come before it.
    pub(crate) fn before(
        client: SharedHttpClient,
        faults: Faults,
        function: &str,
    ) -> SharedHttpClient {
        SharedHttpClient::new(Self {
            client,
            faults,
            function: function.into(),
        })
    }
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
            function: Arc::clone(&self.function),
        })
    }
}

#[derive(Debug)]
struct FaultyConnector {
    connector: SharedHttpConnector,
    faults: Faults,
    function: Arc<str>,
}

impl HttpConnector for FaultyConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let asked = Asked::of(&request);
        if let Some(last) = self.faults.kills.counts(&self.function, &asked) {
            return killed_at(request, last, self.connector.clone());
        }
        if let (Asked::Mail(action), Some(code)) = (&asked, self.faults.refuses_mail())
            && action == SEND
        {
            return HttpConnectorFuture::ready(refused(&code));
        }
        let fault = match asked {
            _ if self.faults.stops(&self.function) => Some(Fault::CutOff),
            Asked::Table(operation) if self.faults.loses_commit(&operation) => {
                Some(Fault::AnswerLost)
            }
            Asked::Table(_) | Asked::Function(_) => self.faults.next(),
            Asked::Mail(action) => {
                let lost = action == SEND && self.faults.loses_mail_answer();
                lost.then_some(Fault::AnswerLost)
            }
            Asked::Topic(_) => None,
            // Faults of the bucket happen in the bucket, where browsers meet them too.
            Asked::Bucket => None,
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

/// A request that its function never hears of.
fn killed_at(
    request: HttpRequest,
    last: Last,
    connector: SharedHttpConnector,
) -> HttpConnectorFuture {
    HttpConnectorFuture::new(async move {
        if last.carried_out {
            let _ = connector.call(request).await;
        }
        last.kill();
        pending().await
    })
}

/// Answers as SES does when it refuses a mail.
fn refused(code: &str) -> Result<HttpResponse, ConnectorError> {
    let body = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
    );
    let status =
        StatusCode::try_from(400_u16).map_err(|error| ConnectorError::other(error.into(), None))?;
    Ok(HttpResponse::new(status, SdkBody::from(body)))
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
