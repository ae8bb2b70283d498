//! The network that a request comes from.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

/// A network, as far as one person or one office has it: an IPv4 address, or the first 64 bits of an IPv6
/// one, of which anybody has as many as they like.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Network(String);

impl Network {
    /// Returns the network of an address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(address.to_string()),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self(format!("{a:x}:{b:x}:{c:x}:{d:x}::/64"))
            }
        }
    }

    /// Reads an address as gateways and proxies write it: alone, with its port, or as the last one of a
    /// list. The last one is the one that the nearest proxy saw; those before it are hearsay.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let last = text.rsplit(',').next()?.trim();
        let address = last.parse::<IpAddr>().ok();
        let address = address.or_else(|| last.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
        // CloudFront writes an IPv6 address and its port without brackets. Read as one address, that is
        // either too long or another host of the same network.
        let address = address.or_else(|| last.rsplit_once(':')?.0.parse().ok());
        address.map(Self::of)
    }

    /// Returns the network as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_of_one_network_are_counted_together() {
        for (text, network) in [
            ("203.0.113.7", "203.0.113.7"),
            ("203.0.113.7:46532", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("[2001:db8:1:2::6]:443", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:3:4:5:6:443", "2001:db8:1:2::/64"),
        ] {
            let read = Network::read(text).unwrap();
            assert_eq!(read.as_str(), network, "{text}");
        }
        for text in ["", "unknown", "300.1.1.1", "203.0.113.7,", "example.com"] {
            assert_eq!(Network::read(text), None, "{text}");
        }
    }
}
