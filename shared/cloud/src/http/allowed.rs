//! Networks that an operator lets requests go to, though they are not public.

use super::public::holds;
use std::net::IpAddr;
use std::str::FromStr;

/// A network such as `10.1.0.0/16`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AllowedNetwork {
    address: IpAddr,
    length: u32,
}

/// A text that is no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a network: write 10.1.0.0/16, fd00::/8 or one address")]
pub struct AllowedNetworkError(String);

impl AllowedNetwork {
    /// Returns `true` if the address is in the network.
    pub(super) fn holds(self, address: IpAddr) -> bool {
        holds((self.address, self.length), address)
    }
}

impl FromStr for AllowedNetwork {
    type Err = AllowedNetworkError;

    fn from_str(text: &str) -> Result<Self, AllowedNetworkError> {
        let wrong = || AllowedNetworkError(text.to_owned());
        let (address, length) = match text.trim().split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = match address {
            IpAddr::V4(_) => 32,
            IpAddr::V6(_) => 128,
        };
        let length = match length {
            Some(length) => length.parse().map_err(|_| wrong())?,
            None => most,
        };
        match length <= most {
            true => Ok(Self { address, length }),
            false => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_its_own_addresses() {
        let holds = |network: &str, address: &str| {
            let network: AllowedNetwork = network.parse().unwrap();
            network.holds(address.parse().unwrap())
        };
        assert!(holds("10.1.0.0/16", "10.1.255.255"));
        assert!(!holds("10.1.0.0/16", "10.2.0.0"));
        assert!(holds("127.0.0.1", "127.0.0.1"));
        assert!(!holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("127.0.0.1", "::ffff:127.0.0.1"));
        assert!(holds("fd00::/8", "fd12::1"));
        assert!(holds("0.0.0.0/0", "1.2.3.4"));
        assert!(!holds("0.0.0.0/0", "2606:4700::1"));
        assert!(!holds("::/0", "1.2.3.4"));
        for text in [
            "",
            "10.1.0.0/33",
            "example.com",
            "10.1",
            "10.1.0.0/",
            "::/129",
        ] {
            assert!(text.parse::<AllowedNetwork>().is_err(), "{text}");
        }
    }
}
