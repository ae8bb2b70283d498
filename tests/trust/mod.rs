//! Trust between strangers, mailboxes and the desk: what an attacker gains, which is nothing. Behaviours 10, 12 and 41 to 43.

mod attacks;
mod drafts;
mod keys;
mod limits;
mod opener;
mod relay;
mod sessions;
mod urgent;
