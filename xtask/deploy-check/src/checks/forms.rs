//! Files of those without JavaScript: a form that goes straight to the bucket.

use super::files;
use super::pages;
use crate::check::Check;
use crate::uploads::{Stored, awaited, image};
use crate::xml::unescaped;
use serde_json::Value;
use xtask_client::{Ask, File};

const BOUNDARY: &str = "----docket-deploy-check";

/// A form that a page has.
#[derive(Debug, PartialEq, Eq)]
struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

/// A browser asks for the form, sends it with an image to the bucket, and is sent back to the ticket, which has the image. A file
/// that is longer than the form allows is refused.
pub(crate) async fn send_files(check: &mut Check) -> Result<(), String> {
    let ticket = files::ticket(check, "form-file@customer.example.com").await?;
    let ask = Ask::post(ticket.api("/attachments"));
    let ask = ask.header("accept", "text/html").form([]);
    let page = check.site.send(ask).await?.expect(200)?;
    let form = Form::of(&page.text()).ok_or_else(|| page.unlike("a page with a form"))?;
    let image = image("First I did this by form.png");
    let mut changed = form.fields.clone();
    for (name, value) in &mut changed {
        if name == "key" {
            *value = format!("files/{}/of-another", ticket.id);
        }
    }
    let changed = body(&changed, &image);
    let refused = check.bucket.post(&form.action, changed).await?;
    refused.expect(403)?;
    let whole = body(&form.fields, &image);
    let sent = check.bucket.post(&form.action, whole).await?;
    let sent = sent.expect(303)?;
    let back = check.site.path(sent.header("location"));
    let back = back.ok_or_else(|| sent.unlike("the way back to the ticket"))?;
    pages::page(&check.site, back).await?;
    // Nobody sees the file before it was looked at; the form tells where it went.
    let mut fields = form.fields.iter();
    let key = fields.find(|(name, _)| name == "key");
    let id = key.and_then(|(_, key)| key.rsplit('/').next());
    let id = id.ok_or("the form has no key")?.to_owned();
    let found = awaited(&check.site, &ticket, &id, "/state", "stored").await?;
    if found.get("name").and_then(Value::as_str) != Some("First I did this by form.png") {
        return Err(format!("expected a file by its own name; got {found}"));
    }
    let stored = Stored {
        ticket,
        id,
        bytes: image.bytes,
    };
    files::comes_down(check, &stored).await
}

/// The form with its file, as a browser sends it.
fn body(fields: &[(String, String)], file: &File) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend(part.into_bytes());
    }
    let part = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\nContent-Type: image/png\r\n\r\n",
        file.name
    );
    body.extend(part.into_bytes());
    body.extend(&file.bytes);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

impl Form {
    /// The form on that page that sends a file.
    fn of(page: &str) -> Option<Self> {
        let forms = page.split("<form").skip(1);
        let form = forms
            .filter_map(|form| form.split("</form>").next())
            .find(|form| form.contains("multipart/form-data"))?;
        let inputs = form.split("<input").skip(1);
        let inputs = inputs.filter_map(|input| input.split('>').next());
        let fields = inputs.filter(|input| !input.contains("type=\"file\""));
        Some(Self {
            action: attribute(form, "action")?,
            fields: fields
                .filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?)))
                .collect(),
        })
    }
}

/// The value of an attribute of an element's text.
fn attribute(element: &str, name: &str) -> Option<String> {
    let (_, rest) = element.split_once(&format!(" {name}=\""))?;
    Some(unescaped(rest.split('"').next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_found_with_its_fields() {
        let page = "<form action=\"/a\"><input name=\"x\" value=\"\"></form>\
            <form method=\"post\" action=\"http://b/?c&#38;d\" enctype=\"multipart/form-data\">\
            <input type=\"hidden\" name=\"key\" value=\"a&#34;\"><input type=\"file\" name=\"file\"></form>";
        let field = ("key".to_owned(), "a\"".to_owned());
        let form = Form::of(page).unwrap();
        assert_eq!(form.action, "http://b/?c&d");
        assert_eq!(form.fields, [field]);
        assert_eq!(Form::of("<form action=\"/a\"></form>"), None);
    }
}
