//! The memory and the processor time of a running process, from Linux's `/proc`.

use std::time::Duration;

/// The unit in which Linux tells programs the time of a process.
const MS_PER_TICK: u64 = 10;

/// Reads the memory that a process uses now, in bytes.
pub(crate) fn memory(id: u32) -> Result<u64, String> {
    status(id, "VmRSS:")
}

/// Reads the most memory that it has used since its start, in bytes.
pub(crate) fn most_memory(id: u32) -> Result<u64, String> {
    status(id, "VmHWM:")
}

/// Reads the processor time of the threads that it has, in the kernel and outside.
pub(crate) fn processor_time(id: u32) -> Result<Duration, String> {
    let folder = format!("/proc/{id}/task");
    let threads = std::fs::read_dir(&folder);
    let mut nanoseconds = 0;
    for thread in threads.map_err(|error| unreadable(&folder, &error))? {
        let file = thread
            .map_err(|error| unreadable(&folder, &error))?
            .path()
            .join("schedstat");
        // A thread that has ended since has none.
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let first = text.split_whitespace().next().unwrap_or_default();
        nanoseconds += first.parse::<u64>().unwrap_or_default();
    }
    if nanoseconds == 0 {
        return Err(format!("`{folder}` tells no time"));
    }
    Ok(Duration::from_nanos(nanoseconds))
}

/// Reads the same to the hundredth of a second, with that of threads that have ended: those of a server come and go.
pub(crate) fn all_processor_time(id: u32) -> Result<Duration, String> {
    let file = format!("/proc/{id}/stat");
    let text = std::fs::read_to_string(&file).map_err(|error| unreadable(&file, &error))?;
    // Behind the program's name, which may hold anything, `utime` and `stime` are the 12th and the 13th.
    let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let times = rest.split_whitespace().skip(11).take(2);
    let ticks: Option<u64> = times.map(|ticks| ticks.parse::<u64>().ok()).sum();
    let milliseconds = ticks.map(|ticks| ticks * MS_PER_TICK);
    milliseconds
        .map(Duration::from_millis)
        .ok_or_else(|| format!("`{file}` tells no time: `{text}`"))
}

fn status(id: u32, name: &str) -> Result<u64, String> {
    let file = format!("/proc/{id}/status");
    let status = std::fs::read_to_string(&file).map_err(|error| unreadable(&file, &error))?;
    let value = status.lines().find_map(|line| line.strip_prefix(name));
    value
        .and_then(|value| value.trim().strip_suffix(" kB")?.parse::<u64>().ok())
        .map(|kibibytes| kibibytes * 1024)
        .ok_or_else(|| format!("`{file}` has no {name}"))
}

fn unreadable(path: &str, error: &std::io::Error) -> String {
    format!("`{path}` cannot be read, which only Linux has: {error}")
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
