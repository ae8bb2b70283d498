//! Checks the requests of a function against its role before they are sent.

use super::access::Access;
use super::role::Role;
use crate::mailbox::is_mail;
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
        let Some(target) = request.headers().get("x-amz-target") else {
            if !is_mail(request) {
                // The bucket checks its requests itself, since browsers send some too.
                return Ok(());
            }
            // SES is the only other service that functions call, and this is the only action.
            return Ok(self.check(&Access::new("ses:SendRawEmail", None))?);
        };
        let operation = target.rsplit('.').next().unwrap_or(target);
        let body = request.body().bytes().unwrap_or_default();
        let body: Value = serde_json::from_slice(body)?;
        for access in Access::of_table(operation, &body) {
            self.check(&access)?;
        }
        Ok(())
    }
}
