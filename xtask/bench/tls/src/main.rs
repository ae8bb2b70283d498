//! Speaks TLS in front of servers that do not.
//!
//! `xtask-tls CERTIFICATE SERVER...` writes the certificate that is to be trusted to the file CERTIFICATE, then a line with
//! the address where it answers for each SERVER, such as `127.0.0.1:4566`.

use rcgen::{CertifiedKey, generate_simple_self_signed};
use std::error::Error;
use std::io::Write;
use std::sync::Arc;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments
        .next()
        .ok_or("usage: xtask-tls CERTIFICATE SERVER...")?;
    // Made anew at each start, and its own root.
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names)?;
    std::fs::write(file, cert.pem())?;
    let key = PrivateKeyDer::Pkcs8(signing_key.serialize_der().into());
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)?;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let mut fronts = JoinSet::new();
    for server in arguments {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        writeln!(std::io::stdout(), "{}", listener.local_addr()?)?;
        fronts.spawn(front(listener, acceptor.clone(), server));
    }
    fronts.join_all().await;
    Ok(())
}

/// Passes every connection on, for as long as the process runs.
async fn front(listener: TcpListener, acceptor: TlsAcceptor, server: String) {
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, server) = (acceptor.clone(), server.clone());
        tokio::spawn(async move {
            // Whatever breaks here is seen by whoever waits at the other end.
            let _ = pass(stream, &acceptor, &server).await;
        });
    }
}

async fn pass(stream: TcpStream, acceptor: &TlsAcceptor, server: &str) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut inside = TcpStream::connect(server).await?;
    inside.set_nodelay(true)?;
    let mut outside = acceptor.accept(stream).await?;
    copy_bidirectional(&mut outside, &mut inside).await?;
    Ok(())
}
