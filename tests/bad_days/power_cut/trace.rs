//! Reads what `strace` says of the calls that change files, and does the same to a disk.

use super::disk::Disk;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The words that make `strace` say all that [`replay`] needs. The name of its file follows.
pub(super) const STRACE: [&str; 9] = [
    "strace",
    "--follow-forks",
    "--decode-fds=path",
    "--strings-in-hex=all",
    "--string-limit=67108864",
    "--seccomp-bpf",
    "--quiet=all",
    "--trace=open,openat,creat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,fallocate,copy_file_range,fsync,fdatasync,\
     rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,recvfrom,read",
    "--output",
];

/// Does what the trace says to a disk, and hands over the disk at each request that begins with `marker`, in order.
pub(super) fn replay(
    trace: &Path,
    mut disk: Disk,
    marker: &str,
    mut at_marker: impl FnMut(&str, &Disk),
) {
    let text = std::fs::read_to_string(trace).unwrap();
    let marker: String = marker
        .bytes()
        .map(|byte| format!("\\x{byte:02x}"))
        .collect();
    let mut begun: BTreeMap<&str, String> = BTreeMap::new();
    for line in text.lines() {
        let (who, call) = line.split_once(char::is_whitespace).unwrap();
        let call = call.trim_start();
        let whole;
        let call = if let Some(begin) = call.strip_suffix(" <unfinished ...>") {
            if let Some(path) = flushed(begin) {
                disk.begin_flush(who, &path);
            }
            begun.insert(who, begin.to_owned());
            continue;
        } else if let Some(rest) = call.strip_prefix("<... ") {
            let Some(begin) = begun.remove(who) else {
                continue;
            };
            let (_, rest) = rest.split_once("resumed>").unwrap();
            whole = begin + rest;
            if flushed(&whole).is_some() {
                if whole.ends_with("= 0") {
                    disk.end_flush(who);
                }
                continue;
            }
            &whole
        } else {
            call
        };
        if let Some(place) = call.find(&marker).filter(|_| is_received(call)) {
            let rest = unhex(&call[place..]);
            let rest = String::from_utf8_lossy(&rest).into_owned();
            at_marker(rest.split(' ').next().unwrap(), &disk);
        }
        follow(&mut disk, who, call);
    }
}

fn is_received(call: &str) -> bool {
    call.starts_with("recvfrom(") || call.starts_with("read(")
}

fn flushed(call: &str) -> Option<PathBuf> {
    let flushes = call.starts_with("fsync(") || call.starts_with("fdatasync(");
    flushes.then(|| fd_path(call)).flatten()
}

/// Does one call that has ended.
fn follow(disk: &mut Disk, who: &str, call: &str) {
    let Some((call, result)) = call.rsplit_once(" = ") else {
        return;
    };
    if result.starts_with('-') || result.starts_with('?') {
        return;
    }
    let call = call.trim_end();
    let (name, arguments) = call.split_once('(').unwrap();
    let arguments = arguments.strip_suffix(')').unwrap();
    // A path that is told from the folder that the program runs in is one of none of its files.
    let paths = || texts(arguments).into_iter().map(into_path);
    match name {
        "openat" | "open" | "creat" => {
            // The result names the file itself.
            if let Some(path) = fd_path(result) {
                let creates = arguments.contains("O_CREAT") || name == "creat";
                disk.open(&path, creates, arguments.contains("O_TRUNC"));
            }
        }
        "write" => {
            if let (Some(path), [bytes]) = (fd_path(call), texts(arguments).as_slice()) {
                disk.write(&path, None, bytes);
            }
        }
        "pwrite64" => {
            if let (Some(path), [bytes]) = (fd_path(call), texts(arguments).as_slice()) {
                let place = arguments.rsplit(", ").next().unwrap().parse().unwrap();
                disk.write(&path, Some(place), bytes);
            }
        }
        "ftruncate" => {
            let length = arguments.rsplit(", ").next().unwrap().parse().unwrap();
            if let Some(path) = fd_path(call) {
                disk.set_length(&path, length);
            }
        }
        "fsync" | "fdatasync" => {
            if let Some(path) = fd_path(call) {
                disk.begin_flush(who, &path);
                disk.end_flush(who);
            }
        }
        "rename" | "renameat" | "renameat2" => {
            let mut paths = paths();
            let (from, to) = (paths.next().unwrap(), paths.next().unwrap());
            disk.rename(&from, &to);
        }
        "mkdir" | "mkdirat" => disk.make_folder(&paths().next().unwrap()),
        "unlink" | "rmdir" | "unlinkat" => {
            let path = paths().next().unwrap();
            // One that is named from an open folder.
            let folder = fd_path(call).filter(|_| name == "unlinkat" && path.is_relative());
            disk.remove(&folder.map_or(path.clone(), |folder| folder.join(&path)));
        }
        "recvfrom" | "read" => {}
        "writev" if fd_path(call).is_none_or(|path| !path.is_absolute()) => {}
        "fallocate" if !arguments.contains("KEEP_SIZE") => {
            let mut numbers = arguments.rsplit(", ").map(|number| number.parse().unwrap());
            let end: usize = numbers.next().unwrap() + numbers.next().unwrap_or(0_usize);
            if let Some(path) = fd_path(call) {
                disk.set_length(&path, end);
            }
        }
        other => panic!("a call that is not known to the test: {other}({arguments}"),
    }
}

/// The path of the first file descriptor in a call or in a result.
fn fd_path(call: &str) -> Option<PathBuf> {
    let (_, rest) = call.split_once('<')?;
    let (path, _) = rest.split_once('>')?;
    Some(into_path(unhex(path)))
}

fn into_path(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

/// The texts among the arguments of a call.
fn texts(arguments: &str) -> Vec<Vec<u8>> {
    let texts = arguments.split('"').skip(1).step_by(2);
    texts.map(unhex).collect()
}

/// Reads `\x2f\x74`, until something else comes.
fn unhex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| (byte as char).to_digit(16);
    let bytes = text.as_bytes().chunks(4).map_while(|chunk| match chunk {
        [b'\\', b'x', high, low] => Some((digit(*high)? * 16 + digit(*low)?) as u8),
        _ => None,
    });
    bytes.collect()
}
