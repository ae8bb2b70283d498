//! A function's role, which remembers the permissions that were used.

use super::access::Access;
use super::grant::Grant;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The permissions of a function, and those that were used. Copies share them.
#[derive(Debug, Clone)]
pub struct Role {
    function: String,
    grants: Arc<BTreeSet<Grant>>,
    used: Arc<Mutex<BTreeSet<Grant>>>,
}

/// The function tried an access that its role does not allow.
#[derive(Debug, thiserror::Error)]
#[error("the role of {function} does not allow {access}: see template.yaml")]
pub(super) struct DeniedError {
    function: String,
    access: String,
}

impl Role {
    /// Makes the role of a function.
    pub(crate) fn new(function: &str, grants: BTreeSet<Grant>) -> Self {
        Self {
            function: function.to_owned(),
            grants: Arc::new(grants),
            used: Arc::default(),
        }
    }

    /// Returns the permissions that no request has used so far, as one line each.
    #[must_use]
    pub fn unused(&self) -> BTreeSet<String> {
        let used = self.used();
        let unused = self.grants.difference(&used);
        unused
            .map(|grant| format!("{} {grant}", self.function))
            .collect()
    }

    /// Returns `true` when the role allows this action on the object with this key. An empty key
    /// means the bucket itself.
    pub(crate) fn allows_object(&self, action: &str, key: &str) -> bool {
        let key = (!key.is_empty()).then(|| key.to_owned());
        self.check(&Access::new(action, key)).is_ok()
    }

    /// Returns an error unless the role allows the access. Remembers the permission as used.
    pub(super) fn check(&self, access: &Access) -> Result<(), DeniedError> {
        let mut allowing = self.grants.iter().filter(|grant| grant.allows(access));
        match allowing.next() {
            Some(grant) => {
                self.used().insert(grant.clone());
                Ok(())
            }
            None => {
                let denied = DeniedError {
                    function: self.function.clone(),
                    access: access.to_string(),
                };
                tracing::error!("{denied}");
                Err(denied)
            }
        }
    }

    fn used(&self) -> MutexGuard<'_, BTreeSet<Grant>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn role() -> Role {
        let put = |key: &str| Grant {
            action: "dynamodb:PutItem".to_owned(),
            index: None,
            key: Some(key.to_owned()),
        };
        let query = Grant {
            action: "dynamodb:Query".to_owned(),
            index: Some("due".to_owned()),
            key: None,
        };
        Role::new("f", [put("TICKET#*"), put("STACK"), query].into())
    }

    #[test]
    fn a_role_allows_what_it_names_and_nothing_else() {
        let role = role();
        let may = |operation: &str, body: Value| {
            Access::of_table(operation, &body)
                .iter()
                .all(|access| role.check(access).is_ok())
        };
        let put = |key: &str| json!({ "Item": { "pk": { "S": key } } });
        assert!(may("PutItem", put("TICKET#A-1")));
        assert!(!may("PutItem", put("DESK#spotme")));
        assert!(!may("PutItem", put("STACK#")));
        assert!(!may("PutItem", json!({})));
        assert!(!may(
            "GetItem",
            json!({ "Key": { "pk": { "S": "TICKET#A-1" } } })
        ));
        assert!(may("Query", json!({ "IndexName": "due" })));
        assert!(!may("Query", json!({ "IndexName": "queue" })));
        assert!(!may("Query", json!({})));
        let both = |key: &str| json!({ "TransactItems": [{ "Put": put("TICKET#A-1") }, { "Put": put(key) }] });
        assert!(may("TransactWriteItems", both("STACK")));
        assert!(!may("TransactWriteItems", both("IDEMPOTENCY#a")));
    }

    #[test]
    fn what_was_never_needed_is_known() {
        let role = role();
        assert_eq!(role.unused().len(), 3);
        let access = Access::of_table("Query", &json!({ "IndexName": "due" }));
        role.check(&access[0]).unwrap();
        let left: Vec<String> = role.unused().into_iter().collect();
        assert_eq!(
            left,
            [
                "f dynamodb:PutItem on STACK",
                "f dynamodb:PutItem on TICKET#*"
            ]
        );
    }
}
