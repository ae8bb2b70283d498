//! The embedded services, and the connection to them.

use crate::bucket::{LocalBucket, Place};
use crate::config::Config;
use crate::cors::Cors;
use crate::data_folder::DataFolder;
use crate::database::LocalDatabase;
use crate::error::StackError;
use crate::guard::Guard;
use crate::invocations::Invocations;
use crate::mailbox::{Mailbox, Ses};
use crate::sns::{MESSAGES, Messages, Sns};
use crate::template::Template;
use crate::transport::{Embedded, IN_PROCESS};
use crate::triggers::Triggers;
use docket_cloud::Aws;
use tokio::task::JoinSet;

/// The embedded services, running.
pub(crate) struct Services {
    pub(crate) database: LocalDatabase,
    pub(crate) bucket: LocalBucket,
    pub(crate) mailbox: Mailbox,
    pub(crate) messages: Messages,
    /// The connection to them without a role.
    pub(crate) aws: Aws,
}

impl Services {
    /// Starts the services that the template describes, on the files of the data folder.
    pub(crate) async fn start(
        template: &Template,
        data: &DataFolder,
        place: Place,
        guard: &Guard,
        triggers: &Triggers,
        config: &Config,
        tasks: &mut JoinSet<()>,
    ) -> Result<Self, StackError> {
        let database = LocalDatabase::start(data, &template.table)?;
        let mailbox = Mailbox::open(data.join("mail")).map_err(StackError::data)?;
        let messages = Messages::in_folder(data.join(MESSAGES));
        let cors = Cors::new(&template.bucket_cors);
        let bucket = LocalBucket::start(place, cors, guard, triggers.bus.clone(), tasks).await?;
        let in_process = Embedded {
            table: database.clone(),
            ses: Ses::new(
                mailbox.clone(),
                config.mails_per_second,
                config.mail_server.clone(),
                Some(triggers.bus.clone()),
            ),
            sns: Sns(messages.clone()),
            invocations: Invocations(triggers.handed_over.clone()),
        };
        let others = IN_PROCESS.to_owned();
        let aws = Aws::local(others.clone(), bucket.endpoint.clone(), others)?;
        let aws = aws.with_http_client(|network| in_process.client(network));
        Ok(Self {
            database,
            bucket,
            mailbox,
            messages,
            aws,
        })
    }
}
