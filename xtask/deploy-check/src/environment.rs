//! The environment in which programs of AWS find the emulator, and nothing else of AWS.

use std::ffi::OsString;
use xtask_kit::Step;

/// The region that the stack is deployed to.
pub(crate) const REGION: &str = "eu-central-1";

/// The variables that lead to the emulator at that address.
pub(crate) fn variables(address: &str) -> [(&'static str, String); 8] {
    [
        ("AWS_ENDPOINT_URL", format!("http://{address}")),
        ("AWS_REGION", REGION.to_owned()),
        ("AWS_DEFAULT_REGION", REGION.to_owned()),
        // The emulator takes this for the account's owner. AWS takes it for nobody.
        ("AWS_ACCESS_KEY_ID", "test".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
        ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
        // A proxy of this machine cannot reach this machine's own addresses.
        ("NO_PROXY", "127.0.0.1,localhost".to_owned()),
        ("no_proxy", "127.0.0.1,localhost".to_owned()),
    ]
}

/// The variables by which whoever runs this reaches their own AWS: no program that this starts may have them.
pub(crate) fn of_aws() -> impl Iterator<Item = OsString> {
    let names = std::env::vars_os().map(|(name, _)| name);
    names.filter(|name| name.to_string_lossy().starts_with("AWS_"))
}

/// Points a step at the emulator at that address.
pub(crate) fn against(address: &str, step: Step) -> Step {
    let step = of_aws().fold(step, Step::env_without);
    variables(address)
        .into_iter()
        .fold(step, |step, (name, value)| step.env(name, value))
        .env("SAM_CLI_TELEMETRY", "0")
}
