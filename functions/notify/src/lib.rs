//! From the table's stream to people's mailboxes: the only place that sends.
//!
//! A mail exists if and only if its event was committed, since nothing else leads here. The stream delivers an event at
//! least once; receipts see to it that a person gets one mail about it.

mod compose;
mod deliver;

use aws_lambda_events::dynamodb::{Event as StreamEvent, EventRecord};
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use compose::Composer;
use deliver::{Delivery, DeliveryError};
use docket_cloud::store::Grant;
use docket_cloud::{Cloud, Mail, SettingsError, StoreError};
use docket_domain::notice::notices;
use docket_domain::ticket::{Event, Ticket};

/// The function with what it needs.
#[derive(Debug, Clone)]
pub struct Notify {
    cloud: Cloud,
    mail: Mail,
}

impl Notify {
    /// The function on that cloud, with that way out for mail.
    #[must_use]
    pub fn new(cloud: Cloud, mail: Mail) -> Self {
        Self { cloud, mail }
    }

    /// The function as Lambda starts it.
    ///
    /// # Errors
    /// When the environment lacks a variable that `template.yaml` sets.
    pub fn from_env() -> Result<Self, SettingsError> {
        let (cloud, aws) = Cloud::from_env()?;
        Ok(Self::new(cloud, Mail::new(aws.ses())))
    }

    /// Handles a batch of stream records in their order.
    ///
    /// It stops at the first one that fails and names it: Lambda delivers that one and all after it again.
    pub async fn handle(&self, batch: StreamEvent) -> DynamoDbEventResponse {
        let mut response = DynamoDbEventResponse::default();
        for record in batch.records {
            let sequence = record.change.sequence_number.clone();
            if let Err(error) = self.record(record).await {
                tracing::warn!(%error, sequence, "a stream record could not be handled");
                let mut failure = DynamoDbBatchItemFailure::default();
                failure.item_identifier = sequence;
                response.batch_item_failures.push(failure);
                break;
            }
        }
        response
    }

    /// The filter in `template.yaml` lets only new events and sign-in grants through; whatever else comes is let pass.
    async fn record(&self, record: EventRecord) -> Result<(), DeliveryError> {
        let item = record.change.new_image;
        let kind = match item.get("sk") {
            Some(serde_dynamo::AttributeValue::S(sk)) if record.event_name == "INSERT" => {
                sk.as_str()
            }
            _ => return Ok(()),
        };
        if kind.starts_with("EVENT#") {
            self.event(serde_dynamo::from_item(item).map_err(StoreError::from)?)
                .await
        } else if kind == "GRANT" {
            self.grant(serde_dynamo::from_item(item).map_err(StoreError::from)?)
                .await
        } else {
            Ok(())
        }
    }

    async fn event(&self, event: Event) -> Result<(), DeliveryError> {
        let store = &self.cloud.store;
        // An opening says all about its ticket; for any other event the ticket is read.
        let ticket = match Ticket::opened(&event) {
            Ok(ticket) => Some(ticket),
            Err(_) => store.ticket(&event.ticket).await?,
        };
        let (Some(ticket), Some(desk)) = (ticket, store.desk(&event.desk).await?) else {
            return Ok(());
        };
        let secret = store.signing_secret().await?;
        let composer = Composer {
            settings: &self.cloud.settings,
            secret: &secret,
            desk: &desk,
            now: self.cloud.clock.now(),
        };
        for notice in notices(&event, &ticket, &desk) {
            let delivery = Delivery::new(&secret, event.id.to_string(), notice.to.clone());
            let compose = || composer.notice(&event, &ticket, &notice);
            delivery.once(&self.cloud, &self.mail, compose).await?;
        }
        Ok(())
    }

    async fn grant(&self, grant: Grant) -> Result<(), DeliveryError> {
        let store = &self.cloud.store;
        let now = self.cloud.clock.now();
        let (Some(desk), true) = (
            store.desk(&grant.desk).await?,
            grant.expires_at > now.as_second(),
        ) else {
            return Ok(());
        };
        let secret = store.signing_secret().await?;
        let composer = Composer {
            settings: &self.cloud.settings,
            secret: &secret,
            desk: &desk,
            now,
        };
        let delivery = Delivery::new(&secret, grant.id.clone(), grant.email.clone());
        delivery
            .once(&self.cloud, &self.mail, || composer.sign_in(&grant))
            .await
    }
}
