//! Load: one request after the other on each of some connections, and how long each took.
//!
//! Not `oha`, which throws answers away: a ticket that is opened tells the key with which it is read.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use xtask_client::Connection;

/// The larger number of connections; the smaller is one.
pub(crate) const MANY: usize = 16;

/// The end of a load: whichever comes first.
#[derive(Clone, Copy)]
pub(crate) struct Until {
    /// The number of requests, on all connections together.
    pub(crate) requests: u64,
    /// The time since the first one.
    pub(crate) time: Duration,
}

/// A load that was carried out.
pub(crate) struct Load {
    /// The time of each request, the quickest first.
    times: Vec<Duration>,
    /// The time of all of them together.
    pub(crate) took: Duration,
}

impl Load {
    /// Returns the requests per second.
    pub(crate) fn rate(&self) -> f64 {
        self.rate_over(self.took)
    }

    /// Returns the requests per second, had they taken that long.
    pub(crate) fn rate_over(&self, time: Duration) -> f64 {
        f64::from(self.count()) / time.as_secs_f64()
    }

    /// Returns how many requests there were.
    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.times.len()).unwrap_or(u32::MAX)
    }

    /// Returns the time within which that many of a hundred requests were answered.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.times.len() * percent).div_ceil(100);
        let at = rank.saturating_sub(1);
        self.times.get(at).copied().unwrap_or_default()
    }
}

/// Carries `request` out on that many connections, each time with the next number from 0 on; returns what it returned.
pub(crate) async fn run<T: 'static>(
    host: &str,
    connections: usize,
    until: Until,
    request: impl AsyncFn(&mut Connection, u64) -> Result<T, String> + 'static,
) -> Result<(Load, Vec<T>), String> {
    let mut clients = Vec::new();
    for _ in 0..connections {
        clients.push(Connection::open(host).await?);
    }
    let request = Rc::new(request);
    let next = Rc::new(Cell::new(0));
    let start = Instant::now();
    let mut workers = JoinSet::new();
    for mut client in clients {
        let (request, next) = (Rc::clone(&request), Rc::clone(&next));
        workers.spawn_local(async move {
            let mut done = Vec::new();
            while next.get() < until.requests && start.elapsed() < until.time {
                let number = next.replace(next.get() + 1);
                let asked = Instant::now();
                let outcome = request(&mut client, number).await?;
                done.push((asked.elapsed(), outcome));
            }
            Ok::<_, String>(done)
        });
    }
    let (mut times, mut outcomes) = (Vec::new(), Vec::new());
    while let Some(worker) = workers.join_next().await {
        let done = worker.map_err(|error| format!("a connection's task failed: {error}"))??;
        for (time, outcome) in done {
            times.push(time);
            outcomes.push(outcome);
        }
    }
    let took = start.elapsed();
    times.sort_unstable();
    Ok((Load { times, took }, outcomes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_time_that_was_measured() {
        let load = Load {
            times: (1..=200).map(Duration::from_millis).collect(),
            took: Duration::from_secs(2),
        };
        assert_eq!(load.percentile(50), Duration::from_millis(100));
        assert_eq!(load.percentile(99), Duration::from_millis(198));
        assert_eq!(load.percentile(100), Duration::from_millis(200));
        assert!((load.rate() - 100.0).abs() < f64::EPSILON);
    }

    #[test]
    fn of_no_requests_nothing_is_told() {
        let load = Load {
            times: Vec::new(),
            took: Duration::from_secs(1),
        };
        assert_eq!(load.percentile(99), Duration::ZERO);
    }
}
