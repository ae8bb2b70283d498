//! The embedded S3: the bucket of the template on a folder, on a port and so an origin of its own.
//!
//! `s3s` speaks the protocol and checks signatures, `s3s-fs` keeps objects as files. What S3 holds uploads to beyond that, and
//! what follows from an upload, is in [`objects`]: checksums before an object is kept, roles, and the events that go to functions.

mod composite;
mod events;
mod form_name;
mod objects;
mod verify;

pub(crate) use events::{Events, Rule};

use crate::cors::Cors;
use crate::faults::Faults;
use crate::roles::Role;
use crate::stack::StackError;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use composite::Composites;
use http::header::{HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use http::{Method, StatusCode};
use objects::Objects;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// What the bucket is called here.
pub(crate) const BUCKET: &str = "docket-files";
/// The secret of every access key here: each function's is its binary's name, so that the bucket knows in whose role it is asked.
pub(crate) const SECRET: &str = "of-this-machine";
/// The access key of the stack itself, which may do anything.
const OWNER: &str = "local";
/// The secret of [`OWNER`], as in `Aws::local`.
const OWNER_SECRET: &str = "local";

/// The bucket, running.
pub(crate) struct LocalBucket {
    /// Where it answers.
    pub(crate) endpoint: String,
    /// What happens in it.
    pub(crate) events: Events,
}

/// What every request needs.
struct Server {
    s3: S3Service,
    cors: Cors,
}

impl LocalBucket {
    /// Starts the bucket in that folder, beside the port of the stack where that is free.
    pub(crate) async fn start(
        folder: &Path,
        stack: SocketAddr,
        fixed: bool,
        cors: Cors,
        roles: &BTreeMap<String, Role>,
        faults: Faults,
        tasks: &mut JoinSet<()>,
    ) -> Result<Self, StackError> {
        let root = folder.join("objects");
        std::fs::create_dir_all(root.join(BUCKET)).map_err(StackError::database)?;
        let composites =
            Composites::open(folder.join("composites")).map_err(StackError::database)?;
        let keeper = FileSystem::new(&root)
            .map_err(|error| StackError::Data(format!("{}: {error:?}", root.display())))?;
        let events = Events::default();
        let objects = Objects::new(
            keeper,
            root,
            composites,
            roles.clone(),
            events.clone(),
            faults,
        );
        let mut auth = SimpleAuth::new();
        auth.register(OWNER.to_owned(), OWNER_SECRET.into());
        for function in roles.keys() {
            auth.register(function.clone(), SECRET.into());
        }
        let mut service = S3ServiceBuilder::new(objects);
        service.set_auth(auth);
        let listener = listen(stack.ip(), fixed.then(|| stack.port()))
            .await
            .map_err(StackError::Listen)?;
        let address = listener.local_addr().map_err(StackError::Listen)?;
        let server = Arc::new(Server {
            s3: service.build(),
            cors,
        });
        let app = Router::new().fallback(answer).with_state(server);
        tasks.spawn(async move {
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self {
            endpoint: format!("http://{address}"),
            events,
        })
    }
}

/// The port behind the stack's, so that pages that are open find it again after a new start; any other where that is taken.
async fn listen(ip: IpAddr, behind: Option<u16>) -> std::io::Result<TcpListener> {
    if let Some(port) = behind.and_then(|port| port.checked_add(1))
        && let Ok(listener) = TcpListener::bind((ip, port)).await
    {
        return Ok(listener);
    }
    TcpListener::bind((ip, 0)).await
}

async fn answer(State(server): State<Arc<Server>>, request: Request) -> Response {
    let headers = request.headers().clone();
    if let Some(response) = server.cors.preflight(request.method(), &headers) {
        return response.map(Body::from);
    }
    let origin = server.cors.allowed(&headers);
    let downloads = [Method::GET, Method::HEAD].contains(request.method());
    let request = form_name::put_in(request).await;
    let request = request.map(s3s::Body::http_body_unsync::<Body>);
    let mut response = match server.s3.call(request).await {
        Ok(response) => response.map(Body::new),
        Err(error) => {
            tracing::error!(?error, "the bucket failed");
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        }
    };
    let answered = response.headers_mut();
    server.cors.allow(origin, answered);
    if downloads {
        // As what stands before the bucket on AWS does: see `Downloads` in the template.
        answered.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        answered.insert(
            HeaderName::from_static("content-security-policy"),
            HeaderValue::from_static("default-src 'none'; sandbox"),
        );
    }
    response
}
