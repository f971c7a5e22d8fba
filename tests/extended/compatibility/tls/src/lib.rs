//! TLS in front of a Redis, since not every server that the tests find has it, and the certificates
//! that it takes.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// Who says whose key is whose.
#[derive(Debug)]
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// A new one by this name, which nobody knows.
    ///
    /// # Errors
    ///
    /// When there is no key to be had.
    pub fn new(name: &str) -> Result<Self, Box<dyn Error>> {
        let mut parameters = CertificateParams::default();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.distinguished_name.push(DnType::CommonName, name);
        Ok(Self(CertifiedIssuer::self_signed(parameters, KeyPair::generate()?)?))
    }

    /// What those who trust it have to know, in PEM.
    #[must_use]
    pub fn certificate(&self) -> String {
        self.0.pem()
    }

    /// An identity under this name, which is a host's or an address.
    ///
    /// # Errors
    ///
    /// When that is no name for a host, or there is no key to be had.
    pub fn identify(&self, name: &str) -> Result<Identity, Box<dyn Error>> {
        let key = KeyPair::generate()?;
        let certificate = CertificateParams::new([name.to_owned()])?.signed_by(&key, &self.0)?;
        Ok(Identity { certificate: certificate.pem(), key: key.serialize_pem() })
    }

    fn roots(&self) -> Result<RootCertStore, Box<dyn Error>> {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone())?;
        Ok(roots)
    }
}

/// Whose key it is, by a certificate, and the key; both in PEM.
#[derive(Debug)]
#[expect(missing_docs, reason = "the type's own lines say it")]
pub struct Identity {
    pub certificate: String,
    pub key: String,
}

/// A port on loopback that speaks TLS and leads to a server. It closes when it is dropped, and its
/// connections with it.
#[derive(Debug)]
pub struct TlsPort {
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl TlsPort {
    /// One in front of the server at this address, which is known by this identity, and lets in
    /// those alone that this authority knows.
    ///
    /// # Errors
    ///
    /// When the identity has no certificate or no key, or the system does not give us a port.
    pub fn open(
        server: &str,
        identity: &Identity,
        clients: Option<&Authority>,
    ) -> Result<Self, Box<dyn Error>> {
        let acceptor = TlsAcceptor::from(Arc::new(config(identity, clients)?));
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = Runtime::new()?;
        runtime.spawn(accept(listener, acceptor, server.to_owned()));
        Ok(Self { address, runtime: Some(runtime) })
    }

    /// `127.0.0.1:PORT`
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for TlsPort {
    fn drop(&mut self) {
        // A task may do this, and it must not wait.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn config(
    identity: &Identity,
    clients: Option<&Authority>,
) -> Result<ServerConfig, Box<dyn Error>> {
    let builder = ServerConfig::builder();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(authority) => {
            let verifier = WebPkiClientVerifier::builder(Arc::new(authority.roots()?)).build()?;
            builder.with_client_cert_verifier(verifier)
        }
    };
    let certificate = CertificateDer::from_pem_slice(identity.certificate.as_bytes())?;
    let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes())?;
    Ok(builder.with_single_cert(vec![certificate], key)?)
}

async fn accept(
    listener: std::net::TcpListener,
    acceptor: TlsAcceptor,
    server: String,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (client, _) = listener.accept().await?;
        // A connection that fails is closed, which the client hears.
        tokio::spawn(carry(client, acceptor.clone(), server.clone()));
    }
}

async fn carry(client: TcpStream, acceptor: TlsAcceptor, server: String) -> io::Result<()> {
    let mut client = acceptor.accept(client).await?;
    let mut server = TcpStream::connect(server).await?;
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}
