//! The mails that are on their way to a mail server. `notify` gives up after 20 seconds, and tries again; a slow server may take the mail after that.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The time after which `notify` no longer waits, with a margin: what is taken later, it does not know.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(18);

/// The mails on their way, by their names. Copies share everything.
#[derive(Debug, Clone, Default)]
pub(super) struct Flights(Arc<Mutex<HashMap<String, Flight>>>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flight {
    UnderWay,
    TakenLate,
}

/// What is to be done with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begun {
    /// It may be handed over. After that, call [`Flights::end`].
    Go,
    /// It is being handed over.
    UnderWay,
    /// The server took it after `notify` gave up.
    Taken,
}

impl Flights {
    /// Begins to hand a mail over, unless that goes on.
    pub(super) fn begin(&self, name: &str) -> Begun {
        let mut flights = self.all();
        match flights.get(name) {
            Some(Flight::UnderWay) => Begun::UnderWay,
            Some(Flight::TakenLate) => {
                flights.remove(name);
                Begun::Taken
            }
            None => {
                flights.insert(name.to_owned(), Flight::UnderWay);
                Begun::Go
            }
        }
    }

    /// Ends it after that time. What was taken late is remembered for the next attempt.
    pub(super) fn end(&self, name: &str, is_taken: bool, took: Duration) {
        let mut flights = self.all();
        match is_taken && took >= GIVEN_UP_AFTER {
            true => flights.insert(name.to_owned(), Flight::TakenLate),
            false => flights.remove(name),
        };
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Flight>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_server_gets_a_mail_once() {
        let flights = Flights::default();
        assert_eq!(flights.begin("a"), Begun::Go);
        assert_eq!(flights.begin("a"), Begun::UnderWay);
        assert_eq!(flights.begin("b"), Begun::Go);
        flights.end("a", true, GIVEN_UP_AFTER);
        assert_eq!(flights.begin("a"), Begun::Taken);
        // It is sent again because somebody wants it.
        assert_eq!(flights.begin("a"), Begun::Go);
        flights.end("a", true, Duration::ZERO);
        assert_eq!(flights.begin("a"), Begun::Go);
        flights.end("b", false, GIVEN_UP_AFTER);
        assert_eq!(flights.begin("b"), Begun::Go);
    }
}
