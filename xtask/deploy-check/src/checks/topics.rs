//! A topic of SNS, which a desk calls people by.

use crate::aws::{ACCOUNT, SQS};
use crate::check::Check;
use crate::environment::REGION;
use crate::stack::NAME;
use crate::wait::eventually;
use crate::xml;
use serde_json::{Value, json};
use std::time::Duration;
use xtask_client::Ticket;

/// The step of the desk's policy that calls by the topic too, without it and with it.
const STEP: [&str; 2] = [
    r#"{ after = "PT0S", notify = ["engineers"] }"#,
    r#"{ after = "PT0S", notify = ["engineers", "night"] }"#,
];
/// The attempts to find the message, and the pause in between.
const ATTEMPTS: usize = 20;
const PAUSE: Duration = Duration::from_millis(500);

/// The topic: its name begins as the role of `notify` asks for.
fn name() -> String {
    format!("{NAME}-calls-night")
}

/// Returns a desk file whose policy calls by the topic too. Files without that step stay as they are.
pub(crate) fn called_by(file: &str) -> String {
    if !file.contains(STEP[0]) || !file.contains("id = \"spotme\"") {
        return file.to_owned();
    }
    let arn = format!("arn:aws:sns:{REGION}:{ACCOUNT}:{}", name());
    let channel =
        format!("\n[[channels]]\nid = \"night\"\nkind = \"sns\"\ntopic_arn = \"{arn}\"\n");
    file.replace(STEP[0], STEP[1]) + &channel
}

/// Makes the topic, with a queue that subscribes to it. Returns the queue's address.
pub(crate) async fn listen(check: &Check) -> Result<String, String> {
    let aws = &check.stack.aws;
    let name = name();
    let create = [("Action", "CreateTopic"), ("Name", name.as_str())];
    let made = aws.query("sns", &create).await?;
    let topic = xml::texts(&made, "TopicArn").next();
    let topic = topic.ok_or("the topic has no ARN")?;
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*" }],
    });
    let queue = json!({ "QueueName": name, "Attributes": { "Policy": policy.to_string() } });
    let queue = aws.call(SQS, "CreateQueue", &queue).await?;
    let queue = queue.get("QueueUrl").and_then(Value::as_str);
    let queue = queue.ok_or("the queue has no address")?.to_owned();
    let endpoint = format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{name}");
    let subscribe = [
        ("Action", "Subscribe"),
        ("TopicArn", &topic),
        ("Protocol", "sqs"),
        ("Endpoint", &endpoint),
    ];
    aws.query("sns", &subscribe).await?;
    Ok(queue)
}

/// The topic was told of a ticket.
pub(crate) async fn was_told(check: &Check, queue: &str, ticket: &Ticket) -> Result<(), String> {
    let ask = json!({ "QueueUrl": queue, "MaxNumberOfMessages": 10, "VisibilityTimeout": 0 });
    eventually(ATTEMPTS, PAUSE, async || {
        let got = check.stack.aws.call(SQS, "ReceiveMessage", &ask).await?;
        let messages = got.get("Messages").and_then(Value::as_array);
        let bodies = messages.into_iter().flatten();
        let mut bodies = bodies.filter_map(|message| message.get("Body")?.as_str());
        match bodies.any(|body| body.contains(&ticket.id)) {
            true => Ok(()),
            false => Err(format!(
                "expected that the topic was told of {}; got {got}",
                ticket.id
            )),
        }
    })
    .await
}
