//! The web as it is: connections, names and certificates of this machine.

#![expect(clippy::disallowed_methods, reason = "the door to other hosts")]

use super::web::{Answer, Ask, Bytes, Sender, Silence, Wanted, Web};
use super::words;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use ureq::config::Config;
use ureq::http::{Request, Response, Uri};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error, Proxy, Timeout};

/// The real web.
#[derive(Debug)]
pub struct Internet {
    /// Asks for what the author wrote.
    open: Agent,
    /// Asks for what far hosts sent us to.
    guarded: Agent,
    /// Asks this machine and what is named by its number, where a proxy has no business.
    direct: Agent,
    /// Names that were looked up, and whether they lead into the author's own network.
    near: Near,
    /// Whether this machine trusts anybody at all.
    has_roots: bool,
}

type Near = Arc<Mutex<BTreeMap<String, bool>>>;

/// As much as ever stands before a body.
const HEADERS: usize = 64 * 1024;

impl Internet {
    /// The web, asked under this name, with so much time for an answer. Half of it is for finding the host and connecting.
    pub fn new(timeout: Duration, name: &str) -> Internet {
        let trusted = rustls_native_certs::load_native_certs().certs;
        let roots: Vec<Certificate<'static>> = trusted.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
        let has_roots = !roots.is_empty();
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(RootCerts::from(roots))
            .build();
        let config = |proxy: Option<Proxy>| {
            Config::builder()
                .tls_config(tls.clone())
                .proxy(proxy)
                .user_agent(name)
                // The same bytes that a reader saves.
                .accept_encoding("identity")
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .timeout_global(Some(timeout))
                .timeout_resolve(Some(timeout / 2))
                .timeout_connect(Some(timeout / 2))
                .max_response_header_size(HEADERS)
                // A connection that was left open may be closed by the time it is needed again, which would look like a broken host.
                .max_idle_connections(0)
                .max_idle_connections_per_host(0)
                .build()
        };
        let near = Near::default();
        let agent = |proxy: Option<Proxy>, sender| {
            let through = proxy.as_ref().map(|proxy| proxy.host().to_owned());
            let names = Names { system: DefaultResolver::default(), near: Arc::clone(&near), sender, through };
            Agent::with_parts(config(proxy), DefaultConnector::default(), names)
        };
        let (open, guarded) = (agent(Proxy::try_from_env(), Sender::Near), agent(Proxy::try_from_env(), Sender::Far));
        let direct = agent(None, Sender::Near);
        Internet { open, guarded, direct, near, has_roots }
    }
}

impl Web for Internet {
    fn ask(&self, ask: &Ask) -> Result<Answer, Silence> {
        let uri: Uri = ask.address.parse().map_err(|_| Silence::Broken("its address is none for HTTP".to_owned()))?;
        let host = uri.host().unwrap_or_default().to_owned();
        let is_numbered_near = is_near_name(&host);
        if is_numbered_near && ask.sender == Sender::Far {
            return Err(Silence::Refused);
        }
        // Nobody registers such a name (RFC 6761), and not every machine knows that.
        if host.ends_with(".invalid") {
            return Err(Silence::NoHost);
        }
        if !self.has_roots && uri.scheme_str() == Some("https") {
            return Err(Silence::NoConnection("this machine has no certificates to know hosts by".to_owned()));
        }
        let method = if ask.wanted == Wanted::Headers { "HEAD" } else { "GET" };
        let mut request = Request::builder().method(method).uri(uri);
        if let Some(mark) = ask.known {
            request = request.header("If-None-Match", mark);
        }
        let request = request.body(()).map_err(|error| Silence::Broken(error.to_string()))?;
        let agent = match (is_numbered_near, ask.sender) {
            (true, _) => &self.direct,
            (false, Sender::Near) => &self.open,
            (false, Sender::Far) => &self.guarded,
        };
        let mut response = agent.run(request).map_err(silence)?;
        let body = match ask.wanted {
            Wanted::Headers | Wanted::Page => None,
            Wanted::Bytes(most) => Some(read(&mut response, most)?),
        };
        let mut headers = BTreeMap::new();
        for (name, value) in response.headers() {
            headers.entry(name.as_str().to_owned()).or_insert_with(|| value.as_bytes().to_vec());
        }
        let near = self.near.lock().unwrap_or_else(PoisonError::into_inner);
        let is_near = is_numbered_near || near.get(&host).copied().unwrap_or(false);
        Ok(Answer { status: response.status().as_u16(), headers, body, is_near })
    }

    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

fn read(response: &mut Response<Body>, most: u64) -> Result<Bytes, Silence> {
    let mut bytes = Vec::new();
    let mut reader = response.body_mut().as_reader().take(most + 1);
    reader.read_to_end(&mut bytes).map_err(|error| silence(error.into()))?;
    Ok(if bytes.len() as u64 > most { Bytes::TooLong } else { Bytes::Whole(bytes) })
}

/// Looks up names, and says no to those that lead a far host's sending into the author's own network.
#[derive(Debug)]
struct Names {
    system: DefaultResolver,
    near: Near,
    sender: Sender,
    /// The host of the proxy, which may stand in that network; it looks up the other names itself.
    through: Option<String>,
}

/// Why a name leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lookup {
    /// It leads into the author's own network.
    Refused,
    /// Whoever knows names could not be asked.
    NobodyToAsk,
}

impl std::fmt::Display for Lookup {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str(match self {
            Lookup::Refused => "the name leads into the network of this machine",
            Lookup::NobodyToAsk => "names cannot be looked up",
        })
    }
}

impl std::error::Error for Lookup {}

impl Resolver for Names {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.system.resolve(uri, config, timeout).map_err(|error| match error {
            // The system has no kind for this, only words; they are English where the program does not ask for others.
            Error::Io(error) if error.to_string().contains("Temporary failure") => Error::Other(Box::new(Lookup::NobodyToAsk)),
            Error::Io(_) => Error::HostNotFound,
            other => other,
        })?;
        let host = uri.host().unwrap_or_default();
        if self.through.as_deref() == Some(host) {
            return Ok(found);
        }
        let is_near = found.iter().any(|address| is_near(address.ip()));
        if is_near && self.sender == Sender::Far {
            return Err(Error::Other(Box::new(Lookup::Refused)));
        }
        self.near.lock().unwrap_or_else(PoisonError::into_inner).insert(host.to_owned(), is_near);
        Ok(found)
    }
}

/// Whether a host is this machine by its name, or one of its network by its number.
fn is_near_name(host: &str) -> bool {
    let number = host.trim_start_matches('[').trim_end_matches(']').parse();
    number.map_or_else(|_| host == "localhost" || host.ends_with(".localhost"), is_near)
}

/// Whether an address is of this machine or of a network that the internet does not reach.
fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            // Beside the networks that the library knows: "this network", and what providers share among their customers.
            let shared = first == 0 || (first == 100 && second & 0b1100_0000 == 64);
            v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_broadcast() || v4.is_multicast() || shared
        }
        IpAddr::V6(v6) => {
            let inner = v6.to_ipv4_mapped();
            inner.is_some_and(|v4| is_near(IpAddr::V4(v4)))
                || v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6.is_multicast()
        }
    }
}

fn silence(error: Error) -> Silence {
    match error {
        Error::HostNotFound => Silence::NoHost,
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => Silence::NotReached,
        Error::Timeout(_) => Silence::TooSlow,
        Error::Tls(words) => Silence::NotSafe(words.to_owned()),
        Error::Rustls(error) => Silence::NotSafe(mistrust(&error)),
        Error::LargeResponseHeader(..) => Silence::Broken("its headers are too long".to_owned()),
        Error::Protocol(_) | Error::Http(_) => Silence::Broken("its answer is no HTTP".to_owned()),
        Error::ConnectionFailed | Error::ConnectProxyFailed(_) => Silence::NoConnection("it cannot be connected".to_owned()),
        Error::Other(inner) => match inner.downcast_ref::<Lookup>() {
            Some(Lookup::Refused) => Silence::Refused,
            Some(Lookup::NobodyToAsk) => Silence::NoConnection("names cannot be looked up".to_owned()),
            None => Silence::Broken(inner.to_string()),
        },
        Error::Io(error) => of_system(&error),
        other => Silence::Broken(other.to_string()),
    }
}

fn of_system(error: &io::Error) -> Silence {
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return Silence::NotSafe(mistrust(error));
    }
    match error.kind() {
        ErrorKind::ConnectionRefused => Silence::NoConnection("it refuses to be connected".to_owned()),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown | ErrorKind::AddrNotAvailable => {
            Silence::NoConnection("no way leads there".to_owned())
        }
        ErrorKind::TimedOut => Silence::NotReached,
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            Silence::Broken("it broke off".to_owned())
        }
        _ => Silence::Broken(words(error)),
    }
}

/// Why a host is not trusted, in words for an author.
fn mistrust(error: &rustls::Error) -> String {
    use rustls::{CertificateError as Certificate, Error as Tls};
    match error {
        Tls::InvalidCertificate(Certificate::Expired | Certificate::ExpiredContext { .. }) => "its certificate has expired".to_owned(),
        Tls::InvalidCertificate(Certificate::NotValidForName | Certificate::NotValidForNameContext { .. }) => {
            "its certificate is another host's".to_owned()
        }
        Tls::InvalidCertificate(Certificate::UnknownIssuer) => "nobody whom this machine trusts vouches for its certificate".to_owned(),
        Tls::InvalidCertificate(Certificate::Revoked) => "its certificate was revoked".to_owned(),
        Tls::InvalidCertificate(_) => "its certificate is not valid".to_owned(),
        _ => "it does not speak the TLS of today".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_near_name;

    #[test]
    fn networks_that_the_internet_does_not_reach_are_near() {
        for near in ["localhost", "a.localhost", "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.9", "169.254.169.254", "100.64.0.1"] {
            assert!(is_near_name(near), "{near}");
        }
        for near in ["[::1]", "[fc00::1]", "[fe80::1]", "[::ffff:10.0.0.1]", "0.0.0.0", "[::]"] {
            assert!(is_near_name(near), "{near}");
        }
        for far in ["example.org", "localhost.example.org", "8.8.8.8", "172.32.0.1", "100.128.0.1", "[2001:db8::1]"] {
            assert!(!is_near_name(far), "{far}");
        }
    }
}
