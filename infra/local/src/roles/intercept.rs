//! Checks the requests of a function against its role before they are sent.

use super::INVOKE;
use super::access::Access;
use super::role::Role;
use crate::asked::Asked;
use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use serde_json::Value;

impl Intercept for Role {
    fn name(&self) -> &'static str {
        "Role"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request();
        let operation = match Asked::of(request) {
            Asked::Table(operation) => operation,
            Asked::Mail(action) => {
                return Ok(self.check(&Access::new(format!("ses:{action}"), None))?);
            }
            Asked::Topic(action) => {
                return Ok(self.check(&Access::new(format!("sns:{action}"), None))?);
            }
            Asked::Function(name) => return Ok(self.check(&Access::new(INVOKE, Some(name)))?),
            // The bucket checks its requests itself, since browsers send some too.
            Asked::Bucket => return Ok(()),
        };
        let body = request.body().bytes().unwrap_or_default();
        let body: Value = serde_json::from_slice(body)?;
        for access in Access::of_table(&operation, &body) {
            self.check(&access)?;
        }
        Ok(())
    }
}
