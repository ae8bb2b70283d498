//! The service levels of a ticket, in words and as a picture, for the desk's people.

use crate::pages::frame::Frame;
use docket_domain::clock::{ClockState, Reading, SpanKind};
use docket_domain::desk::Desk;
use docket_domain::ticket::Ticket;
use docket_texts::local_time;
use jiff::{SignedDuration, Timestamp};

/// The width of the picture, in its own units.
const WIDTH: i64 = 1_000;

/// What the clock of one metric shows.
pub(super) struct ServiceLevelView {
    /// The name of the metric.
    pub(super) name: String,
    /// The state of the clock.
    pub(super) state: ClockState,
    /// How things stand, in words.
    pub(super) words: String,
    /// The target, in words.
    pub(super) target: String,
    /// What counted before the rows, in words. `None` if nothing did.
    pub(super) before: Option<String>,
    /// The parts of the time.
    pub(super) rows: Vec<Row>,
    /// The place of now or the end in the picture, and that of the target.
    pub(super) marks: (i64, Option<i64>),
}

/// A part of the time of a clock.
pub(super) struct Row {
    pub(super) kind: SpanKind,
    /// Its start, its end and its length, in words.
    pub(super) from: String,
    pub(super) until: String,
    pub(super) length: String,
    /// Its place and width in the picture.
    pub(super) x: i64,
    pub(super) width: i64,
}

impl Row {
    /// Returns the ID of the words for why it counted, or did not.
    pub(super) fn words(&self) -> String {
        format!("span-{}", self.kind.name())
    }
}

/// Makes what the page shows of a ticket's service levels.
pub(super) fn service_levels(
    frame: &Frame<'_>,
    desk: &Desk,
    ticket: &Ticket,
    now: Timestamp,
) -> Vec<ServiceLevelView> {
    let readings = desk.readings(&ticket.course(), now);
    readings
        .iter()
        .map(|reading| view(frame, desk, reading, now))
        .collect()
}

fn view(frame: &Frame<'_>, desk: &Desk, reading: &Reading<'_>, now: Timestamp) -> ServiceLevelView {
    let time = |at: Timestamp| local_time(desk, at);
    let first = reading.spans.first().map(|span| span.time.from);
    let scale = Scale::new(
        first.unwrap_or(reading.started_at),
        reading.fulfilled_at.unwrap_or(now),
        reading.target_at,
    );
    let hours = match reading.calendar {
        Some(calendar) => frame.t1("service-level-calendar", "calendar", calendar.id.as_str()),
        None if reading.level.is_always() => frame.t("service-level-always"),
        None => frame.t("service-level-business"),
    };
    let values = [
        ("target", &*frame.texts.length(reading.target)),
        ("level", frame.w(&reading.level.label)),
        ("hours", &*hours),
    ];
    let rows = reading.spans.iter().map(|span| Row {
        kind: span.kind,
        from: time(span.time.from),
        until: time(span.time.until),
        length: frame.texts.length(span.time.length()),
        x: scale.place(span.time.from),
        width: (scale.place(span.time.until) - scale.place(span.time.from)).max(1),
    });
    let counted = Some(reading.counted_before).filter(|it| *it > SignedDuration::ZERO);
    let counted = counted.map(|counted| frame.texts.length(counted));
    ServiceLevelView {
        name: frame.t(&format!("service-level-{}", reading.metric)),
        state: reading.state,
        words: words(frame, reading, time),
        target: frame.texts.with("service-level-target", &values),
        before: counted.map(|counted| frame.t1("service-level-before", "time", counted.as_str())),
        rows: rows.collect(),
        marks: (
            scale.place(reading.fulfilled_at.unwrap_or(now)),
            reading.target_at.map(|at| scale.place(at)),
        ),
    }
}

/// Says how things stand.
fn words(frame: &Frame<'_>, reading: &Reading<'_>, time: impl Fn(Timestamp) -> String) -> String {
    let left = frame.texts.length(reading.remaining());
    let target_at = reading.target_at.map(&time).unwrap_or_default();
    let fulfilled_at = reading.fulfilled_at.map(&time);
    let say = |id, values: &[(&str, &str)]| frame.texts.with(id, values);
    match (reading.state, fulfilled_at) {
        (ClockState::Running, _) => say(
            "service-level-running",
            &[("left", &left), ("time", &target_at)],
        ),
        (ClockState::Paused, _) => say("service-level-paused", &[("left", &left)]),
        (ClockState::Met, at) => say(
            "service-level-met",
            &[("time", at.as_deref().unwrap_or_default())],
        ),
        (ClockState::Breached, None) => say("service-level-missed-open", &[("time", &target_at)]),
        (ClockState::Breached, Some(done)) => say(
            "service-level-missed-done",
            &[("time", &target_at), ("done", &done)],
        ),
    }
}

/// The scale of the picture: the time from the first part to the later one of end and target.
struct Scale {
    from: Timestamp,
    length: i64,
}

impl Scale {
    fn new(from: Timestamp, end: Timestamp, target_at: Option<Timestamp>) -> Self {
        let until = target_at.map_or(end, |target| target.max(end));
        let length = until.as_millisecond().saturating_sub(from.as_millisecond());
        Self {
            from,
            length: length.max(1),
        }
    }

    /// Returns the place of an instant, from 0 to [`WIDTH`].
    fn place(&self, at: Timestamp) -> i64 {
        let since = at
            .as_millisecond()
            .saturating_sub(self.from.as_millisecond());
        let place = i128::from(since) * i128::from(WIDTH) / i128::from(self.length);
        i64::try_from(place).map_or(WIDTH, |place| place.clamp(0, WIDTH))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_ends_with_the_later_one_of_target_and_end() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let (from, end, target) = (
            at("2026-11-30T09:00Z"),
            at("2026-11-30T10:00Z"),
            at("2026-11-30T13:00Z"),
        );
        let scale = Scale::new(from, end, Some(target));
        assert_eq!(
            (scale.place(from), scale.place(end), scale.place(target)),
            (0, 250, WIDTH)
        );
        let scale = Scale::new(from, target, Some(end));
        assert_eq!((scale.place(end), scale.place(target)), (250, WIDTH));
        assert_eq!(Scale::new(from, from, None).place(Timestamp::MAX), WIDTH);
        assert_eq!(Scale::new(from, from, None).place(Timestamp::MIN), 0);
    }
}
