//! The bucket of files: as those meet it who were given a signed address of it, and as its owner does.

use crate::aws::Aws;
use crate::stack::Stack;
use crate::xml;
use bytes::Bytes;
use hyper::Method;
use serde_json::Value;
use xtask_client::{Answer, Ask, host_and_path, send};

/// The bucket, with what stands in front of it.
pub(crate) struct Bucket {
    aws: Aws,
    /// The bucket's name.
    pub(crate) name: String,
    /// The domain that files come down from.
    downloads: String,
}

impl Bucket {
    /// Finds the bucket of the stack.
    pub(crate) async fn of(stack: &Stack) -> Result<Self, String> {
        let id = stack.physical("Distribution")?;
        let path = format!("/2020-05-31/distribution/{id}");
        let found = stack.aws.rest("cloudfront", Method::GET, &path, None);
        let found = found.await?.expect(200)?.text();
        let mut domains = xml::texts(&found, "DomainName");
        let downloads = domains.find(|domain| domain.ends_with(".cloudfront.net"));
        Ok(Self {
            aws: stack.aws.clone(),
            name: stack.physical("Files")?.to_owned(),
            downloads: downloads.ok_or("the distribution has no domain")?,
        })
    }

    /// Sends that, as a signed request of the API asks for it.
    pub(crate) async fn send(&self, signed: &Value, body: &Bytes) -> Result<Answer, String> {
        let (host, ask) = Ask::signed(signed)?;
        send(ask.bytes(body.clone()), &self.aws.address, &host).await
    }

    /// Sends a form with a file to that address, as a browser does.
    pub(crate) async fn post(
        &self,
        address: &str,
        (content_type, body): (String, Vec<u8>),
    ) -> Result<Answer, String> {
        // The address of a bucket may end with its host.
        let address = format!("{}/", address.trim_end_matches('/'));
        let (host, path) = host_and_path(&address).ok_or("the form has no address")?;
        let ask = Ask::post(path).body(&content_type, body);
        send(ask, &self.aws.address, host).await
    }

    /// Gets a file from an address that the API has sent a client to.
    ///
    /// The emulator's CloudFront leaves out the query, so that S3 would refuse what it asks; and the functions sign for the
    /// emulator's own address. So the bucket is asked there, for what the address says behind its domain.
    pub(crate) async fn download(&self, address: &str) -> Result<Answer, String> {
        let path = host_and_path(address)
            .filter(|(domain, _)| *domain == self.downloads && address.starts_with("https:"))
            .map(|(_, path)| path);
        let path = path.ok_or_else(|| {
            let of = address.split('?').next().unwrap_or_default();
            format!("expected an address of {}; got {of}", self.downloads)
        })?;
        let here = &self.aws.address;
        let ask = Ask::get(format!("/{}{path}", self.name));
        send(ask, here, here).await
    }

    /// Checks that CloudFront says of anything that it is not to be trusted, and lets nothing through but reading.
    pub(crate) async fn is_distrusted(&self) -> Result<(), String> {
        let ask = |method| {
            let ask = Ask::new(method, "/files/A-1/x").header("x-forwarded-proto", "https");
            send(ask, &self.aws.address, &self.downloads)
        };
        let answer = ask(Method::GET).await?;
        for (header, wanted) in [
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "sandbox"),
            ("x-frame-options", "DENY"),
            ("strict-transport-security", "max-age"),
        ] {
            if !answer.header(header).contains(wanted) {
                return Err(answer.unlike(&format!("`{header}` with `{wanted}`")));
            }
        }
        ask(Method::PUT).await?.expect(403).map(drop)
    }

    /// Lets requests in without TLS, which the emulator does not speak; the rest of its policy stays.
    pub(crate) async fn let_plain_in(&self) -> Result<(), String> {
        let path = format!("/{}?policy", self.name);
        let aws = &self.aws;
        let found = aws.rest("s3", Method::GET, &path, None).await?;
        let mut policy = found.expect(200)?.json()?;
        let statements = policy.get_mut("Statement").and_then(Value::as_array_mut);
        let statements = statements.ok_or("the bucket's policy has no statements")?;
        statements.retain(|statement| statement.get("Sid") != Some(&"TlsOnly".into()));
        let put = aws.rest("s3", Method::PUT, &path, Some(&policy)).await?;
        match put.status {
            200 | 204 => Ok(()),
            _ => Err(put.unlike("another policy of the bucket")),
        }
    }

    /// Puts GuardDuty's verdict on an object, or takes it off.
    pub(crate) async fn tag(&self, key: &str, verdict: Option<&str>) -> Result<(), String> {
        let path = format!("/{}/{key}?tagging", self.name);
        let tags = verdict.map(|verdict| {
            format!(
                "<Tagging><TagSet><Tag><Key>GuardDutyMalwareScanStatus</Key><Value>{verdict}</Value></Tag></TagSet></Tagging>"
            )
        });
        let (method, status) = match tags {
            Some(_) => (Method::PUT, 200),
            None => (Method::DELETE, 204),
        };
        let ask = Ask::new(method, path).bytes(tags.unwrap_or_default());
        self.aws.send("s3", ask).await?.expect(status)?;
        Ok(())
    }

    /// Reads an object as the bucket's owner.
    pub(crate) async fn object(&self, key: &str) -> Result<Answer, String> {
        let path = format!("/{}/{key}", self.name);
        self.aws.rest("s3", Method::GET, &path, None).await
    }

    /// Lists the keys of all objects in that folder.
    pub(crate) async fn keys(&self, folder: &str) -> Result<Vec<String>, String> {
        let path = format!("/{}?list-type=2&prefix={folder}/", self.name);
        let listed = self.aws.rest("s3", Method::GET, &path, None);
        let listed = listed.await?.expect(200)?.text();
        Ok(xml::texts(&listed, "Key").collect())
    }
}
