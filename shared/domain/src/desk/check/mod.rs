//! The checks of a desk file that go beyond the types of its values.

mod attachments;
mod brand;
mod notices;
mod oncall;
mod people;
mod reporter;
mod service_levels;
mod topics;
mod whole_desk;
mod words;
mod workflow;

use super::definition::Desk;
use super::mistake::DeskMistake;
use reporter::Check;

/// Checks a desk that was read from `source`.
///
/// # Errors
/// With every mistake found, sorted by line and column.
pub(in crate::desk) fn check(desk: &Desk, source: &str) -> Result<(), Vec<DeskMistake>> {
    let mut check = Check {
        desk,
        source,
        mistakes: Vec::new(),
    };
    check.whole_desk();
    check.topics();
    check.fields();
    check.workflow();
    check.people();
    check.notices();
    check.oncall();
    check.service_levels();
    check.support_access();
    check.brand();
    check.words();
    if check.mistakes.is_empty() {
        Ok(())
    } else {
        check.mistakes.sort_by_key(|m| (m.line, m.column));
        Err(check.mistakes)
    }
}
