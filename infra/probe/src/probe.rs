//! The probe.

use crate::client::FaultyClient;
use crate::faults::Faults;
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

impl Between for Probe {
    fn connection(&self, function: &str, aws: Aws) -> Aws {
        aws.with_http_client(|client| FaultyClient::before(client, self.faults.clone()))
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
