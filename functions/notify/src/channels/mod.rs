//! Calls people by services other than mail. Each has a file of its own, with what its documentation asks for.

mod ntfy;
mod pagerduty;
mod slack;
mod sns;

use crate::deliver::DeliveryError;
use docket_cloud::http::{Outbound, OutboundAnswer, OutboundError, OutboundRequest};
use docket_cloud::{Cloud, Topics};
use docket_domain::SecretName;
use docket_domain::oncall::{Channel, ChannelKind};
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::Value;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// The pauses before a service that says no is asked again.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(600)];

/// What is said to whom a page calls.
#[derive(Debug)]
pub(crate) struct Call {
    /// What calls.
    pub(crate) title: String,
    /// What it is about.
    pub(crate) message: String,
    /// The address of the page. It acts in somebody's name if it has their key.
    pub(crate) page: String,
    /// The text of the button that acknowledges, and its address. `None` where the channel is nobody's own.
    pub(crate) acknowledge: Option<(String, String)>,
    /// The page's ID, by which a service knows that several calls are about one trouble.
    pub(crate) about: String,
}

/// What a service is told.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Told<'c> {
    /// Somebody is needed.
    Call(&'c Call),
    /// The page with this ID calls nobody any more.
    Ended(End, &'c str),
}

/// How a page ends to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Somebody has taken it on.
    Acknowledged,
    /// It is over.
    Resolved,
}

/// Sends calls. Copies share everything.
#[derive(Debug, Clone)]
pub(crate) struct Channels {
    topics: Topics,
    /// Made with the first call: to know all public certificate authorities takes time.
    outbound: Arc<OnceLock<Outbound>>,
}

impl Channels {
    pub(crate) fn new(topics: Topics) -> Self {
        Self {
            topics,
            outbound: Arc::default(),
        }
    }

    /// Tells a channel something. A service that does not answer may have taken it and is told again: who is called twice is better off than who
    /// is not.
    pub(crate) async fn send(
        &self,
        cloud: &Cloud,
        channel: &Channel,
        told: Told<'_>,
    ) -> Result<(), DeliveryError> {
        let topic = channel.topic_arn.as_deref();
        match (channel.kind, told) {
            (ChannelKind::Sns, Told::Call(call)) => sns::tell(&self.topics, topic, call).await,
            (ChannelKind::Ntfy, Told::Call(call)) => {
                let (address, body) = ntfy::message(&address(cloud, channel).await?, call);
                self.post(cloud, address, token(cloud, channel).await?, &body)
                    .await
            }
            (ChannelKind::Slack, Told::Call(call)) => {
                let address = address(cloud, channel).await?;
                let token = token(cloud, channel).await?;
                self.post(cloud, address, token, &slack::message(call))
                    .await
            }
            (ChannelKind::PagerDuty, told) => {
                let key = token(cloud, channel).await?.unwrap_or_default();
                let address = address(cloud, channel).await?;
                let event = pagerduty::event(&key, told);
                self.post(cloud, address, None, &event).await
            }
            // These hear of no end.
            (ChannelKind::Sns | ChannelKind::Ntfy | ChannelKind::Slack, Told::Ended(..)) => Ok(()),
        }
    }

    /// Sends JSON to a service of the web.
    async fn post(
        &self,
        cloud: &Cloud,
        address: String,
        token: Option<String>,
        body: &Value,
    ) -> Result<(), DeliveryError> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(token) = token {
            let token = HeaderValue::from_str(&format!("Bearer {token}"));
            let token =
                token.map_err(|_| DeliveryError::Channel("its token is none".to_owned()))?;
            headers.insert(AUTHORIZATION, token);
        }
        let request = OutboundRequest {
            method: Method::POST,
            address,
            headers,
            body: body.to_string().into_bytes(),
            wants_body: false,
        };
        let outbound = self.outbound.get_or_init(|| {
            let allowed = cloud.settings.allowed_networks.clone();
            Outbound::new(allowed)
        });
        let mut pauses = PAUSES.iter();
        loop {
            let told = outcome(outbound.send(request.clone()).await);
            let pause = match &told {
                Err((_, Again::Soon)) => pauses.next(),
                _ => None,
            };
            match pause {
                Some(pause) => tokio::time::sleep(*pause).await,
                None => return told.map_err(|(error, _)| error),
            }
        }
    }
}

/// When a service that did not take a call is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    /// At once: it was quick to say no.
    Soon,
    /// Not by this call: it does not answer, or will never take it.
    Later,
}

/// Reads what became of a request.
fn outcome(answered: Result<OutboundAnswer, OutboundError>) -> Result<(), (DeliveryError, Again)> {
    match answered {
        Ok(answer) if answer.status.is_success() => Ok(()),
        Ok(answer) => Err(refused(answer.status)),
        Err(error @ (OutboundError::NotAnAddress | OutboundError::NotClosed)) => {
            Err((DeliveryError::Channel(error.to_string()), Again::Later))
        }
        Err(error) => {
            let again = match error {
                OutboundError::TooLate(_) => Again::Later,
                _ => Again::Soon,
            };
            Err((DeliveryError::ChannelBusy(error.to_string()), again))
        }
    }
}

/// Returns the address that a channel writes to.
async fn address(cloud: &Cloud, channel: &Channel) -> Result<String, DeliveryError> {
    match (&channel.url, &channel.url_secret) {
        (Some(url), _) => Ok(url.to_string()),
        (None, Some(name)) => secret(cloud, name).await,
        (None, None) => {
            let url = channel.kind.default_url().map(str::to_owned);
            url.ok_or_else(|| DeliveryError::Channel("it has no address".to_owned()))
        }
    }
}

/// Returns the secret with which Docket shows a service who it is.
async fn token(cloud: &Cloud, channel: &Channel) -> Result<Option<String>, DeliveryError> {
    match &channel.token_secret {
        Some(name) => Ok(Some(secret(cloud, name).await?)),
        None => Ok(None),
    }
}

/// A service that is busy or broken is asked again. Any other refusal stays.
fn refused(status: StatusCode) -> (DeliveryError, Again) {
    let said = format!("the service answered {}", status.as_u16());
    let is_passing = status.is_server_error()
        || [StatusCode::TOO_MANY_REQUESTS, StatusCode::REQUEST_TIMEOUT].contains(&status);
    match is_passing {
        true => (DeliveryError::ChannelBusy(said), Again::Soon),
        false => (DeliveryError::Channel(said), Again::Later),
    }
}

async fn secret(cloud: &Cloud, name: &SecretName) -> Result<String, DeliveryError> {
    let secret = cloud.store.secret(name).await?;
    secret.ok_or_else(|| {
        DeliveryError::Channel(format!(
            "there is no secret `{name}`: see `docket secrets set {name}`"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn call() -> Call {
        Call {
            title: "Page: On call".to_owned(),
            message: "SOS-1: <b>Down</b> & out".to_owned(),
            page: "https://support.example.com/spaceos/pages/1".to_owned(),
            acknowledge: Some((
                "Acknowledge".to_owned(),
                "https://support.example.com/a".to_owned(),
            )),
            about: "01890a5d".to_owned(),
        }
    }

    #[test]
    fn what_is_busy_is_asked_again() {
        for (status, is_for_good) in [
            (429, false),
            (500, false),
            (503, false),
            (400, true),
            (404, true),
            (302, true),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            let (error, again) = refused(status);
            assert_eq!(error.is_for_good(), is_for_good, "{status}");
            assert_eq!(again == Again::Later, is_for_good, "{status}");
        }
    }
}
