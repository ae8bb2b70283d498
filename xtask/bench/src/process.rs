//! What Linux tells of a running process.

use std::io::ErrorKind;
use std::time::Duration;

/// In what Linux counts a process's time for programs, on all processors alike.
const MS_PER_TICK: u64 = 10;

/// The memory that it uses now, in bytes.
pub(crate) fn memory(id: u32) -> Result<u64, String> {
    status(id, "VmRSS:")
}

/// The most memory that it has used since its start, in bytes.
pub(crate) fn most_memory(id: u32) -> Result<u64, String> {
    status(id, "VmHWM:")
}

/// The time that processors have spent on it since its start, in the kernel and outside, on all threads that it has.
pub(crate) fn processor_time(id: u32) -> Result<Duration, String> {
    let folder = format!("/proc/{id}/task");
    let failed = |error| format!("`{folder}` cannot be read, which only Linux has: {error}");
    let mut nanoseconds = 0;
    for thread in std::fs::read_dir(&folder).map_err(failed)? {
        let file = thread.map_err(failed)?.path().join("schedstat");
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            // A thread that has ended since.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(error)),
        };
        let first = text.split_whitespace().next();
        nanoseconds += first
            .and_then(|first| first.parse::<u64>().ok())
            .ok_or_else(|| format!("`{folder}` tells no time: `{text}`"))?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}

/// The same to the hundredth of a second, and of threads that have ended as well: those of a server come and go.
pub(crate) fn all_processor_time(id: u32) -> Result<Duration, String> {
    let file = format!("/proc/{id}/stat");
    let text = std::fs::read_to_string(&file)
        .map_err(|error| format!("`{file}` cannot be read, which only Linux has: {error}"))?;
    // Behind the program's name, which may hold anything, `utime` and `stime` are the 12th and the 13th.
    let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let times: Vec<u64> = rest
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse().ok())
        .collect();
    match times.as_slice() {
        [user, system] => Ok(Duration::from_millis((user + system) * MS_PER_TICK)),
        _ => Err(format!("`{file}` tells no time: `{text}`")),
    }
}

fn status(id: u32, name: &str) -> Result<u64, String> {
    let file = format!("/proc/{id}/status");
    let status = std::fs::read_to_string(&file)
        .map_err(|error| format!("`{file}` cannot be read, which only Linux has: {error}"))?;
    let value = status.lines().find_map(|line| line.strip_prefix(name));
    value
        .and_then(|value| value.trim().strip_suffix(" kB")?.parse::<u64>().ok())
        .map(|kibibytes| kibibytes * 1024)
        .ok_or_else(|| format!("`{file}` has no {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_uses_memory_and_time() {
        let id = std::process::id();
        assert!(memory(id).unwrap() > 0);
        assert!(most_memory(id).unwrap() >= memory(id).unwrap() / 2);
        assert!(processor_time(id).unwrap() > Duration::ZERO);
    }

    #[test]
    fn the_time_of_all_threads_grows_with_the_work() {
        let id = std::process::id();
        let before = all_processor_time(id).unwrap();
        while all_processor_time(id).unwrap() == before {}
        assert!(all_processor_time(id).unwrap() > before);
    }
}
