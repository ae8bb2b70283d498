//! What the doctor says of the deployed stack.

use crate::check::Check;

/// What is wrong with this stack by design: its sender is nobody, nobody hears its alarms, something is set aside, and a ticket was made
/// older than it is.
const FOUND: [&str; 4] = [
    "SES has verified neither support@example.com nor example.com",
    "nobody is told when an alarm goes off: deploy with the parameter AlarmAddress",
    "events could not be handled and are set aside",
    "its state is not what its timeline says",
];
/// What would be said if the readers of the stream, the schedule or the keys were not sound, or could not be looked at.
const NOT_FOUND: [&str; 4] = [
    "does not read the table's stream",
    "the sweep",
    "to sign links with",
    "failed:",
];

/// The doctor names what is wrong, and nothing else. The sweep has run by then: before, what it has to do would be named.
pub(crate) fn names_what_is_wrong(check: &Check) -> Result<(), String> {
    let (is_sound, said) = check.stack.docket_says("doctor")?;
    let is_right = FOUND.iter().all(|finding| said.contains(finding))
        && !NOT_FOUND.iter().any(|finding| said.contains(finding));
    match is_right && !is_sound {
        true => Ok(()),
        false => Err(format!(
            "expected {FOUND:?}, and an exit code that tells of it; got {said}"
        )),
    }
}
