//! The client, with its limits.

use super::allowed::AllowedNetwork;
use super::public::is_public;
use http::header::{CONNECTION, HOST};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// The time for a request, from the look-up of its name to the end of the answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// The most bytes of an answer.
const LONGEST: usize = 64 * 1024;

/// Sends requests to public addresses. Copies share everything.
#[derive(Clone)]
pub struct Outbound {
    tls: TlsConnector,
    allowed: Arc<[AllowedNetwork]>,
    patience: Duration,
}

/// A request.
#[derive(Debug, Clone)]
pub struct OutboundRequest {
    /// The method.
    pub method: Method,
    /// The whole address. `http://` is for networks that are allowed, alone.
    pub address: String,
    /// The headers, beside those that the client sets itself.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
    /// `false` if the status is all that matters: the answer then has no body, and is there as soon as its head is.
    pub wants_body: bool,
}

/// An answer. A redirect is one like any other: nobody follows it.
#[derive(Debug, Clone)]
pub struct OutboundAnswer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, 64 KiB at most.
    pub body: Bytes,
}

/// A request was not answered. The texts name no address: they may hold a secret.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// It is no address of a page, or one with a name and a password.
    #[error(
        "write an address such as https://hooks.example.com/1, without a name and a password in it"
    )]
    NotAnAddress,
    /// It is not `https`.
    #[error("write the address with https://: what is sent would cross the network in the open")]
    NotClosed,
    /// The name leads to an address that is not public.
    #[error("the address leads into a private network: write one on the public internet")]
    NotPublic,
    /// Nobody answers there.
    #[error("nobody answers at the address")]
    Unreachable,
    /// The certificate does not vouch for the name.
    #[error("the certificate does not vouch for the host, or is of nobody known")]
    NotTrusted,
    /// The answer did not come in time.
    #[error("no answer came within {} seconds", .0.as_secs())]
    TooLate(Duration),
    /// The answer is too long.
    #[error("the answer is longer than 64 KiB")]
    TooLong,
    /// The connection broke, or what came is no HTTP.
    #[error("the connection broke before the end of the answer")]
    Broken,
}

impl Outbound {
    /// Makes the client. It also goes to the networks that an operator allows, and there without TLS as well.
    #[must_use]
    pub fn new(allowed: Vec<AllowedNetwork>) -> Self {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        Self::with_roots(allowed, roots)
    }

    fn with_roots(allowed: Vec<AllowedNetwork>, roots: RootCertStore) -> Self {
        let provider = Arc::new(ring::default_provider());
        // The provider has what both versions of TLS ask for, so this does not fail.
        let versions = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap_or_else(|_| ClientConfig::builder());
        let config = versions.with_root_certificates(roots).with_no_client_auth();
        Self {
            tls: TlsConnector::from(Arc::new(config)),
            allowed: allowed.into(),
            patience: PATIENCE,
        }
    }

    /// Sends a request, and waits for the answer.
    ///
    /// # Errors
    /// See [`OutboundError`].
    pub async fn send(&self, request: OutboundRequest) -> Result<OutboundAnswer, OutboundError> {
        let answered = tokio::time::timeout(self.patience, self.ask(request)).await;
        answered.map_err(|_| OutboundError::TooLate(self.patience))?
    }

    async fn ask(&self, request: OutboundRequest) -> Result<OutboundAnswer, OutboundError> {
        let uri: Uri = request
            .address
            .parse()
            .map_err(|_| OutboundError::NotAnAddress)?;
        let authority = uri.authority().ok_or(OutboundError::NotAnAddress)?;
        if authority.as_str().contains('@') {
            return Err(OutboundError::NotAnAddress);
        }
        let is_closed = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(OutboundError::NotAnAddress),
        };
        let host = authority.host();
        let host = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(host);
        let port = authority
            .port_u16()
            .unwrap_or(if is_closed { 443 } else { 80 });
        let place = self.place(host, port, is_closed).await?;
        let stream = TcpStream::connect(place).await;
        let stream = stream.map_err(|_| OutboundError::Unreachable)?;
        let value = HeaderValue::from_str(authority.as_str());
        let wants_body = request.wants_body;
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let mut sent = Request::new(Full::new(Bytes::from(request.body)));
        *sent.method_mut() = request.method;
        *sent.uri_mut() = path.parse().map_err(|_| OutboundError::NotAnAddress)?;
        *sent.headers_mut() = request.headers;
        let value = value.map_err(|_| OutboundError::NotAnAddress)?;
        sent.headers_mut().insert(HOST, value);
        sent.headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
        if !is_closed {
            return exchange(stream, sent, wants_body).await;
        }
        let name = ServerName::try_from(host.to_owned());
        let name = name.map_err(|_| OutboundError::NotAnAddress)?;
        let stream = self.tls.connect(name, stream).await;
        let stream = stream.map_err(|_| OutboundError::NotTrusted)?;
        exchange(stream, sent, wants_body).await
    }

    /// Returns where to connect to. The name is looked up once: what it leads to a moment later is of no matter.
    async fn place(
        &self,
        host: &str,
        port: u16,
        is_closed: bool,
    ) -> Result<SocketAddr, OutboundError> {
        let found = tokio::net::lookup_host((host, port)).await;
        let found: Vec<SocketAddr> = found.map_err(|_| OutboundError::Unreachable)?.collect();
        let is_allowed =
            |place: &SocketAddr| self.allowed.iter().any(|network| network.holds(place.ip()));
        if let Some(place) = found.iter().find(|place| is_allowed(place)) {
            return Ok(*place);
        }
        // All of them, so that nobody learns by a mixed answer which private address is there.
        match found.iter().all(|place| is_public(place.ip())) {
            false => Err(OutboundError::NotPublic),
            true if !is_closed => Err(OutboundError::NotClosed),
            true => found.first().copied().ok_or(OutboundError::Unreachable),
        }
    }
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
    wants_body: bool,
) -> Result<OutboundAnswer, OutboundError> {
    let broken = |_| OutboundError::Broken;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let connection = AbortOnDrop(tokio::spawn(connection).abort_handle());
    let answer = sender.send_request(request).await.map_err(broken)?;
    let (parts, body) = answer.into_parts();
    if !wants_body {
        return Ok(OutboundAnswer {
            status: parts.status,
            headers: parts.headers,
            body: Bytes::new(),
        });
    }
    let body = Limited::new(body, LONGEST).collect().await;
    let body = body.map_err(|error| match error.downcast_ref::<LengthLimitError>() {
        Some(_) => OutboundError::TooLong,
        None => OutboundError::Broken,
    })?;
    drop(connection);
    Ok(OutboundAnswer {
        status: parts.status,
        headers: parts.headers,
        body: body.to_bytes(),
    })
}

/// Ends the connection when nobody waits for it any more.
struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl std::fmt::Debug for Outbound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outbound")
            .field("allowed", &self.allowed)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::pem::PemObject;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

    /// A server that reads a request and says this, whatever it was asked. Returns its port, and what it heard.
    async fn server(says: Vec<u8>) -> (u16, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut heard = vec![0; 4096];
            let read = stream.read(&mut heard).await.unwrap();
            let _ = stream.write_all(&says).await;
            if says.is_empty() {
                // It says nothing, and waits until the other side goes.
                let _ = stream.read(&mut [0; 1]).await;
            }
            String::from_utf8_lossy(&heard[..read]).into_owned()
        });
        (port, heard)
    }

    fn post(address: String) -> OutboundRequest {
        OutboundRequest {
            method: Method::POST,
            address,
            wants_body: true,
            headers: HeaderMap::new(),
            body: b"{}".to_vec(),
        }
    }

    fn allowing(networks: &[&str]) -> Outbound {
        let networks = networks.iter().map(|network| network.parse().unwrap());
        Outbound::new(networks.collect())
    }

    #[tokio::test]
    async fn nothing_private_is_reached_by_whatever_name() {
        let (port, heard) = server(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()).await;
        let outbound = allowing(&[]);
        for host in [
            "127.0.0.1",
            "localhost",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "2130706433",
            "0x7f000001",
            "127.1",
            "0",
            "017700000001",
            "169.254.169.254",
            "[fd00:ec2::254]",
            "10.0.0.1",
            "[64:ff9b::7f00:1]",
            "LOCALHOST",
            "localhost.",
        ] {
            for scheme in ["https", "http"] {
                let error = outbound
                    .send(post(format!("{scheme}://{host}:{port}/")))
                    .await;
                let error = error.unwrap_err();
                let is_kept_out = matches!(
                    error,
                    OutboundError::NotPublic
                        | OutboundError::Unreachable
                        | OutboundError::NotAnAddress
                );
                assert!(is_kept_out, "{host}: {error:?}");
            }
        }
        assert!(!heard.is_finished());
    }

    #[tokio::test]
    async fn a_network_that_is_allowed_is_reached() {
        let (port, heard) =
            server(b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nok".to_vec()).await;
        let outbound = allowing(&["127.0.0.0/8"]);
        let answer = outbound
            .send(post(format!("http://127.0.0.1:{port}/hook?a=b#c")))
            .await
            .unwrap();
        assert_eq!(
            (answer.status, &*answer.body),
            (StatusCode::CREATED, &b"ok"[..])
        );
        let heard = heard.await.unwrap();
        assert!(heard.starts_with("POST /hook?a=b HTTP/1.1\r\n"), "{heard}");
        assert!(
            heard.contains(&format!("host: 127.0.0.1:{port}\r\n")),
            "{heard}"
        );
    }

    #[tokio::test]
    async fn a_certificate_vouches_for_the_host_or_nothing_is_sent() {
        let file = |name: &str| {
            let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/smtp");
            std::path::Path::new(tests).join(name)
        };
        let chain = CertificateDer::pem_file_iter(file("cert.pem")).unwrap();
        let chain: Vec<_> = chain.map(Result::unwrap).collect();
        let key = PrivateKeyDer::from_pem_file(file("key.pem")).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap();
        let config = config
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    if let Ok(mut stream) = acceptor.accept(stream).await {
                        let _ = stream.read(&mut [0; 4096]).await;
                        let says = b"HTTP/1.1 204 No Content\r\n\r\n";
                        let _ = stream.write_all(says).await;
                        let _ = stream.shutdown().await;
                    }
                });
            }
        });
        let mut roots = RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_file(file("ca.pem")).unwrap())
            .unwrap();
        let networks = vec!["127.0.0.0/8".parse().unwrap()];
        let known = Outbound::with_roots(networks, roots);
        let answer = known.send(post(format!("https://localhost:{port}/"))).await;
        assert_eq!(answer.unwrap().status, StatusCode::NO_CONTENT);
        // Another name, and nobody known.
        for (outbound, host) in [
            (&known, "127.0.0.2"),
            (&allowing(&["127.0.0.1"]), "localhost"),
        ] {
            let error = outbound.send(post(format!("https://{host}:{port}/"))).await;
            let error = error.unwrap_err();
            assert!(
                matches!(error, OutboundError::NotTrusted),
                "{host}: {error:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_redirect_is_an_answer() {
        let says =
            b"HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n";
        let (port, _) = server(says.to_vec()).await;
        let outbound = allowing(&["127.0.0.1"]);
        let answer = outbound
            .send(post(format!("http://127.0.0.1:{port}/")))
            .await
            .unwrap();
        assert_eq!(answer.status, StatusCode::FOUND);
    }

    #[tokio::test]
    async fn a_long_answer_is_cut_off_with_and_without_its_length() {
        let long = "a".repeat(LONGEST + 1);
        let told = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{long}",
            long.len()
        );
        let untold = format!("HTTP/1.1 200 OK\r\n\r\n{long}");
        let just = format!("HTTP/1.1 200 OK\r\n\r\n{}", "a".repeat(LONGEST));
        let outbound = allowing(&["127.0.0.1"]);
        for (says, is_taken) in [(told, false), (untold, false), (just, true)] {
            let (port, _) = server(says.into_bytes()).await;
            let answer = outbound
                .send(post(format!("http://127.0.0.1:{port}/")))
                .await;
            match (is_taken, answer) {
                (true, Ok(answer)) => assert_eq!(answer.body.len(), LONGEST),
                (false, Err(OutboundError::TooLong)) => {}
                (_, other) => panic!("{other:?}"),
            }
        }
    }

    #[tokio::test]
    async fn a_status_that_is_all_that_matters_needs_no_readable_body() {
        let long = "a".repeat(LONGEST + 1);
        let says = format!("HTTP/1.1 200 OK\r\ncontent-length: 999999\r\n\r\n{long}");
        let (port, _) = server(says.into_bytes()).await;
        let request = OutboundRequest {
            wants_body: false,
            ..post(format!("http://127.0.0.1:{port}/"))
        };
        let answer = allowing(&["127.0.0.1"]).send(request).await.unwrap();
        assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
    }

    #[tokio::test]
    async fn whoever_does_not_answer_is_not_waited_for() {
        let (port, _) = server(Vec::new()).await;
        let outbound = Outbound {
            patience: Duration::from_millis(50),
            ..allowing(&["127.0.0.1"])
        };
        let error = outbound
            .send(post(format!("http://127.0.0.1:{port}/")))
            .await
            .unwrap_err();
        assert!(matches!(error, OutboundError::TooLate(_)), "{error:?}");
    }

    #[tokio::test]
    async fn nonsense_is_told_as_such() {
        let (port, _) = server(b"SSH-2.0-OpenSSH\r\n".to_vec()).await;
        let (plain, _) = server(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()).await;
        let outbound = allowing(&["127.0.0.1"]);
        let send = async |address: String| outbound.send(post(address)).await.unwrap_err();
        let error = send(format!("http://127.0.0.1:{port}/")).await;
        assert!(matches!(error, OutboundError::Broken), "{error:?}");
        let error = send(format!("https://127.0.0.1:{plain}/")).await;
        assert!(matches!(error, OutboundError::NotTrusted), "{error:?}");
        for address in [
            "",
            "/hook",
            "hooks.example.com",
            "ftp://example.com",
            "https://",
            "https://user:word@127.0.0.1/",
            "https://a b/",
        ] {
            let error = send(address.to_owned()).await;
            assert!(
                matches!(error, OutboundError::NotAnAddress),
                "{address}: {error:?}"
            );
        }
        let error = send("https://nobody.invalid/".to_owned()).await;
        assert!(matches!(error, OutboundError::Unreachable), "{error:?}");
    }
}
