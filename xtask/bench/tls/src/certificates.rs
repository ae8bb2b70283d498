//! Certificates for this machine, made anew at each start.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, Error, IsCa, KeyPair};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate for this machine, and what it leads to.
pub(crate) struct Certificates {
    /// The root to trust, as PEM.
    pub(crate) root: String,
    /// What is shown to whoever connects.
    pub(crate) shown: CertificateDer<'static>,
    /// Its key.
    pub(crate) key: PrivateKeyDer<'static>,
}

impl Certificates {
    /// Makes them.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub(crate) fn make() -> Result<Self, Error> {
        let mut root = CertificateParams::default();
        // A certificate with the name of its issuer would count as its own.
        root.distinguished_name
            .push(DnType::CommonName, "the benchmark's root");
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = CertifiedIssuer::self_signed(root, KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let shown = CertificateParams::new(names)?.signed_by(&key, &root)?;
        Ok(Self {
            root: root.pem(),
            shown: shown.der().clone(),
            key: PrivateKeyDer::Pkcs8(key.serialize_der().into()),
        })
    }
}
