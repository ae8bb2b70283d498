//! The protocols of AWS, as far as the check speaks them: to the emulator, as the owner of its account.

use crate::environment::REGION;
use hyper::Method;
use serde_json::{Value, json};
use xtask_client::{Answer, Ask, send};

/// The account that the emulator gives everybody.
pub(crate) const ACCOUNT: &str = "000000000000";

/// An API that speaks JSON: the service that signatures name, and the name before its operations.
type Api = (&'static str, &'static str);

pub(crate) const DYNAMODB: Api = ("dynamodb", "DynamoDB_20120810");
pub(crate) const STREAMS: Api = ("dynamodb", "DynamoDBStreams_20120810");
pub(crate) const LOGS: Api = ("logs", "Logs_20140328");
pub(crate) const EVENTS: Api = ("events", "AWSEvents");
pub(crate) const SQS: Api = ("sqs", "AmazonSQS");

/// The emulator's services.
#[derive(Clone)]
pub(crate) struct Aws {
    /// The emulator's address.
    pub(crate) address: String,
}

impl Aws {
    /// Puts an event on the default bus, as whoever may put some there does.
    pub(crate) async fn put_event(
        &self,
        source: &str,
        kind: &str,
        detail: &Value,
    ) -> Result<(), String> {
        let entry = json!({ "Source": source, "DetailType": kind, "Detail": detail.to_string() });
        let entries = json!({ "Entries": [entry] });
        let answer = self.call(EVENTS, "PutEvents", &entries).await?;
        match answer.get("FailedEntryCount").and_then(Value::as_u64) {
            Some(0) => Ok(()),
            _ => Err(format!("expected an event to be taken; got {answer}")),
        }
    }

    /// Calls an operation of a service whose operations are paths.
    pub(crate) async fn rest(
        &self,
        service: &str,
        method: Method,
        path: &str,
        input: Option<&Value>,
    ) -> Result<Answer, String> {
        let ask = Ask::new(method, path);
        let ask = match input {
            Some(input) => ask.json(input),
            None => ask,
        };
        self.send(service, ask).await
    }

    /// Calls an operation of a service that takes forms and answers with XML.
    pub(crate) async fn query(
        &self,
        service: &str,
        parameters: &[(&str, &str)],
    ) -> Result<String, String> {
        let ask = Ask::post("/").form(parameters.iter().copied());
        let answer = self.send(service, ask).await?;
        Ok(answer.expect(200)?.text())
    }

    /// Calls an operation of an API that speaks JSON.
    pub(crate) async fn call(
        &self,
        (service, api): Api,
        operation: &str,
        input: &Value,
    ) -> Result<Value, String> {
        let ask = Ask::aws("/", &format!("{api}.{operation}"), input);
        let answer = self.send(service, ask).await?.expect(200);
        let answer = answer.map_err(|error| format!("{operation}: {error}"))?;
        // Some operations have nothing to say.
        if answer.body.is_empty() {
            return Ok(Value::Null);
        }
        answer.json()
    }

    /// Sends a request without a signature: the emulator asks none of the account's owner.
    pub(crate) async fn send(&self, service: &str, ask: Ask) -> Result<Answer, String> {
        let scope = format!("test/20260101/{REGION}/{service}/aws4_request");
        let signed =
            format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none");
        let ask = ask.header("authorization", signed);
        // As if TLS ended right before it: some resources let nobody in without.
        let ask = ask.header("x-forwarded-proto", "https");
        send(ask, &self.address, &self.address).await
    }
}

/// The ARN of a function.
pub(crate) fn function_arn(name: &str) -> String {
    format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}")
}
