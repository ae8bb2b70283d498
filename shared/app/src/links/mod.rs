//! Every address of Docket, and the keys and tokens signed for them. No other module makes them.
//!
//! Ticket keys, sign-in tokens and message IDs are signed for separate purposes. So none can be
//! used in place of another.

mod addresses;
mod keys;

pub use addresses::{
    Access, FRONT, Links, PAGE_SCRIPT, SCRIPT, STYLE, own_path, portal, query_of, rating,
    with_query,
};
pub(crate) use keys::same;
pub use keys::{
    Signer, cause_of_notice, draft_of, draft_token, follower_in, follower_name, follower_token,
    held_of, held_token, hex, holder, holder_of_page, mail_signature, mailbox_key, notice_name,
    opener_key, page_key, sign_in_link_of, sign_in_slot, sign_in_token,
};
