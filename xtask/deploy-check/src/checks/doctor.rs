//! What the doctor says of the deployed stack.

use crate::check::Check;

/// What is wrong with this stack by design: nobody hears its alarms, and a record and an event are set aside.
const FOUND: [&str; 2] = [
    "nobody is told when an alarm goes off: deploy with the parameter AlarmAddress",
    "events could not be handled and are set aside",
];
/// What would be said if the sender, the readers of the stream, the schedule, the keys or the tickets were not sound.
const NOT_FOUND: [&str; 6] = [
    "has verified neither",
    "does not read the table's stream",
    "the sweep",
    "to sign links with",
    "its state is not what its timeline says",
    "failed:",
];

/// The doctor names what is wrong, and nothing else.
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
