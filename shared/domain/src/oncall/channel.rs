//! Ways to call people, beside mail.

use super::TopicArn;
use crate::desk::{Desk, Spanned};
use crate::value::{ChannelId, SecretName};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A service that calls people, or tells a group of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// The channel's ID. It is not `mail`.
    pub id: Spanned<ChannelId>,
    /// The service.
    pub kind: ChannelKind,
    /// The topic that is told, of SNS alone.
    pub topic_arn: Option<Spanned<TopicArn>>,
    /// The address that is written to. `None` if it is a secret, and of SNS.
    pub url: Option<Spanned<String>>,
    /// The name of the secret that is the address.
    pub url_secret: Option<Spanned<SecretName>>,
    /// The name of the secret with which Docket shows the service who it is.
    pub token_secret: Option<Spanned<SecretName>>,
    /// The name of the secret with which the service signs what it tells Docket.
    pub webhook_secret: Option<Spanned<SecretName>>,
}

/// A service that calls people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// A topic of an ntfy server. Source: <https://docs.ntfy.sh/publish/>.
    Ntfy,
    /// An incoming webhook of Slack, or of what takes the same, such as Mattermost. Source: <https://api.slack.com/messaging/webhooks>.
    Slack,
    /// PagerDuty. Source: "Send an event" at <https://developer.pagerduty.com/docs/events-api-v2/trigger-events/>.
    #[serde(rename = "pagerduty")]
    PagerDuty,
    /// A topic of Amazon SNS, which calls whoever subscribes to it, by SMS or mail. Source: <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html>.
    Sns,
}

impl ChannelKind {
    /// Returns the address that a channel has unless it names another. `None` where it has to.
    #[must_use]
    pub fn default_url(self) -> Option<&'static str> {
        match self {
            Self::Ntfy | Self::Slack | Self::Sns => None,
            Self::PagerDuty => Some("https://events.pagerduty.com/v2/enqueue"),
        }
    }

    /// Returns `true` for a service that is told what became of a page, and not only that somebody is needed.
    #[must_use]
    pub fn follows(self) -> bool {
        self == Self::PagerDuty
    }
}

/// How somebody is contacted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Way {
    /// By mail.
    #[default]
    Mail,
    /// By a channel of the desk.
    Channel(ChannelId),
}

impl TryFrom<String> for Way {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "mail" => Ok(Self::Mail),
            id => (id.parse().map(Self::Channel)).map_err(|_| {
                format!("`{text}` is no channel: write `mail`, or the ID of one of `[[channels]]`")
            }),
        }
    }
}

impl From<Way> for String {
    fn from(way: Way) -> Self {
        way.to_string()
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mail => f.write_str("mail"),
            Self::Channel(id) => id.fmt(f),
        }
    }
}

impl Desk {
    /// Returns the channel with that ID.
    #[must_use]
    pub fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.iter().find(|it| it.id.as_str() == id)
    }
}
