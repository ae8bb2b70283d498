//! The table of a folder on which no stack runs.

use crate::data_folder::DataFolder;
use crate::database::LocalDatabase;
use crate::error::StackError;
use crate::invocations::Invocations;
use crate::mailbox::{Mailbox, Ses};
use crate::names::TABLE;
use crate::sns::{MESSAGES, Messages, Sns};
use crate::template::Template;
use crate::transport::{Embedded, IN_PROCESS};
use crate::triggers::Triggers;
use crate::upgrade;
use docket_cloud::{Aws, Clock, Store};
use std::path::Path;

/// The table of a folder on which no stack runs, and none can start before this is dropped.
pub(crate) struct Offline {
    pub(crate) store: Store,
    pub(crate) data: DataFolder,
    database: LocalDatabase,
}

impl Offline {
    /// Opens the table of a folder.
    pub(crate) fn open(folder: &Path, template: &Path) -> Result<Self, StackError> {
        let template = Template::read(template)?;
        let data = DataFolder::open(folder)?;
        upgrade::check(&data)?;
        let database = LocalDatabase::start(&data, &template.table)?;
        let mailbox = Mailbox::open(data.join("mail")).map_err(StackError::data)?;
        // Nothing is sent or handed over here, but the connection knows all services.
        let triggers = Triggers::new(&template, Clock::system(), data.join("handed-over"));
        let embedded = Embedded {
            table: database.clone(),
            ses: Ses::new(mailbox, 1, None, None),
            sns: Sns(Messages::in_folder(data.join(MESSAGES))),
            invocations: Invocations(triggers.handed_over),
        };
        let nowhere = || IN_PROCESS.to_owned();
        let aws = Aws::local(nowhere(), nowhere(), nowhere())?;
        let aws = aws.with_http_client(|network| embedded.client(network));
        Ok(Self {
            store: Store::new(aws.dynamodb(), TABLE),
            data,
            database,
        })
    }
}

impl Drop for Offline {
    fn drop(&mut self) {
        self.database.close();
    }
}
