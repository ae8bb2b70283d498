//! A permission of a role.

use super::access::Access;
use std::fmt;

/// An action that a role allows, with its index and keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Grant {
    /// The action, such as `dynamodb:PutItem`.
    pub(crate) action: String,
    /// The index, if the permission is for one.
    pub(crate) index: Option<String>,
    /// The allowed key, or the beginning of keys with `*` at the end. `None` allows any key.
    pub(crate) key: Option<String>,
}

impl Grant {
    /// Returns `true` when this permission allows the access.
    pub(super) fn allows(&self, access: &Access) -> bool {
        let key = match (&self.key, &access.key) {
            (None, _) => true,
            (Some(allowed), Some(key)) => match allowed.strip_suffix('*') {
                Some(start) => key.starts_with(start),
                None => key == allowed,
            },
            (Some(_), None) => false,
        };
        self.action == access.action && self.index == access.index && key
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key.as_deref().unwrap_or("*");
        match &self.index {
            Some(index) => write!(f, "{} on the index {index}", self.action),
            None => write!(f, "{} on {key}", self.action),
        }
    }
}
