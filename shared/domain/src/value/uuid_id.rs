//! IDs that are UUIDs.

/// Makes the type of an ID that is a UUID, and the error for a text that is none. The sentence is what that error says.
macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $(#[$error_doc:meta])* $error:ident, $sentence:literal) => {
        $(#[$doc])*
        #[derive(
            Debug,
            Clone,
            Copy,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            serde::Serialize,
            serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        $(#[$error_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[error($sentence)]
        pub struct $error;

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                let id: uuid::Uuid = text.parse().map_err(|_| $error)?;
                // One spelling alone, since the ID is part of addresses, and of keys in the table and the bucket.
                match id.to_string() == text {
                    true => Ok(Self(id)),
                    false => Err($error),
                }
            }
        }
    };
}

pub(crate) use uuid_id;
