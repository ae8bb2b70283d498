//! Starts the functions of a template as Lambda does: each with its own cloud and its own role.

use crate::error::StackError;
use crate::function::Function;
use crate::functions::Functions;
use crate::guard::Guard;
use crate::names::TABLE;
use docket_cloud::{Aws, Cloud, Settings, Store};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The running functions.
#[derive(Debug, Clone)]
pub(crate) struct Running {
    /// The functions by the names of their binaries.
    functions: BTreeMap<String, Function>,
    /// The table of each function.
    pub(crate) stores: Vec<Store>,
}

impl Running {
    /// Starts all functions that have a role.
    pub(crate) fn start(
        registry: &Functions,
        guard: &Guard,
        aws: &Aws,
        cloud: &Cloud,
    ) -> Result<Self, StackError> {
        let mut functions = BTreeMap::new();
        let mut stores = Vec::new();
        for (binary, role) in &guard.roles {
            let aws = guard.connection(binary, role, aws);
            let settings = Settings {
                function: binary.clone(),
                ..Settings::clone(&cloud.settings)
            };
            let cloud = Cloud {
                store: Store::new(aws.dynamodb(), TABLE),
                settings: Arc::new(settings),
                ..cloud.clone()
            };
            stores.push(cloud.store.clone());
            let handler = registry.make(binary, &cloud, &aws);
            let handler = handler.ok_or_else(|| StackError::Function(binary.clone()))?;
            functions.insert(binary.clone(), Function::new(binary, handler));
        }
        Ok(Self { functions, stores })
    }

    /// Returns the function with this binary.
    pub(crate) fn function(&self, binary: &str) -> Result<&Function, StackError> {
        let function = self.functions.get(binary);
        function.ok_or_else(|| StackError::Function(binary.to_owned()))
    }
}
