//! The figures of files, as Markdown.

use super::announce::Announcements;
use super::course::Found;
use super::upload::{ROUNDS, Upload};
use crate::figures::{as_float, memory, rate, ratio, speed, time};
use crate::generator::MANY;
use crate::table::table;

/// A figure of an upload, for people and to compare.
type Figure = fn(&Upload) -> (String, f64);

/// Writes the report of that build on that many cores; it ends with a line's end.
pub(crate) fn markdown(build: &str, cores: usize, found: &Found) -> String {
    let announcing = &found.announcing;
    let many = format!("{MANY} connections");
    let announced = [
        ("A new file", &announcing.new),
        ("The same file again", &announcing.repeated),
    ]
    .map(|(what, [one, many])| vec![what.to_owned(), cell(one), cell(many)]);
    let head = [
        "Announce a file: rate, p50, p99, processor",
        "1 connection",
        &many,
    ];
    let announced = table(&head, announced);
    let lengths = found
        .uploads
        .iter()
        .map(|upload| format!("{} MB", upload.megabytes));
    let lengths: Vec<String> = lengths.collect();
    let mut head = vec!["Upload"];
    head.extend(lengths.iter().map(String::as_str).chain(["ratio"]));
    let uploads = FIGURES
        .iter()
        .map(|(what, figure)| upload_row(what, *figure, &found.uploads));
    let uploads = table(&head, uploads);
    format!(
        "{build}, {cores} cores; for the uploads, medians of {ROUNDS}.

{announced}
{uploads}"
    )
}

const FIGURES: [(&str, Figure); 5] = [
    (
        "From the announcement until the ticket shows it",
        |upload| (time(upload.time), upload.time.as_secs_f64()),
    ),
    ("Throughput", |upload| {
        let bytes = upload.megabytes as f64 * 1e6;
        let per_second = bytes / upload.time.as_secs_f64();
        (speed(per_second), per_second)
    }),
    ("Memory at rest", |upload| bytes(upload.rest)),
    ("Most memory", |upload| bytes(upload.most)),
    ("Growth over rest", |upload| bytes(upload.growth)),
];

fn bytes(bytes: u64) -> (String, f64) {
    (memory(bytes), as_float(bytes))
}

fn cell(announcements: &Announcements) -> String {
    let load = &announcements.load;
    let [half, most] = [50, 99].map(|percent| time(load.percentile(percent)));
    let processor = time(announcements.processor);
    format!("{}, {half}, {most}, {processor}", rate(load.rate()))
}

fn upload_row(what: &str, figure: Figure, uploads: &[Upload]) -> Vec<String> {
    let figures: Vec<(String, f64)> = uploads.iter().map(figure).collect();
    let mut cells = vec![what.to_owned()];
    cells.extend(figures.iter().map(|(text, _)| text.clone()));
    if let [(_, one), (_, other)] = figures.as_slice() {
        cells.push(ratio(*other, *one));
    }
    cells
}
