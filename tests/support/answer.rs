//! What a client was answered.

use serde_json::Value;

/// An answer, read whole.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) bytes: Vec<u8>,
    pub(crate) text: String,
    /// The body as JSON; null where it is none.
    pub(crate) json: Value,
}

impl Answer {
    pub(crate) async fn read(response: reqwest::Response) -> Self {
        Self::try_read(response).await.unwrap()
    }

    /// The answer, unless it breaks off.
    pub(crate) async fn try_read(response: reqwest::Response) -> Option<Self> {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.ok()?.to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Some(Self {
            status,
            headers,
            bytes,
            json: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
        })
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// What a person reads on the page: without markup, white space folded.
    pub(crate) fn words(&self) -> String {
        let start = self.text.find("<main>").map_or(0, |start| start);
        let mut words = String::new();
        let mut in_tag = false;
        for c in self.text[start..].chars() {
            match c {
                '<' => in_tag = true,
                '>' => {
                    in_tag = false;
                    words.push(' ');
                }
                c if !in_tag => words.push(c),
                _ => {}
            }
        }
        let plain = words
            .replace("&#39;", "'")
            .replace("&#34;", "\"")
            .replace("&#38;", "&");
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The names of the inputs on the page, hidden ones included.
    pub(crate) fn inputs(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for piece in self.text.split(" name=\"").skip(1) {
            let name = piece.split('"').next().unwrap().to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The value of the first input of that name.
    pub(crate) fn input_value(&self, name: &str) -> String {
        let (_, rest) = self.text.split_once(&format!(" name=\"{name}\"")).unwrap();
        let (tag, _) = rest.split_once('>').unwrap();
        let (_, value) = tag.split_once(" value=\"").unwrap();
        value.split('"').next().unwrap().to_owned()
    }

    /// Asserts that this is a problem as RFC 9457 asks, about that field.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16, field: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        for member in ["type", "title", "detail"] {
            assert!(
                self.json[member]
                    .as_str()
                    .is_some_and(|text| !text.is_empty()),
                "{member}: {}",
                self.text
            );
        }
        assert_eq!(self.json["status"], status);
        if !field.is_empty() {
            let errors = self.json["errors"].as_array().unwrap();
            let named = errors
                .iter()
                .any(|error| error["field"] == field && error["message"] != "");
            assert!(named, "{field} is not named in {}", self.text);
        }
    }
}
