//! Checks a function's requests against its role, and passes them through what stands between.

use crate::between::Between;
use crate::names::FUNCTION_SECRET;
use crate::roles::Role;
use crate::template::Template;
use docket_cloud::Aws;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The roles of all functions, and what stands between them and the services. Copies share both.
#[derive(Clone)]
pub(crate) struct Guard {
    /// The roles by the names of the functions' binaries.
    pub(crate) roles: BTreeMap<String, Role>,
    pub(crate) between: Arc<dyn Between>,
}

impl Guard {
    /// Makes the guard with the roles of a template.
    pub(crate) fn new(template: &Template, between: impl Between) -> Self {
        let functions = template.functions.iter();
        let roles = functions.map(|function| {
            let role = Role::new(&function.binary, function.grants.clone());
            (function.binary.clone(), role)
        });
        Self {
            roles: roles.collect(),
            between: Arc::new(between),
        }
    }

    /// Returns the connection of a function, which enforces its role.
    pub(crate) fn connection(&self, binary: &str, role: &Role, aws: &Aws) -> Aws {
        let own = aws.clone().with_credentials(binary, FUNCTION_SECRET);
        self.between
            .connection(binary, own.with_interceptor(role.clone()))
    }
}
