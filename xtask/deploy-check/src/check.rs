//! The deployed stack and all who meet it, as each check is given them.

use crate::bucket::Bucket;
use crate::mailbox::Mailbox;
use crate::site::Site;
use crate::stack::Stack;
use std::collections::BTreeMap;

/// The number of mails that each person should have got.
pub(crate) type Mails = BTreeMap<String, usize>;

/// The deployed stack under check.
pub(crate) struct Check {
    pub(crate) stack: Stack,
    pub(crate) site: Site,
    pub(crate) bucket: Bucket,
    pub(crate) mailbox: Mailbox,
    pub(crate) mails: Mails,
}

impl Check {
    /// Begins the check of that stack, which has sent no mail yet.
    pub(crate) async fn of(stack: Stack) -> Result<Self, String> {
        Ok(Self {
            site: Site::of(&stack)?,
            bucket: Bucket::of(&stack).await?,
            mailbox: Mailbox::new(&stack.aws.address),
            mails: Mails::new(),
            stack,
        })
    }
}
