//! The probe.

use crate::client::FaultyClient;
use crate::faults::Faults;
use crate::kill::{self, Killed};
use crate::requests::Requests;
use crate::routes::{self, Routes};
use axum::Router;
use docket_cloud::Aws;
use docket_local::{Between, LocalDatabase};

/// Adds faults to the functions' requests and counts them. Copies share both.
#[derive(Debug, Clone, Default)]
pub struct Probe {
    faults: Faults,
    requests: Requests,
}

impl Probe {
    /// Does the work of one call of a function. Returns `None` if the fault `killed` has ended it.
    pub async fn mortal<T>(work: impl Future<Output = T>) -> Option<T> {
        kill::mortal(work).await
    }

    /// Returns how a function was killed. `None` while that is still to come.
    #[must_use]
    pub fn killed(&self) -> Option<Killed> {
        self.faults.kills.happened().clone()
    }
}

impl Between for Probe {
    fn connection(&self, function: &str, aws: Aws) -> Aws {
        aws.with_http_client(|client| FaultyClient::before(client, self.faults.clone(), function))
            .with_interceptor(self.requests.by(function))
    }

    fn refuses_files(&self) -> bool {
        self.faults.bucket_refuses()
    }

    fn routes(&self, table: &LocalDatabase) -> Router {
        routes::router(Routes {
            faults: self.faults.clone(),
            requests: self.requests.clone(),
            table: table.clone(),
        })
    }
}
