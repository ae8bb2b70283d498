//! The table of a stack, past all of Docket's code.

use super::Site;
use aws_sdk_dynamodb::types::AttributeValue;
use docket_cloud::Aws;
use serde_json::Value;
use std::collections::HashMap;

/// An item as the SDK has it.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// Makes an item from DynamoDB's JSON.
pub(crate) fn item(json: Value) -> Item {
    let item: serde_dynamo::Item = serde_json::from_value(json).unwrap();
    item.into()
}

/// Makes DynamoDB's JSON from an item.
pub(crate) fn json_of(item: &Item) -> Value {
    let item: serde_dynamo::Item = item.clone().into();
    serde_json::to_value(item).unwrap()
}

/// The table of a stack with a probe.
pub(crate) struct RawTable(pub(crate) aws_sdk_dynamodb::Client);

impl RawTable {
    pub(crate) async fn of(site: &Site) -> Self {
        let told = site.get("/_local/table").await;
        let endpoint = format!("{}{}", site.url, told.json["path"].as_str().unwrap());
        let aws = Aws::local(endpoint, String::new(), String::new()).unwrap();
        Self(aws.dynamodb())
    }

    pub(crate) async fn put(&self, item: Item) {
        let put = self.0.put_item().table_name("docket").set_item(Some(item));
        put.send().await.unwrap();
    }

    /// Puts items, all at the same time.
    pub(crate) async fn put_all(&self, items: Vec<Item>) {
        let mut puts = tokio::task::JoinSet::new();
        for item in items {
            let put = self.0.put_item().table_name("docket");
            puts.spawn(put.set_item(Some(item)).send());
        }
        while let Some(put) = puts.join_next().await {
            put.unwrap().unwrap();
        }
    }

    pub(crate) async fn get(&self, pk: &str, sk: &str) -> Item {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let get = self.0.get_item().table_name("docket");
        let get = get.key("pk", text(pk)).key("sk", text(sk));
        get.send().await.unwrap().item.unwrap()
    }

    pub(crate) async fn remove(&self, pk: &str, sk: &str) {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let delete = self.0.delete_item().table_name("docket");
        let delete = delete.key("pk", text(pk)).key("sk", text(sk));
        delete.send().await.unwrap();
    }

    /// Every item.
    pub(crate) async fn all(&self) -> Vec<Item> {
        let scan = self.0.scan().table_name("docket").into_paginator().items();
        scan.send().collect::<Result<_, _>>().await.unwrap()
    }
}
