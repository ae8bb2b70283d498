//! A mail server on this machine, which does what a test wants.

use super::root;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// What the server does with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Take,
    /// The answer to `RCPT`.
    AtAddress(&'static str),
    /// The answer after the message.
    AtEnd(&'static str),
    /// It takes the mail, and the connection breaks before it says so.
    TakeAndDrop,
    /// The connection breaks in the middle of the message.
    DropInMessage,
    /// It takes the mail once the test lets it.
    Wait,
}

/// A mail that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) message: String,
}

#[derive(Default)]
struct State {
    deeds: VecDeque<Deed>,
    taken: Vec<Taken>,
    /// What was said by everybody who came.
    heard: Vec<String>,
}

/// The server.
#[derive(Clone)]
pub(crate) struct MailServer {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
    /// Mails that may end their wait.
    go: Arc<Semaphore>,
    login: Option<(&'static str, &'static str)>,
}

impl MailServer {
    /// Starts a server that does this with the next mails, and takes all after them.
    pub(crate) async fn start(deeds: &[Deed]) -> Self {
        Self::begin(deeds, None, None).await
    }

    /// Starts one that speaks TLS alone, with the certificate in `tests/data/smtp`, and wants a login.
    pub(crate) async fn start_closed(name: &'static str, password: &'static str) -> Self {
        let file = |name: &str| root().join("tests/data/smtp").join(name);
        let chain = CertificateDer::pem_file_iter(file("cert.pem")).unwrap();
        let chain = chain.collect::<Result<Vec<_>, _>>().unwrap();
        let key = PrivateKeyDer::from_pem_file(file("key.pem")).unwrap();
        let config = ServerConfig::builder().with_no_client_auth();
        let config = config.with_single_cert(chain, key).unwrap();
        let tls = TlsAcceptor::from(Arc::new(config));
        Self::begin(&[], Some(tls), Some((name, password))).await
    }

    async fn begin(
        deeds: &[Deed],
        tls: Option<TlsAcceptor>,
        login: Option<(&'static str, &'static str)>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            state: Arc::default(),
            go: Arc::new(Semaphore::new(0)),
            login,
        };
        server.state.lock().unwrap().deeds = deeds.iter().copied().collect();
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (server, tls) = (serving.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => server.talk(stream).await,
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => server.talk(stream).await,
                            Err(_) => None,
                        },
                    }
                });
            }
        });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.state.lock().unwrap().taken.clone()
    }

    pub(crate) fn taken_for(&self, to: &str) -> Vec<Taken> {
        let all = self.taken().into_iter();
        all.filter(|taken| taken.to == to).collect()
    }

    pub(crate) fn heard(&self) -> String {
        self.state.lock().unwrap().heard.join("\n")
    }

    /// Lets a mail that waits go on.
    pub(crate) fn let_go(&self) {
        self.go.add_permits(1);
    }

    async fn talk(&self, stream: impl AsyncRead + AsyncWrite + Unpin) -> Option<()> {
        let mut stream = BufReader::new(stream);
        let (mut from, mut to, mut deed) = (String::new(), String::new(), Deed::Take);
        let mut may_send = self.login.is_none();
        say(&mut stream, "220 mail.example.com ESMTP").await?;
        loop {
            let line = read(&mut stream).await?;
            self.state.lock().unwrap().heard.push(line.clone());
            let command = line.split([' ', ':']).next()?.to_ascii_uppercase();
            match command.as_str() {
                "EHLO" | "HELO" => {
                    let more = ["250-mail.example.com", "250-8BITMIME", "250-SMTPUTF8"];
                    say(&mut stream, &more.join("\r\n")).await?;
                    say(&mut stream, "250 AUTH PLAIN").await?;
                }
                "AUTH" => {
                    let (name, password) = self.login?;
                    let right = STANDARD.encode(format!("\0{name}\0{password}"));
                    may_send = line == format!("AUTH PLAIN {right}");
                    let answer = match may_send {
                        true => "235 2.7.0 welcome",
                        false => "535 5.7.8 wrong password",
                    };
                    say(&mut stream, answer).await?;
                }
                _ if !may_send => say(&mut stream, "530 5.7.0 log in first").await?,
                "MAIL" => {
                    from = address(&line);
                    say(&mut stream, "250 2.1.0 ok").await?;
                }
                "RCPT" => {
                    to = address(&line);
                    let next = self.state.lock().unwrap().deeds.pop_front();
                    deed = next.unwrap_or(Deed::Take);
                    let answer = match deed {
                        Deed::AtAddress(answer) => answer,
                        _ => "250 2.1.5 ok",
                    };
                    say(&mut stream, answer).await?;
                }
                "DATA" => {
                    say(&mut stream, "354 go on").await?;
                    if deed == Deed::DropInMessage {
                        read(&mut stream).await?;
                        return None;
                    }
                    let mut message = String::new();
                    loop {
                        let line = read(&mut stream).await?;
                        if line == "." {
                            break;
                        }
                        message.push_str(line.strip_prefix('.').unwrap_or(&line));
                        message.push_str("\r\n");
                    }
                    if deed == Deed::Wait {
                        self.go.acquire().await.ok()?.forget();
                    }
                    if let Deed::AtEnd(answer) = deed {
                        say(&mut stream, answer).await?;
                        continue;
                    }
                    let (from, to) = (from.clone(), to.clone());
                    let taken = Taken { from, to, message };
                    self.state.lock().unwrap().taken.push(taken);
                    if deed == Deed::TakeAndDrop {
                        return None;
                    }
                    say(&mut stream, "250 2.0.0 taken").await?;
                }
                "QUIT" => {
                    say(&mut stream, "221 2.0.0 bye").await?;
                    return Some(());
                }
                _ => say(&mut stream, "250 2.0.0 ok").await?,
            }
        }
    }
}

async fn say(stream: &mut (impl AsyncWrite + Unpin), line: &str) -> Option<()> {
    stream
        .write_all(format!("{line}\r\n").as_bytes())
        .await
        .ok()?;
    stream.flush().await.ok()
}

async fn read(stream: &mut (impl AsyncBufReadExt + Unpin)) -> Option<String> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line).await.ok()?;
    let line = String::from_utf8(line).ok()?;
    Some(line.strip_suffix("\r\n")?.to_owned())
}

fn address(line: &str) -> String {
    let inside = line.split_once('<').map_or("", |(_, rest)| rest);
    inside.split('>').next().unwrap_or_default().to_owned()
}
