//! The keys of every item in the table, for the table and its indexes. No other module writes a
//! key.
//!
//! | item | partition key `pk` | sort key `sk` |
//! |---|---|---|
//! | desk | `DESK#spaceos` | `DESK` |
//! | a desk's entry in the list of desks | `DESKS` | `spaceos` |
//! | ticket counter | `COUNTER#spaceos` | `COUNTER` |
//! | ticket | `TICKET#SPSUP-1494` | `TICKET` |
//! | event | `TICKET#SPSUP-1494` | `EVENT#<number>` |
//! | file | `TICKET#SPSUP-1494` | `FILE#<uuid v7>` |
//! | count of a ticket's files | `TICKET#SPSUP-1494` | `FILES` |
//! | idempotency record (TTL) | `IDEMPOTENCY#<desk>#<key>` | `IDEMPOTENCY` |
//! | sign-in link (TTL) | `SIGN_IN_LINK#<slot>` | `SIGN_IN_LINK` |
//! | session (TTL) | `SESSION#<digest of its token>` | `SESSION` |
//! | delivery receipt (TTL) | `RECEIPT#<event>` | `<recipient>` |
//! | record that was set aside | `ASIDE#<function>` | `<sequence number>` |
//! | counter of a limit (TTL) | `RATE#<limit>#<of whom>#<window>` | `RATE` |
//! | signing secret | `STACK` | `SIGNING` |
//!
//! | index | partition key | sort key | items in it |
//! |---|---|---|---|
//! | `due` | `DUE#<shard>` | instant, ticket | tickets with a timer, files not stored yet |
//! | `queue` | `QUEUE#<desk>#<phase>` | priority, arrival, number | every ticket |
//! | `requester` | `REQUESTER#<desk>#<address>` | arrival, ticket | every ticket |
//! | `company` | `COMPANY#<desk>#<company>` | arrival, ticket | none yet |
//! | `assignee` | `ASSIGNEE#<desk>#<address>` | phase, priority, arrival | none yet |

mod desks;
mod due;
mod files;
mod key;
mod people;
mod records;
mod tickets;

pub use desks::{DESKS, counter, desk, listed_desk};
pub use due::{DUE, DUE_SHARDS, due_until};
pub use files::{file, file_due, file_of, files};
pub use key::{Item, Key};
pub use people::{draft, session, sign_in_link};
pub use records::{idempotency_record, rate, receipt, set_aside, set_aside_by, signing};
pub use tickets::{
    QUEUE, REQUESTER, TICKET_FILES, TICKET_ITEMS, event, events, kind, queue_partition, queue_sk,
    requester_partition, requester_sk, ticket, ticket_indexes, ticket_of,
};

pub(crate) use due::due_partition;
