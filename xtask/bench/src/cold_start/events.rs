//! A fitting event for each function, about tickets that are there.

use super::place::TABLE;
use super::subject::Subject;
use crate::attach::BUCKET;
use crate::desk;
use serde_json::{Value, json};
use xtask_client::{Ask, Connection, File, Ticket, ask_for_link, event, object_created, opening};
use xtask_kit::Function;

/// The desk that the events are about.
pub(crate) const DESK: &str = "smartplayer";
/// A number beyond those of all tickets that are opened here.
const OTHERS: u64 = 1_000_000;

/// Makes events, through the stack that the functions share the table with.
pub(crate) struct Events {
    stack: Connection,
    /// An agent's access token.
    token: String,
    made: u64,
}

impl Events {
    /// Signs an agent in at the stack.
    pub(crate) async fn begin(mut stack: Connection) -> Result<Self, String> {
        Ok(Self {
            token: desk::sign_in(&mut stack, DESK).await?,
            stack,
            made: 0,
        })
    }

    /// Makes an event that the function has not seen yet.
    pub(crate) async fn fitting(&mut self, subject: Subject) -> Result<Value, String> {
        self.made += 1;
        let key = self.made.to_string();
        let function = match subject {
            Subject::Hello => return Ok(http(&Ask::get("/"))),
            Subject::Docket(function) => function,
        };
        let fitting = match function {
            Function::CreateTicket => {
                let form = desk::suggestion(self.made);
                http(&opening(DESK, &form).idempotency_key(&key))
            }
            Function::UpdateStatus => {
                let ticket = self.ticket().await?;
                http(&ticket.change_to("feedback-waiting", &self.token))
            }
            Function::UpdateTicket => {
                let comment = self.ticket().await?.comment("And on Mondays too.");
                http(&comment.idempotency_key(&key))
            }
            Function::ReadTickets => http(&self.ticket().await?.read()),
            Function::SignIn => {
                let email = format!("person-{key}@customer-b.example.com");
                http(&ask_for_link(DESK, &email))
            }
            Function::Portal => http(&Ask::get(self.ticket().await?.page())),
            Function::Accounts => {
                http(&Ask::get(format!("/api/desks/{DESK}/me")).bearer(&self.token))
            }
            Function::Oncall => {
                http(&Ask::get(format!("/api/desks/{DESK}/oncall")).bearer(&self.token))
            }
            Function::Incidents => http(&Ask::get(format!("/{DESK}/status"))),
            Function::Console => http(&Ask::get(format!("/{DESK}/console")).bearer(&self.token)),
            Function::PresignAttachment => http(&self.ticket().await?.announce(&screenshot())),
            Function::StoreAttachment => arrival(&self.ticket().await?, self.made),
            Function::Notify | Function::Relay => self.stream_batch().await?,
            Function::Sweep => event("aws.scheduler", "Scheduled Event", &json!("{}")),
        };
        desk::settle(&mut self.stack).await?;
        Ok(fitting)
    }

    /// Returns where the stack's bucket answers, as it tells those who put a file there.
    pub(crate) async fn bucket_host(&mut self) -> Result<String, String> {
        let ticket = self.ticket().await?;
        let answer = self
            .stack
            .send(ticket.announce(&screenshot()), 201)
            .await?
            .json()?;
        let (host, _) = Ask::signed(answer.get("upload").unwrap_or(&Value::Null))?;
        Ok(host)
    }

    async fn ticket(&mut self) -> Result<Ticket, String> {
        desk::open(&mut self.stack, DESK, &desk::suggestion(self.made)).await
    }

    /// Makes the stream's record of a new ticket: of one that is there, whose mail has been sent, under the ID of another ticket.
    async fn stream_batch(&mut self) -> Result<Value, String> {
        let ticket = self.ticket().await?;
        let query = json!({
            "TableName": "docket",
            "KeyConditionExpression": "pk = :pk AND begins_with(sk, :event)",
            "ExpressionAttributeValues": {
                ":pk": { "S": format!("TICKET#{}", ticket.id) },
                ":event": { "S": "EVENT#" },
            },
        });
        let ask = Ask::aws(TABLE, "DynamoDB_20120810.Query", &query);
        let found = self.stack.send(ask, 200).await?.json()?;
        let item = found
            .pointer("/Items/0")
            .unwrap_or(&Value::Null)
            .to_string();
        let (prefix, _) = ticket.id.split_once('-').unwrap_or((&ticket.id, ""));
        let other = format!("{prefix}-{}", OTHERS + self.made);
        let item = item.replace(&ticket.id, &other);
        let item: Value = serde_json::from_str(&item).map_err(|error| error.to_string())?;
        Ok(json!({ "Records": [{
            "eventID": "c4ca4238a0b923820dcc509a6f75849b",
            "eventName": "INSERT",
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "eu-central-1",
            "eventSourceARN": "arn:aws:dynamodb:eu-central-1:000000000000:table/docket/stream/2026-01-01T00:00:00.000",
            "dynamodb": {
                "ApproximateCreationDateTime": 1_767_225_600.0,
                "Keys": { "pk": item.get("pk"), "sk": item.get("sk") },
                "NewImage": item,
                "SequenceNumber": "4421584500000000017450439091",
                "SizeBytes": 1_000,
                "StreamViewType": "NEW_IMAGE",
            },
        }]}))
    }
}

/// The event that the HTTP API makes of a request.
fn http(ask: &Ask) -> Value {
    let (path, query) = ask.path.split_once('?').unwrap_or((&ask.path, ""));
    let method = ask.method.as_str();
    let mut headers = json!({
        "accept": "*/*",
        "host": "support.example.com",
        "user-agent": "bench",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    });
    if let Some(headers) = headers.as_object_mut() {
        let asked = ask.headers.iter();
        headers.extend(asked.map(|(name, value)| (name.clone(), value.as_str().into())));
    }
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "bench",
            "domainName": "support.example.com",
            "domainPrefix": "support",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "bench",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "$default",
            "stage": "$default",
            "time": "01/Jan/2026:00:00:00 +0000",
            "timeEpoch": 1_767_225_600_000_u64,
        },
        "isBase64Encoded": false,
    });
    if let (false, Some(event)) = (ask.body.is_empty(), event.as_object_mut()) {
        let body = String::from_utf8_lossy(&ask.body).into_owned();
        event.insert("body".to_owned(), body.into());
    }
    event
}

/// Makes a screenshot of the usual size.
fn screenshot() -> File {
    let bytes = vec![0; 250_000];
    File::new("Screenshot.png", "image/png", bytes, usize::MAX)
}

/// The event that S3 sends of a file that nobody waits for any more: the function asks the table for it, and has the bucket
/// delete it.
fn arrival(ticket: &Ticket, number: u64) -> Value {
    let file = format!("0190a0b1-0000-7000-8000-{number:012}");
    object_created(BUCKET, &format!("incoming/{}/{file}", ticket.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_has_what_was_asked() {
        let ask = Ask::post("/api/desks/d/tickets?key=k.1")
            .json(&json!({ "a": 1 }))
            .bearer("t");
        let event = http(&ask);
        let text = |pointer| event.pointer(pointer).and_then(Value::as_str);
        assert_eq!(text("/requestContext/http/method"), Some("POST"));
        assert_eq!(text("/rawPath"), Some("/api/desks/d/tickets"));
        assert_eq!(text("/rawQueryString"), Some("key=k.1"));
        assert_eq!(text("/headers/authorization"), Some("Bearer t"));
        assert_eq!(text("/body"), Some("{\"a\":1}"));
    }
}
