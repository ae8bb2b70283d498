//! What Lambda and EventBridge gave up, in the stack's queue `SetAside`.

use crate::error::of;
use crate::failed_event::{Content, FailedEvent};
use crate::parts::{Reader, mailer};
use crate::{Deployed, DeployedError};
use aws_sdk_sqs::types::{Message, MessageSystemAttributeName, QueueAttributeName};
use docket_cloud::Invoker;
use docket_cloud::stream::again;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

/// The time for which nobody else sees a message that was read, in seconds. All messages are read within it.
const HIDDEN_FOR: i32 = 30;
/// The answers without a new message after which there is none.
const EMPTY: u32 = 2;
/// The most messages of one request.
const AT_ONCE: i32 = 10;
/// The most messages that are read. A queue with more is a flood, which is handled in several runs.
const MOST: usize = 1000;

/// An event in the queue.
#[derive(Debug, Clone)]
pub struct InQueue {
    /// The ID of its message.
    pub id: String,
    /// The name of the function that was to handle it.
    pub function: String,
    /// Why it was given up.
    pub why: String,
    /// When it was put into the queue.
    pub at: Timestamp,
    event: FailedEvent,
    receipt: String,
    /// The address of the queue.
    queue: String,
}

impl InQueue {
    fn read(queue: &str, message: &Message) -> Option<Self> {
        let event = FailedEvent::read(message);
        Some(Self {
            id: message.message_id()?.to_owned(),
            function: name_of(&event.function).to_owned(),
            why: event.why.clone(),
            at: event.at,
            event,
            receipt: message.receipt_handle()?.to_owned(),
            queue: queue.to_owned(),
        })
    }
}

/// Returns the name of a function in its ARN, which may end with a version.
fn name_of(arn: &str) -> &str {
    let name = arn.split_once(":function:").map_or(arn, |(_, name)| name);
    name.split(':').next().unwrap_or_default()
}

impl Deployed {
    /// Returns the number of events in the queue, about.
    pub(crate) async fn in_queue(&self) -> Result<u64, DeployedError> {
        let (sqs, url) = self.queue().await?;
        let names = [
            QueueAttributeName::ApproximateNumberOfMessages,
            QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
        ];
        let asked = sqs.get_queue_attributes().queue_url(url);
        let asked = asked.set_attribute_names(Some(names.to_vec())).send().await;
        let found = asked.map_err(of("sqs:GetQueueAttributes"))?;
        let counts = found.attributes().into_iter().flatten();
        let counts = counts.filter_map(|(_, count)| count.parse::<u64>().ok());
        Ok(counts.sum())
    }

    fn sqs(&self) -> aws_sdk_sqs::Client {
        aws_sdk_sqs::Client::new(&self.aws.others())
    }

    async fn queue(&self) -> Result<(aws_sdk_sqs::Client, String), DeployedError> {
        let readers = self.readers().await?;
        let queue = readers.iter().find_map(|reader| reader.queue.clone());
        let queue = queue
            .ok_or_else(|| DeployedError::Missing("the stack has no queue SetAside".to_owned()))?;
        let sqs = self.sqs();
        let name = queue.rsplit(':').next().unwrap_or_default();
        let found = sqs.get_queue_url().queue_name(name).send().await;
        let url = found.map_err(of("sqs:GetQueueUrl"))?.queue_url;
        Ok((sqs, url.unwrap_or_default()))
    }

    /// Returns what is in the queue, the oldest first. Until it is [released](Self::release), nobody else can read it for
    /// half a minute.
    ///
    /// # Errors
    /// When the queue cannot be found or read.
    pub async fn set_aside(&self) -> Result<Vec<InQueue>, DeployedError> {
        let (sqs, url) = self.queue().await?;
        // A queue delivers a message twice now and then, and says that it is empty when it is not.
        let mut all = BTreeMap::new();
        let mut empty = 0;
        while all.len() < MOST && empty < EMPTY {
            let asked = sqs
                .receive_message()
                .queue_url(&url)
                .max_number_of_messages(AT_ONCE)
                .visibility_timeout(HIDDEN_FOR)
                .wait_time_seconds(1)
                .message_attribute_names("All")
                .message_system_attribute_names(MessageSystemAttributeName::SentTimestamp);
            let received = asked.send().await.map_err(of("sqs:ReceiveMessage"))?;
            let before = all.len();
            for message in received.messages() {
                if let Some(message) = InQueue::read(&url, message) {
                    all.insert(message.id.clone(), message);
                }
            }
            empty += u32::from(all.len() == before);
        }
        let mut all: Vec<InQueue> = all.into_values().collect();
        all.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        Ok(all)
    }

    /// Lets others read again what was read.
    ///
    /// # Errors
    /// When the queue cannot be used.
    pub async fn release(&self, events: &[InQueue]) -> Result<(), DeployedError> {
        let sqs = self.sqs();
        for event in events {
            let seen = sqs.change_message_visibility().queue_url(&event.queue);
            let seen = seen.receipt_handle(&event.receipt).visibility_timeout(0);
            seen.send()
                .await
                .map_err(of("sqs:ChangeMessageVisibility"))?;
        }
        Ok(())
    }

    /// Hands an event over again and removes it from the queue. Returns why that was not done, if so. Lambda calls the function
    /// later: what it cannot handle is set aside once more.
    ///
    /// # Errors
    /// When a service fails. The event may have been handed over, and stays; nobody gets a mail twice.
    pub async fn hand_over(&self, aside: &InQueue) -> Result<Option<String>, DeployedError> {
        let (function, events) = match &aside.event.content {
            Content::Event(event) => (aside.event.function.clone(), vec![event.clone()]),
            Content::Records(batch) => {
                let readers = self.readers().await?;
                let Some(records) = self.records(batch).await? else {
                    return Ok(Some(
                        "the stream has forgotten its records, as it does after a day".to_owned(),
                    ));
                };
                (
                    mailer(&readers)?.function.clone(),
                    records.iter().map(again).collect(),
                )
            }
            Content::Unknown => return Ok(Some(aside.why.clone())),
        };
        if let Err(why) = self.call(function, &events).await {
            return Ok(Some(why));
        }
        let sqs = self.sqs();
        let delete = sqs
            .delete_message()
            .queue_url(&aside.queue)
            .receipt_handle(&aside.receipt);
        delete.send().await.map_err(of("sqs:DeleteMessage"))?;
        Ok(None)
    }

    async fn call(&self, function: String, events: &[Value]) -> Result<(), String> {
        let function = Invoker::new(self.aws.lambda(), function);
        for event in events {
            function
                .hand_over(event)
                .await
                .map_err(|error| error.to_string())?;
        }
        Ok(())
    }
}

/// Returns the names of the functions that read the stream and do not.
pub(crate) fn stopped(readers: &[Reader]) -> impl Iterator<Item = (&str, &str)> {
    let stopped = readers.iter().filter(|reader| {
        !["Enabled", "Creating", "Enabling", "Updating"].contains(&reader.state.as_str())
    });
    stopped.map(|reader| (name_of(&reader.function), reader.state.as_str()))
}
