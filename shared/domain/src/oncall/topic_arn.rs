//! Names of topics of SNS.

use serde::Deserialize;
use std::fmt;
use std::str::FromStr;

/// The ARN of a topic of SNS, such as `arn:aws:sns:eu-central-1:123456789012:docket-calls-night`. Source: "Actions, resources, and condition keys
/// for Amazon SNS" in AWS's service authorization reference.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct TopicArn {
    arn: String,
    region: String,
}

/// Why a text is no ARN of a topic that can call people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TopicArnError {
    /// The text is no ARN of a topic.
    #[error(
        "not the ARN of an SNS topic: write it such as `arn:aws:sns:eu-central-1:123456789012:docket-calls-night`"
    )]
    NotATopic,
    /// SNS hands what is told to such a topic to queues alone.
    #[error("a FIFO topic, which reaches no telephone and no mailbox: name a standard one")]
    Fifo,
}

impl TopicArn {
    /// Returns the ARN as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.arn
    }

    /// Returns the region that the topic is in.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }
}

impl FromStr for TopicArn {
    type Err = TopicArnError;

    fn from_str(text: &str) -> Result<Self, TopicArnError> {
        let parts: Vec<&str> = text.split(':').collect();
        let ["arn", partition, "sns", region, account, name] = parts.as_slice() else {
            return Err(TopicArnError::NotATopic);
        };
        let is_word = |text: &str, more: &str| {
            let fits = |c: char| c.is_ascii_alphanumeric() || more.contains(c);
            !text.is_empty() && text.chars().all(fits)
        };
        let is_account = account.len() == 12 && account.bytes().all(|digit| digit.is_ascii_digit());
        let name_of_topic = name.strip_suffix(".fifo").unwrap_or(name);
        let is_name = is_word(name_of_topic, "-_") && name.len() <= 256;
        if !(is_word(partition, "-") && is_word(region, "-") && is_account && is_name) {
            return Err(TopicArnError::NotATopic);
        }
        match name_of_topic == *name {
            true => Ok(Self {
                arn: text.to_owned(),
                region: (*region).to_owned(),
            }),
            false => Err(TopicArnError::Fifo),
        }
    }
}

impl TryFrom<String> for TopicArn {
    type Error = TopicArnError;
    fn try_from(text: String) -> Result<Self, TopicArnError> {
        text.parse()
    }
}

impl fmt::Display for TopicArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.arn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_topics_of_any_region_are_known() {
        let topic = "arn:aws-cn:sns:cn-north-1:123456789012:docket-calls-Night_1";
        let topic = topic.parse::<TopicArn>().unwrap();
        assert_eq!(topic.region(), "cn-north-1");
        for wrong in [
            "",
            "night",
            "arn:aws:sqs:eu-central-1:123456789012:night",
            "arn:aws:sns:eu-central-1:1234:night",
            "arn:aws:sns:eu-central-1:123456789012:",
            "arn:aws:sns:eu-central-1:123456789012:.fifo",
            "arn:aws:sns:eu-central-1:123456789012:ni ght",
            "arn:aws:sns::123456789012:night",
            "arn:aws:sns:eu-central-1:123456789012:night:0d2f",
        ] {
            let read = wrong.parse::<TopicArn>();
            assert_eq!(read, Err(TopicArnError::NotATopic), "{wrong}");
        }
        let fifo = "arn:aws:sns:eu-central-1:123456789012:night.fifo".parse::<TopicArn>();
        assert_eq!(fifo, Err(TopicArnError::Fifo));
    }
}
