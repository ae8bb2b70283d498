//! The roles of the functions, which the emulator holds each of their requests against.

use crate::stack::{SENDER, Stack};
use crate::xml;
use hyper::Method;
use serde_json::json;
use xtask_kit::Function;

/// Verifies the sender with SES, and lets the function that sends mail send: the emulator does not tell policies whose address a mail
/// comes from, so it finds the condition of the role unmet.
pub(crate) async fn let_mail_out(stack: &Stack) -> Result<(), String> {
    let identity = json!({ "EmailIdentity": SENDER });
    let path = "/v2/email/identities";
    let answer = stack.aws.rest("ses", Method::POST, path, Some(&identity));
    answer.await?.expect(200)?;
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Action": "ses:SendRawEmail", "Resource": "*" }],
    });
    put(
        stack,
        Function::Notify,
        "mail-in-the-emulator",
        &policy.to_string(),
    )
    .await
}

/// Returns the policy that says what a function may do with the table.
pub(crate) async fn table_policy(stack: &Stack, function: Function) -> Result<String, String> {
    let role = stack.physical(&function.role())?;
    let of = [("RoleName", role), ("PolicyName", "table")];
    let xml = call(stack, "GetRolePolicy", &of).await?;
    let encoded = xml::texts(&xml, "PolicyDocument").next();
    let encoded = encoded.ok_or("a role's policy cannot be read")?;
    // It comes encoded as in an address.
    let decoded = form_urlencoded::parse(encoded.as_bytes()).next();
    let (policy, _) = decoded.ok_or("a role's policy is empty")?;
    Ok(policy.into_owned())
}

/// Puts another policy in its place.
pub(crate) async fn put_table_policy(
    stack: &Stack,
    function: Function,
    policy: &str,
) -> Result<(), String> {
    put(stack, function, "table", policy).await
}

async fn put(stack: &Stack, function: Function, name: &str, policy: &str) -> Result<(), String> {
    let role = stack.physical(&function.role())?;
    let of = [("RoleName", role), ("PolicyName", name)];
    let [role, name] = of;
    call(
        stack,
        "PutRolePolicy",
        &[role, name, ("PolicyDocument", policy)],
    )
    .await
    .map(drop)
}

async fn call(stack: &Stack, action: &str, more: &[(&str, &str)]) -> Result<String, String> {
    let mut parameters = vec![("Action", action), ("Version", "2010-05-08")];
    parameters.extend(more);
    stack.aws.query("iam", &parameters).await
}
