//! The embedded services, and the connection to them.

use crate::bucket::{LocalBucket, Place};
use crate::cors::Cors;
use crate::data_folder::DataFolder;
use crate::database::LocalDatabase;
use crate::error::StackError;
use crate::guard::Guard;
use crate::invocations;
use crate::mailbox::{self, Mailbox};
use crate::template::Template;
use crate::triggers::Triggers;
use axum::Router;
use docket_cloud::Aws;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// The embedded services, running.
pub(crate) struct Services {
    pub(crate) database: LocalDatabase,
    pub(crate) bucket: LocalBucket,
    pub(crate) mailbox: Mailbox,
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
        mails_per_second: u32,
        tasks: &mut JoinSet<()>,
    ) -> Result<Self, StackError> {
        let table = data.join("table.sqlite");
        let database = LocalDatabase::start(table, &template.table, tasks).await?;
        let mailbox = Mailbox::open(data.join("mail")).map_err(StackError::data)?;
        let others = mailbox::routes(mailbox.clone(), mails_per_second)
            .merge(invocations::routes(triggers.handed_over.clone()));
        let others = serve(others, tasks).await?;
        let cors = Cors::new(&template.bucket_cors);
        let bucket = LocalBucket::start(place, cors, guard, triggers.bus.clone(), tasks).await?;
        let aws = Aws::local(database.endpoint.clone(), bucket.endpoint.clone(), others)?;
        Ok(Self {
            database,
            bucket,
            mailbox,
            aws,
        })
    }
}

/// Starts the stand-ins for SES and Lambda on a free port. Returns its address.
async fn serve(routes: Router, tasks: &mut JoinSet<()>) -> Result<String, StackError> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .map_err(StackError::Listen)?;
    let address = listener.local_addr().map_err(StackError::Listen)?;
    tasks.spawn(async move {
        let _ = axum::serve(listener, routes).await;
    });
    Ok(format!("http://{address}"))
}
