//! The places where accounts are stored.

use crate::command_line::Target;
use crate::desks::{ControlError, RunningStack};
use docket_app::AppError;
use docket_app::accounts::{ImportOutcome, Imported, import};
use docket_cloud::{Aws, AwsError, Store, StoreError};
use docket_domain::DeskId;
use docket_domain::account::{ImportRow, table_of};
use docket_domain::desk::Desk;
use jiff::Timestamp;

/// A place where accounts are stored.
#[derive(Debug)]
pub(crate) enum AccountPlace {
    /// A deployed table.
    Table(Store),
    /// A stack that runs on this machine.
    Stack(RunningStack),
}

/// The accounts cannot be imported.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AccountError {
    /// There is no such desk.
    #[error("there is no desk `{given}`; there are: {there}")]
    NoDesk {
        /// What was given.
        given: String,
        /// The desks that there are.
        there: String,
    },
    /// The desk was changed after the table was checked, and no longer takes it.
    #[error("the desk was changed meanwhile, and does not take the table as it is")]
    Changed,
    /// The table cannot be used.
    #[error("{0}; is the name of the table right, and may you read and write it?")]
    Store(#[from] StoreError),
    /// The import failed.
    #[error(transparent)]
    App(#[from] AppError),
    /// The running stack cannot be used.
    #[error(transparent)]
    Stack(#[from] ControlError),
}

impl AccountPlace {
    /// Returns the place that the command line names.
    pub(crate) fn of(target: Target) -> Result<Self, AwsError> {
        Ok(match target {
            Target::Table(table) => Self::Table(Store::new(Aws::from_env()?.dynamodb(), &table)),
            Target::Data(data) => Self::Stack(RunningStack::on(&data)),
        })
    }

    /// Returns the desk with this ID.
    pub(crate) async fn desk(&self, given: &str) -> Result<Desk, AccountError> {
        let files: Vec<(DeskId, String)> = match self {
            Self::Stack(stack) => {
                let desks = stack.desks().await?.into_iter();
                desks.map(|(id, file)| (id, file.source)).collect()
            }
            Self::Table(store) => {
                let mut files = Vec::new();
                for id in store.desks().await? {
                    let file = store.desk_file(&id).await?;
                    files.extend(file.map(|file| (id, file.source)));
                }
                files
            }
        };
        let found = files.iter().find(|(id, _)| *id == *given);
        let found = found.and_then(|(_, source)| Desk::parse(source).ok());
        found.ok_or_else(|| {
            let there: Vec<&str> = files.iter().map(|(id, _)| id.as_str()).collect();
            let (given, there) = (given.to_owned(), there.join(", "));
            AccountError::NoDesk { given, there }
        })
    }

    /// Imports rows, or with `dry_run` tells what that would change.
    pub(crate) async fn import(
        &self,
        desk: &DeskId,
        rows: &[ImportRow],
        dry_run: bool,
    ) -> Result<Imported, AccountError> {
        let table = table_of(rows);
        let done = match self {
            Self::Stack(stack) => stack.import_accounts(desk, table, dry_run).await?,
            Self::Table(store) => {
                let now = Timestamp::now();
                let desk = store.desk(desk).await?.ok_or(AccountError::Changed)?;
                match import(store, &desk, table.as_bytes(), dry_run, now).await? {
                    ImportOutcome::Done(done) => Some(done),
                    ImportOutcome::Refused(_) => None,
                }
            }
        };
        done.ok_or(AccountError::Changed)
    }
}
