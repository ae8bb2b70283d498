//! The check of statuses, moves, reactions and auto-close rules.

use super::reporter::Check;
use crate::desk::Spanned;
use crate::desk::workflow::{AutoClose, MoveComment, Mover, Period, Phase, Start};
use crate::value::StatusId;
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// The shortest time within which people can take a ticket up again.
const SHORTEST_REOPENING: SignedDuration = SignedDuration::from_hours(1);

impl<'a> Check<'a> {
    pub(super) fn workflow(&mut self) {
        let desk = self.desk;
        self.unique("status", desk.statuses.iter().map(|s| &s.id));
        self.known_status(&desk.workflow.initial);
        if let Some(within) = &desk.workflow.reopen_within
            && within.duration() < SHORTEST_REOPENING
        {
            self.say(
                within,
                "whoever reads of the closing must have time to answer: write an hour, `PT1H`, or longer",
            );
        }
        if !desk
            .statuses
            .iter()
            .any(|status| status.phase == Phase::Done)
        {
            self.say(
                &desk.workflow.initial,
                "no ticket can end: give a status `phase = \"done\"`",
            );
        }
        for step in &desk.moves {
            self.known_status(&step.to);
            if let Start::These(statuses) = &step.from {
                for from in statuses {
                    self.known_status(from);
                }
            }
            if step.by.is_empty() {
                self.say(
                    &step.by,
                    "nobody may make this move: name `requester`, `agent` or `lead`",
                );
            }
            if step.comment == MoveComment::None
                && step.by.contains(&Mover::Requester)
                && desk.phase(&step.to) != Phase::Done
            {
                self.say(&step.by, "a requester who moves a ticket on has to be able to say why: leave `comment` out or require it");
            }
        }
        for reaction in &desk.reactions {
            self.known_status(&reaction.to);
            for from in &reaction.from {
                self.known_status(from);
                if **from == *reaction.to {
                    self.say(
                        from,
                        "a reaction leads to another status than the one it starts from",
                    );
                }
            }
        }
        self.unique("auto-close for", desk.auto_close.iter().map(|a| &a.status));
        for auto in &desk.auto_close {
            self.known_status(&auto.status);
            self.known_status(&auto.to);
            if auto.after.duration().is_zero() {
                self.say(
                    &auto.after,
                    "silence of no length would close every ticket at once: write a longer one",
                );
            }
            if let Some(before) = &auto.remind_before {
                self.reminder(auto, before);
            }
            if *auto.status == *auto.to {
                self.say(
                    &auto.to,
                    "an auto-close leads to another status than the one it starts from",
                );
            }
        }
        for status in &desk.statuses {
            if !self.reachable().contains(&*status.id) {
                self.say(&status.id, format!("nothing leads to status `{}`: add a move, a reaction or an auto-close to it, or remove it", *status.id));
            }
        }
        self.replaced(
            "status",
            &desk.replaced.statuses,
            desk.statuses.iter().map(|s| &s.id),
        );
        self.replaced(
            "topic",
            &desk.replaced.topics,
            desk.topics.iter().map(|t| &t.id),
        );
        let priorities = desk.priorities.iter().map(|p| &p.id);
        self.replaced("priority", &desk.replaced.priorities, priorities);
        if let Some(rating) = &desk.rating
            && !(2..=10).contains(&*rating.scale)
        {
            self.say(&rating.scale, "a scale has 2 to 10 marks");
        }
        if let Some(rating) = &desk.rating {
            if rating.ask_on.is_empty() {
                self.say(
                    &rating.scale,
                    "nobody is ever asked: write the statuses of `ask_on`, or remove the table",
                );
            }
            for status in &rating.ask_on {
                self.known_status(status);
                if desk.has_status(status) && desk.phase(status) != Phase::Done {
                    self.say(
                        status,
                        "only what is done is rated: write a status of the phase `done`",
                    );
                }
            }
        }
    }

    /// A reminder comes before the end of the silence, and the requester can do without what follows it.
    fn reminder(&mut self, auto: &AutoClose, before: &Spanned<Period>) {
        let length = before.duration();
        if length.is_zero() || length >= auto.after.duration() {
            self.say(
                before,
                "a reminder comes within the silence: write a length of time that is shorter than `after` and longer than none",
            );
        }
        let desk = self.desk;
        if desk.has_status(&auto.to) && desk.phase(&auto.to) != Phase::Done {
            self.say(
                before,
                format!(
                    "a reminder says that the ticket will be closed, and `{}` is not of the phase `done`: remove `remind_before`, or name another status",
                    *auto.to
                ),
            );
        }
    }

    /// Returns the statuses that a ticket can get, beginning with that of a new ticket.
    fn reachable(&self) -> BTreeSet<&'a StatusId> {
        let desk = self.desk;
        let mut reached: BTreeSet<&StatusId> = BTreeSet::from([&*desk.workflow.initial]);
        loop {
            let before = reached.len();
            for step in &desk.moves {
                if reached.iter().any(|from| step.from.holds(from, &step.to)) {
                    reached.insert(&step.to);
                }
            }
            for reaction in &desk.reactions {
                if reaction.from.iter().any(|from| reached.contains(&**from)) {
                    reached.insert(&reaction.to);
                }
            }
            for auto in &desk.auto_close {
                if reached.contains(&*auto.status) {
                    reached.insert(&auto.to);
                }
            }
            if reached.len() == before {
                return reached;
            }
        }
    }
}
