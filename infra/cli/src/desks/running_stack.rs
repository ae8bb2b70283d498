//! A stack that runs on this machine, reached through the socket in its data folder.

use super::folder::DeskFile;
use bytes::Bytes;
use docket_app::accounts::Imported;
use docket_app::desks::{CompareOrder, Comparison};
use docket_app::doctor::Report;
use docket_cloud::store::StoredFile;
use docket_domain::DeskId;
use docket_local::{
    BackupOrder, CONTROL, DeskMistakes, Holds, ImportOrder, NoticesOrder, OnCallOrder, SecretOrder,
    ShownAside, ShownKey, ShownNotice, StoredDesk, TestCallOrder, Tried,
};
use http::header::{CONTENT_TYPE, HOST};
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use tokio::net::UnixStream;

/// A stack that runs on this machine.
#[derive(Debug, Clone)]
pub struct RunningStack {
    data: PathBuf,
}

/// The running stack cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// No stack runs on this folder.
    #[error(
        "no Docket runs on `{}`: start it with `docket`, name its folder with --data, or name a deployed table with --table",
        .0.display()
    )]
    NotRunning(PathBuf),
    /// The socket cannot be used.
    #[error("the Docket that runs on `{}` cannot be reached: {source}", data.display())]
    Unreachable {
        /// The data folder.
        data: PathBuf,
        /// The error.
        source: io::Error,
    },
    /// A desk file has mistakes.
    #[error("{0}")]
    Mistakes(String),
    /// No backup was made.
    #[error("no backup was made: {0}")]
    Backup(String),
    /// The stack failed.
    #[error("the running Docket failed: {0}; its output says more")]
    Failed(String),
}

impl RunningStack {
    /// Returns the stack that runs on this data folder.
    #[must_use]
    pub fn on(data: &Path) -> Self {
        let data = data.to_owned();
        Self { data }
    }

    /// Returns the stack's desk files, by the desks' IDs.
    pub(crate) async fn desks(&self) -> Result<BTreeMap<DeskId, StoredFile>, ControlError> {
        let desks: Vec<StoredDesk> = self.read(Method::GET, "/desks").await?;
        let file = |desk: StoredDesk| StoredFile {
            source: desk.source,
            is_settled: desk.is_settled,
        };
        Ok(desks
            .into_iter()
            .map(|desk| (desk.id.clone(), file(desk)))
            .collect())
    }

    /// Stores a desk in the stack.
    pub(super) async fn put_desk(&self, file: &DeskFile) -> Result<(), ControlError> {
        let path = format!("/desks/{}", *file.desk.id);
        let (status, body) = self.ask(Method::PUT, &path, &file.source).await?;
        match status {
            StatusCode::OK => Ok(()),
            StatusCode::UNPROCESSABLE_ENTITY => Err(mistakes(&file.path, &body)),
            _ => Err(failed(&body)),
        }
    }

    /// Removes a desk from the stack.
    pub(super) async fn remove_desk(&self, id: &DeskId) -> Result<(), ControlError> {
        let (status, body) = self
            .ask(Method::DELETE, &format!("/desks/{id}"), "")
            .await?;
        match status {
            StatusCode::NO_CONTENT => Ok(()),
            _ => Err(failed(&body)),
        }
    }

    /// Compares desk files with the tickets of the stack.
    pub(super) async fn compare(
        &self,
        order: &CompareOrder,
    ) -> Result<Vec<Comparison>, ControlError> {
        let order = serde_json::json!(order).to_string();
        self.send(Method::POST, "/compare-desks", &order).await
    }

    /// Imports a table of accounts. Returns `None` when there is no such desk any more, or it does not take the table.
    pub(crate) async fn import_accounts(
        &self,
        desk: &DeskId,
        table: String,
        dry_run: bool,
    ) -> Result<Option<Imported>, ControlError> {
        let desk = desk.clone();
        let order = ImportOrder {
            desk,
            table,
            dry_run,
        };
        let order = serde_json::json!(order).to_string();
        let (status, body) = self.ask(Method::POST, "/import-accounts", &order).await?;
        match serde_json::from_slice(&body) {
            Ok(done) if status == StatusCode::OK => Ok(Some(done)),
            _ if status == StatusCode::CONFLICT => Ok(None),
            _ => Err(failed(&body)),
        }
    }

    /// Checks the tickets of the stack.
    ///
    /// # Errors
    /// When no stack runs on the folder, or it fails.
    pub async fn examine(&self) -> Result<Report, ControlError> {
        self.read(Method::POST, "/doctor").await
    }

    /// Returns the stack's signing keys, after adding one if `rotate` is set.
    ///
    /// # Errors
    /// When no stack runs on the folder, or it fails.
    pub async fn keys(&self, rotate: bool) -> Result<Vec<ShownKey>, ControlError> {
        let method = if rotate { Method::POST } else { Method::GET };
        self.read(method, "/keys").await
    }

    /// Has the stack write a backup of itself into a file.
    ///
    /// # Errors
    /// When no stack runs on the folder, the file is there already, or it cannot be written.
    pub async fn back_up(&self, file: &Path) -> Result<Holds, ControlError> {
        let file = std::path::absolute(file).map_err(|error| self.unreachable(error))?;
        let order = serde_json::json!(BackupOrder { file }).to_string();
        let (status, body) = self.ask(Method::POST, "/backup", &order).await?;
        match serde_json::from_slice(&body) {
            Ok(holds) if status == StatusCode::OK => Ok(holds),
            _ => Err(ControlError::Backup(
                String::from_utf8_lossy(&body).into_owned(),
            )),
        }
    }

    /// Returns what was set aside.
    ///
    /// # Errors
    /// When no stack runs on the folder, or it fails.
    pub async fn set_aside(&self) -> Result<Vec<ShownAside>, ControlError> {
        self.read(Method::GET, "/set-aside").await
    }

    /// Hands over again what these IDs name, or everything, and returns what is set aside after that.
    ///
    /// # Errors
    /// When no stack runs on the folder, or it fails.
    pub async fn retry(&self, ids: &[String]) -> Result<Vec<ShownAside>, ControlError> {
        let ids = serde_json::json!(ids).to_string();
        self.send(Method::POST, "/set-aside", &ids).await
    }

    /// Carries out an order about notices. Returns those that are meant.
    ///
    /// # Errors
    /// When no stack runs on the folder, or it fails.
    pub async fn notices(&self, order: &NoticesOrder) -> Result<Vec<ShownNotice>, ControlError> {
        let order = serde_json::json!(order).to_string();
        self.send(Method::POST, "/notices", &order).await
    }

    /// Asks who is on call. Returns a line for each schedule and each step of a policy.
    ///
    /// # Errors
    /// When no stack runs on the folder, or it fails.
    pub async fn on_call(&self, order: &OnCallOrder) -> Result<Vec<String>, ControlError> {
        let order = serde_json::json!(order).to_string();
        self.send(Method::POST, "/on-call", &order).await
    }

    /// Tries whether somebody can be reached.
    ///
    /// # Errors
    /// When no stack runs on the folder, or it fails.
    pub async fn test_call(&self, order: &TestCallOrder) -> Result<Vec<Tried>, ControlError> {
        let order = serde_json::json!(order).to_string();
        self.send(Method::POST, "/test-call", &order).await
    }

    /// Stores or removes a secret.
    ///
    /// # Errors
    /// When no stack runs on the folder, or it fails.
    pub async fn secret(&self, order: &SecretOrder) -> Result<(), ControlError> {
        let order = serde_json::json!(order).to_string();
        self.send(Method::POST, "/secrets", &order).await
    }

    /// Asks without a body, and reads the answer.
    async fn read<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
    ) -> Result<T, ControlError> {
        self.send(method, path, "").await
    }

    /// Asks with a body in JSON, and reads the answer.
    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &str,
    ) -> Result<T, ControlError> {
        let (status, body) = self.ask(method, path, body).await?;
        let answer = serde_json::from_slice(&body).ok();
        let answer = answer.filter(|_| status == StatusCode::OK);
        answer.ok_or_else(|| failed(&body))
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: &str,
    ) -> Result<(StatusCode, Bytes), ControlError> {
        let stream = UnixStream::connect(self.data.join(CONTROL)).await;
        let stream = stream.map_err(|error| match error.kind() {
            // The socket of a stack that was killed stays, but refuses connections.
            ErrorKind::NotFound | ErrorKind::ConnectionRefused => {
                ControlError::NotRunning(self.data.clone())
            }
            _ => self.unreachable(error),
        })?;
        let broken = |error: hyper::Error| self.unreachable(io::Error::other(error));
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(broken)?;
        tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "docket")
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body.to_owned())))
            .map_err(|error| self.unreachable(io::Error::other(error)))?;
        let response = sender.send_request(request).await.map_err(broken)?;
        let status = response.status();
        let body = response.into_body().collect().await.map_err(broken)?;
        Ok((status, body.to_bytes()))
    }

    fn unreachable(&self, source: io::Error) -> ControlError {
        let data = self.data.clone();
        ControlError::Unreachable { data, source }
    }
}

fn mistakes(file: &Path, body: &[u8]) -> ControlError {
    let Ok(DeskMistakes { mistakes }) = serde_json::from_slice(body) else {
        return failed(body);
    };
    let lines: Vec<String> = mistakes
        .iter()
        .map(|mistake| format!("{}:{mistake}", file.display()))
        .collect();
    ControlError::Mistakes(lines.join("\n"))
}

fn failed(body: &[u8]) -> ControlError {
    ControlError::Failed(String::from_utf8_lossy(body).into_owned())
}
