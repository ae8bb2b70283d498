//! Checks the desks of a folder.

use super::folder::{DeskFile, DeskFolderError, read_folder, refuse_holidays, warnings};
use super::holidays::covered;
use super::orphans::sentences;
use super::place::{ApplyError, DeskPlace};
use docket_app::desks::CompareOrder;
use jiff::Timestamp;
use std::path::Path;

/// Checks a folder and describes what each desk offers, one line each. More lines say which holidays end soon.
///
/// # Errors
/// See [`read_folder`]. Also when holidays have ended by `now`, or begin in a later year.
pub fn check_folder(folder: &Path, now: Timestamp) -> Result<Vec<String>, DeskFolderError> {
    let files = read_folder(folder)?;
    refuse_holidays(&files, now)?;
    let mut lines: Vec<String> = files.iter().map(report).collect();
    lines.extend(warnings(&files, now));
    Ok(lines)
}

/// Compares the desk files of a folder with the tickets of a place, and returns a sentence for each thing that tickets have and
/// the files do not, a line each.
///
/// # Errors
/// When the folder has mistakes, or the place cannot be read.
pub(crate) async fn orphans_of(folder: &Path, place: &DeskPlace) -> Result<String, ApplyError> {
    let mut there = place.files().await?;
    let mut files = Vec::new();
    for file in read_folder(folder)? {
        there.remove(&*file.desk.id);
        files.push(file.source);
    }
    let without_file = there.into_keys().collect();
    let order = CompareOrder {
        files,
        without_file,
    };
    Ok(sentences(&place.compare(order).await?, false))
}

fn report(file: &DeskFile) -> String {
    let desk = &file.desk;
    let languages: Vec<&str> = desk
        .languages
        .iter()
        .map(|language| language.as_str())
        .collect();
    let mut hours = vec![match desk.hours.always_open {
        true => "open day and night".to_owned(),
        false => format!("opening hours in {}", desk.zone_name()),
    }];
    hours.extend(covered(desk));
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
        hours.join(", "),
    )
}
