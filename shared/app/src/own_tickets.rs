//! The tickets of the person who is signed in.

use crate::caller::SignedIn;
use crate::error::AppError;
use docket_cloud::Cloud;
use docket_cloud::store::{OwnList, OwnPlace, OwnTickets};
use docket_domain::access::Action;
use docket_domain::desk::{Desk, Phase};
use docket_domain::ticket::Ticket;
use docket_domain::{Refusal, clean};

/// The pages of an index that are read for one page of a list. A rare word must not make a request read a whole company's tickets.
const MOST_READ: usize = 4;

/// Whose tickets a list has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// Those that the person asked for. Where a company is one account, all of the company.
    #[default]
    Mine,
    /// Those of the person's company.
    Company,
    /// Those that the person is copied on.
    Shared,
}

impl View {
    /// The names of all of them in addresses.
    pub const NAMES: [&str; 3] = ["mine", "company", "shared"];

    /// Returns its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Company => "company",
            Self::Shared => "shared",
        }
    }

    /// Returns the view of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "mine" => Some(Self::Mine),
            "company" => Some(Self::Company),
            "shared" => Some(Self::Shared),
            _ => None,
        }
    }

    /// Returns the views that a person has.
    #[must_use]
    pub fn of(desk: &Desk, person: &SignedIn) -> Vec<Self> {
        let has_company = desk.shows_company() && person.company().is_some();
        match (has_company, desk.has_company_accounts()) {
            // All that a company asks is its one account's own.
            (true, true) | (false, _) => vec![Self::Mine, Self::Shared],
            (true, false) => vec![Self::Mine, Self::Company, Self::Shared],
        }
    }
}

/// What somebody wants to see of their tickets.
#[derive(Debug, Default)]
pub struct OwnFilter {
    /// Whose.
    pub view: View,
    /// Only those in a phase.
    pub phase: Option<Phase>,
    /// Only those with all of these words, in lower case, in their subject or ID.
    pub words: Vec<String>,
}

impl OwnFilter {
    /// Returns the words of a text, as they are looked for.
    #[must_use]
    pub fn words(text: &str) -> Vec<String> {
        let text = clean::line(text).to_lowercase();
        text.split_whitespace().map(str::to_owned).collect()
    }

    /// Returns `true` if it leaves out anything.
    fn is_any(&self) -> bool {
        self.phase.is_some() || !self.words.is_empty()
    }

    fn takes(&self, ticket: &Ticket, desk: &Desk) -> bool {
        let text = format!("{} {}", ticket.id, ticket.subject).to_lowercase();
        let is_in_phase = self
            .phase
            .is_none_or(|phase| desk.phase(&ticket.status) == phase);
        is_in_phase && self.words.iter().all(|word| text.contains(word))
    }
}

/// Returns a page of somebody's tickets, the youngest first: at most `most`. `after` is the place after which it begins. A page may have fewer,
/// even none, though others follow.
///
/// # Errors
/// [`Refusal::NotAllowed`] when they have no such view. When the table fails.
pub async fn own_tickets(
    cloud: &Cloud,
    desk: &Desk,
    person: &SignedIn,
    filter: &OwnFilter,
    after: Option<OwnPlace>,
    most: i32,
) -> Result<OwnTickets, AppError> {
    let store = &cloud.store;
    let company = person.company().filter(|_| desk.shows_company());
    let list = match (filter.view, company) {
        (View::Company, None) => return Err(Refusal::NotAllowed.into()),
        (View::Company, Some(company)) => OwnList::Company(company),
        (View::Mine, Some(company)) if desk.has_company_accounts() => OwnList::Company(company),
        (View::Mine, _) => OwnList::Requester(&person.email),
        (View::Shared, _) => OwnList::Watcher(&person.email),
    };
    let takes = |ticket: &Ticket| {
        let actor = ticket.actor_with(desk, &person.email, person.account.as_ref());
        let sees = actor.is_some_and(|actor| actor.may(Action::SeeTicket));
        sees && ticket.desk == *desk.id && filter.takes(ticket, desk)
    };
    let mut found = Vec::new();
    let mut next = after;
    for _ in 0..MOST_READ {
        let left = most - i32::try_from(found.len()).unwrap_or(most);
        let page = store
            .own_tickets(&desk.id, list, next.as_ref(), left)
            .await?;
        next = page.next;
        found.extend(page.tickets.into_iter().filter(&takes));
        let is_full = i32::try_from(found.len()).is_ok_and(|found| found >= most);
        if next.is_none() || is_full || !filter.is_any() {
            break;
        }
    }
    Ok(OwnTickets {
        tickets: found,
        next,
    })
}
