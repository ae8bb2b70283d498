//! Checks the desks of a folder.

use super::folder::{DeskFile, DeskFolderError, read_folder};
use std::path::Path;

/// Checks a folder and describes what each desk offers, one line each.
///
/// # Errors
/// See [`read_folder`].
pub fn check_folder(folder: &Path) -> Result<Vec<String>, DeskFolderError> {
    let files = read_folder(folder)?;
    Ok(files.iter().map(report).collect())
}

fn report(file: &DeskFile) -> String {
    let desk = &file.desk;
    let languages: Vec<&str> = desk
        .languages
        .iter()
        .map(|language| language.as_str())
        .collect();
    format!(
        "{}: {} categories, {} topics, {} fields, {} statuses, {} moves, {} people; tickets {}-{} on; speaks {}; {}",
        file.path.display(),
        desk.categories.len(),
        desk.topics.len(),
        desk.fields.len(),
        desk.statuses.len(),
        desk.moves.len(),
        desk.people.len(),
        *desk.ticket_prefix,
        desk.first_number,
        languages.join(", "),
        if desk.hours.always_open {
            "open day and night".to_owned()
        } else {
            format!("opening hours in {}", desk.zone_name())
        },
    )
}
