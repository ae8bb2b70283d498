//! Metrics for CloudWatch, written to the log as lines in its embedded metric format. They need no
//! request of their own.

use serde_json::json;
use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// The namespace in CloudWatch.
const NAMESPACE: &str = "Docket";

/// A metric. CloudWatch takes ten of them at no cost, so there are no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// A ticket was opened.
    TicketsOpened,
    /// A person changed a ticket: a comment or a change of status.
    TicketsChanged,
    /// A timer changed tickets.
    TimersElapsed,
    /// SES accepted a mail.
    MailsSent,
    /// A record of the stream was set aside: SES refused its mail, or it cannot be read.
    RecordsSetAside,
    /// The time from an event to the mail about it, in milliseconds.
    MailDelay,
    /// A file was added to its ticket.
    FilesStored,
    /// A file did not pass inspection, and was quarantined.
    FilesQuarantined,
    /// Unfinished uploads were deleted.
    UploadsDropped,
    /// A step of a page was called late.
    PagesLate,
    /// Everybody was called for a page, and nobody has acknowledged it.
    PagesUnanswered,
    /// Somebody reached a limit, and was asked to wait.
    LimitsReached,
}

/// Writes metrics. Copies write to the same output. The default writes nothing.
#[derive(Clone, Default)]
pub struct Metrics(Option<Arc<Lines>>);

struct Lines {
    stack: String,
    out: Mutex<Box<dyn Write + Send>>,
}

impl Metrics {
    /// Returns metrics for this stack, written as lines to `out`.
    #[must_use]
    pub fn lines(stack: String, out: impl Write + Send + 'static) -> Self {
        let out = Mutex::new(Box::new(out) as Box<dyn Write + Send>);
        Self(Some(Arc::new(Lines { stack, out })))
    }

    /// Writes a metric. An error while writing is ignored.
    pub fn note(&self, metric: Metric, value: i64) {
        let Some(lines) = &self.0 else { return };
        let name = format!("{metric:?}");
        let unit = match metric {
            Metric::MailDelay => "Milliseconds",
            _ => "Count",
        };
        let line = json!({
            "_aws": {
                // CloudWatch needs the real time. The stack's clock may have been moved.
                "Timestamp": jiff::Timestamp::now().as_millisecond(),
                "CloudWatchMetrics": [{
                    "Namespace": NAMESPACE,
                    "Dimensions": [["Stack"]],
                    "Metrics": [{ "Name": name, "Unit": unit }],
                }],
            },
            "Stack": lines.stack,
            name: value,
        });
        let mut out = lines.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "{line}");
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stack = self.0.as_ref().map(|lines| lines.stack.as_str());
        f.debug_tuple("Metrics").field(&stack).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_figure_is_one_line_that_cloudwatch_reads() {
        let out = Shared::default();
        let metrics = Metrics::lines("desk".to_owned(), out.clone());
        metrics.note(Metric::MailDelay, 1200);
        metrics.note(Metric::TicketsOpened, 1);
        let text = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        let directive = &lines[0]["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(directive["Namespace"], "Docket");
        assert_eq!(directive["Metrics"][0]["Name"], "MailDelay");
        assert_eq!(directive["Metrics"][0]["Unit"], "Milliseconds");
        assert_eq!(directive["Dimensions"][0][0], "Stack");
        assert_eq!(
            (&lines[0]["MailDelay"], &lines[0]["Stack"]),
            (&1200.into(), &"desk".into())
        );
        assert_eq!(lines[1]["TicketsOpened"], 1);
    }
}
