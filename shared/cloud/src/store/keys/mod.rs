//! The keys of every item in the table, for the table and its indexes. No other module writes a
//! key.
//!
//! | item | partition key `pk` | sort key `sk` |
//! |---|---|---|
//! | desk | `DESK#spaceos` | `DESK` |
//! | the logo of a desk's mails | `DESK#spaceos` | `LOGO` |
//! | page; its events; its tickets | `PAGE#<UUID>` | `PAGE`; `COURSE#0000000001`; `TICKET#SPSUP-1494` |
//! | what became of a call | `CALL#<UUID>` | `0000000002#mail#engineer@example.com` |
//! | calls that a service did not take, made again | `CALL_AGAIN#<UUID>` | `0000000002` |
//! | call that tries whether somebody can be reached (TTL) | `TEST_CALL#<UUID>` | `TEST_CALL` |
//! | the page that a policy started last | `PAGING#spaceos#on-call` | `PAGING` |
//! | incident; its events; its tickets | `INCIDENT#<UUID>` | `INCIDENT`; `INCIDENT_EVENT#0000000001`; `TICKET#SPSUP-1494` |
//! | the incidents that a status page shows | `STATUS#spaceos` | `STATUS` |
//! | what somebody said about the mails of an incident | `FOLLOWER#<UUID>` | a digest of the address |
//! | an update that is being told | `TELLING#<UUID>` | `TELLING#0000000002` |
//! | what is done for an incident | `INCIDENT_TASK#<UUID>` | `LINK`; `CLOSE` |
//! | the tickets that were opened with a topic in an hour (TTL) | `OPENED#spaceos` | `2026-11-30T13:00:00.000Z#incident` |
//! | override of who is on call | `ON_CALL#spaceos` | `OVERRIDE#2026-12-24T18:00:00.000Z#<UUID>` |
//! | secret of a service beside Docket | `SECRET#ntfy-token` | `SECRET` |
//! | a desk's entry in the list of desks | `DESKS` | `spaceos` |
//! | ticket counter | `COUNTER#spaceos` | `COUNTER` |
//! | the numbers of a desk's tickets in a phase; which count of them goes on | `COUNTS#<desk>` | `0000000001#open`; `ALL` |
//! | as what a ticket was counted | `COUNTED#SPSUP-1494` | `COUNTED` |
//! | ticket | `TICKET#SPSUP-1494` | `TICKET` |
//! | event | `TICKET#SPSUP-1494` | `EVENT#<number>` |
//! | file | `TICKET#SPSUP-1494` | `FILE#<uuid v7>` |
//! | count of a ticket's files | `TICKET#SPSUP-1494` | `FILES` |
//! | a note of who is copied | `TICKET#SPSUP-1494` | `WATCHER#<address>` |
//! | account | `ACCOUNT#<desk>#<address>` | `ACCOUNT` |
//! | what one of the desk's people chose | `STAFF#<desk>#<address>` | `CHOICES` |
//! | company | `COMPANY#<desk>#<company>` | `COMPANY` |
//! | a note of a company's domain | `DOMAIN#<desk>#<domain>` | `DOMAIN` |
//! | the last grant of support access for a portal | `SUPPORT_ACCESS#<desk>#<company>` | `GRANT#<portal>` |
//! | what is on record of support access | `SUPPORT_ACCESS#<desk>#<company>` | `RECORD#<instant>#<uuid>` |
//! | idempotency record (TTL) | `IDEMPOTENCY#<desk>#<key>` | `IDEMPOTENCY` |
//! | sign-in link (TTL) | `SIGN_IN_LINK#<slot>` | `SIGN_IN_LINK` |
//! | session (TTL) | `SESSION#<digest of its token>` | `SESSION` |
//! | kept form (TTL) | `DRAFT#<uuid>` | `DRAFT` |
//! | form that waits for a sign-in (TTL) | `HELD#<uuid>` | `HELD` |
//! | invitation (TTL) | `INVITATION#<uuid>` | `INVITATION` |
//! | what became of a notice | `DELIVERY#SPSUP-1494` | `<number of the event>#<receiver>` |
//! | mark of an address that is written to no more | `ADDRESS#<address>` | `ADDRESS` |
//! | rating of a ticket | `RATINGS#<desk>` | `RATING#<first given>#SPSUP-1494` |
//! | ratings of a month, counted by mark | `RATINGS#<desk>` | `MONTH#2026-11` |
//! | receipt of a mail about no ticket (TTL) | `RECEIPT#<cause>` | `<receiver>` |
//! | record that was set aside | `ASIDE#<function>` | `<sequence number>` |
//! | counter of a limit (TTL) | `RATE#<limit>#<of whom>#<window>` | `RATE` |
//! | signing secret | `STACK` | `SIGNING` |
//!
//! | index | partition key | sort key | items in it |
//! |---|---|---|---|
//! | `due` | `DUE#<shard>` | instant, ticket | tickets with a timer, files not stored yet, notices that wait, pages, what is done for incidents |
//! | `queue` | `QUEUE#<desk>#<phase>` | priority, arrival, number | every ticket |
//! | `requester` | `REQUESTER#<desk>#<address>` | arrival, ticket | every ticket |
//! | | `WATCHER#<desk>#<address>` | arrival, ticket | the notes of who is copied |
//! | | `ACCOUNTS#<desk>` | address | every account |
//! | | `SESSIONS#<desk>#<address>` | beginning | every session |
//! | `company` | `COMPANY#<desk>#<company>` | arrival, ticket | tickets of a company |
//! | | `ACCOUNTS#<desk>#<company>` | address | accounts of a company |
//! | | `COMPANIES#<desk>` | name | every company |
//! | `assignee` | `ASSIGNEE#<desk>#<phase>#<address>` | priority, arrival, number | tickets that somebody works on |

mod counts;
mod deliveries;
mod desks;
mod due;
mod files;
mod incidents;
mod key;
mod linked_tickets;
mod pages;
mod people;
mod ratings;
mod records;
mod support_access;
mod tickets;

pub use counts::{all_counted, counted, counted_ticket_of, counts, counts_of, phase_of};
pub use deliveries::{
    DELIVERIES, address_mark, deliveries, deliveries_about, delivery, delivery_at, delivery_due,
    delivery_of,
};
pub use desks::{DESKS, counter, desk, desk_logo, listed_desk};
pub use due::{DUE, DUE_SHARDS, due_until};
pub use files::{file, file_due, file_of, files};
pub(crate) use incidents::INCIDENT_EVENTS;
pub use incidents::{
    follower, followers, incident, incident_event, incident_partition, incident_task,
    incident_task_due, incident_task_of, opened, opened_from, opened_partition, status_board,
    telling,
};
pub use key::{Item, Key};
pub(crate) use linked_tickets::LINKED_TICKETS;
pub use linked_tickets::linked_ticket;
pub(crate) use pages::COURSE;
pub use pages::{
    call, call_again, call_again_due, call_again_of, calls, on_call_override, overrides,
    overrides_until, page, page_due, page_event, page_of, page_partition, paging, secret,
    test_call,
};
pub use people::{
    account, account_indexes, accounts, accounts_of_company, companies, company, company_indexes,
    company_sk, domain, draft, held_form, invitation, session, session_indexes, session_of,
    sessions, sign_in_link, staff_choices,
};
pub use ratings::{RATED_MONTHS, RATINGS, rated_month, rating, ratings};
pub use records::{idempotency_record, rate, receipt, set_aside, set_aside_by, signing};
pub use support_access::{
    GRANTS, RECORDS, access_place, access_record, access_record_at, grant, is_access_place,
    support_access,
};
pub use tickets::{
    ASSIGNEE, COMPANY, EVENTS, QUEUE, REQUESTER, TICKET_FILES, TICKET_ITEMS, arrival,
    assignee_partition, company_partition, event, events, kind, queue_partition, queue_sk,
    requester_partition, requester_sk, ticket, ticket_indexes, ticket_of, watcher, watcher_indexes,
    watcher_partition,
};

pub(crate) use due::due_partition;
