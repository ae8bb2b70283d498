//! The five desk files that come with Docket are whole, and mistakes in a desk file are told with their line.

use docket_domain::desk::Desk;

fn desk_files() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../desks");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn the_five_desks_are_whole() {
    let files = desk_files();
    assert_eq!(files.len(), 5);
    for (name, source) in files {
        let desk = Desk::parse(&source).unwrap_or_else(|mistakes| {
            let lines: Vec<String> = mistakes
                .iter()
                .map(|m| format!("{name}.toml:{m}"))
                .collect();
            panic!("{}", lines.join("\n"))
        });
        assert_eq!(desk.id.as_str(), name);
    }
}
