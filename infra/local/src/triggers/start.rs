//! Connects the triggers of the template with the functions that they call.

use super::aside::Aside;
use super::doorbell::Doorbell;
use super::event_bus::EventBus;
use super::handed_over::HandedOver;
use super::handled::Handled;
use super::inbox::{Arrivals, Inbox};
use super::retry::Retry;
use super::schedule::Schedules;
use super::stream::Consumer;
use crate::database::LocalDatabase;
use crate::error::StackError;
use crate::running::Running;
use crate::template::{Retries, StreamSource, Template};
use docket_cloud::Clock;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::task::JoinSet;

/// The triggers before the functions are started. The bucket needs the bus, and the functions need
/// the bucket.
pub(crate) struct Triggers {
    /// Rings when there may be work.
    pub(crate) bell: Arc<Doorbell>,
    /// The bus for events of the bucket and of scanners.
    pub(crate) bus: EventBus,
    /// What functions hand to others.
    pub(crate) handed_over: HandedOver,
    schedules: Schedules,
    /// The queue of events for each function, by its binary.
    arrivals: Vec<(String, Retries, Arrivals)>,
    streams: Vec<(String, StreamSource)>,
}

impl Triggers {
    /// Makes the triggers of a template. Schedules use this clock. The folder keeps what functions hand to
    /// others.
    pub(crate) fn new(template: &Template, clock: Clock, handed_over: PathBuf) -> Self {
        let bell = Arc::new(Doorbell::default());
        let (mut rules, mut schedules) = (Vec::new(), Vec::new());
        let (mut arrivals, mut streams) = (Vec::new(), Vec::new());
        let mut called = BTreeMap::new();
        for function in &template.functions {
            let by_others = template.calls(&function.binary);
            if by_others || !function.rules.is_empty() || !function.schedules.is_empty() {
                let (inbox, arriving) = Inbox::new(&bell);
                let patterns = function.rules.iter().cloned();
                rules.extend(patterns.map(|pattern| (pattern, inbox.clone())));
                let own = function.schedules.iter().cloned();
                schedules.extend(own.map(|schedule| (schedule, inbox.clone())));
                if by_others {
                    called.insert(function.binary.clone(), inbox);
                }
                arrivals.push((function.binary.clone(), function.retries, arriving));
            }
            let own = function.streams.iter().cloned();
            streams.extend(own.map(|source| (function.binary.clone(), source)));
        }
        Self {
            bus: EventBus::new(rules),
            handed_over: HandedOver::new(handed_over, called),
            schedules: Schedules::new(schedules, clock),
            bell,
            arrivals,
            streams,
        }
    }

    /// Starts to call the functions. Items that they cannot handle go `aside`.
    pub(crate) fn start(
        self,
        running: &Running,
        database: &LocalDatabase,
        aside: &Aside,
        tasks: &mut JoinSet<()>,
    ) -> Result<Schedules, StackError> {
        let retry = |binary: &str, retries: Retries| {
            let function = running.function(binary)?.clone();
            Ok::<_, StackError>(Retry::new(function, retries, aside.clone()))
        };
        for (binary, retries, arrivals) in self.arrivals {
            tasks.spawn(arrivals.run(retry(&binary, retries)?));
        }
        let handled = Handled::new(database.handled_records(), self.streams.len());
        let handled = Arc::new(handled);
        for (number, (binary, source)) in self.streams.into_iter().enumerate() {
            let consumer = Consumer {
                number,
                retry: retry(&binary, source.retries)?,
                source,
                reader: database.stream(),
                handled: Arc::clone(&handled),
                listener: self.bell.listener(),
            };
            tasks.spawn(consumer.run());
        }
        tasks.spawn(self.schedules.clone().run());
        Ok(self.schedules)
    }
}
