//! The bucket's server.

use super::access::Access;
use super::earlier;
use super::events::Events;
use super::form_name;
use super::keeper::Keeper;
use super::objects::Objects;
use super::patience;
use crate::cors::Cors;
use crate::error::StackError;
use crate::gateway;
use crate::guard::Guard;
use crate::names::{FUNCTION_SECRET, OWNER, OWNER_SECRET};
use crate::triggers::EventBus;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use http::header::{HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use http::{Method, StatusCode};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// The settings of the bucket's server.
pub(crate) struct Place {
    /// The folder of its objects and their metadata.
    pub(crate) folder: PathBuf,
    /// The address of the stack.
    pub(crate) stack: SocketAddr,
    /// `true` when the user chose the stack's port. Then the next start has the same port.
    pub(crate) fixed: bool,
    /// How long a client may send nothing in the middle of a request.
    pub(crate) patience: Duration,
}

/// The running bucket.
pub(crate) struct LocalBucket {
    /// The address of its server.
    pub(crate) endpoint: String,
    /// Its objects.
    pub(crate) keeper: Keeper,
    objects: PathBuf,
    events: Events,
}

/// The state that all requests share.
struct Server {
    s3: S3Service,
    cors: Cors,
    patience: Duration,
}

impl LocalBucket {
    /// Starts the bucket's server.
    pub(crate) async fn start(
        place: Place,
        cors: Cors,
        guard: &Guard,
        bus: EventBus,
        tasks: &mut JoinSet<()>,
    ) -> Result<Self, StackError> {
        let root = place.folder.join("objects");
        let keeper = Keeper::open(&root).map_err(StackError::data)?;
        let composites = place.folder.join("composites");
        let taken_over = earlier::take_over(&keeper, &root, &composites).await;
        taken_over.map_err(StackError::data)?;
        let events = Events::new(bus);
        let mut service = S3ServiceBuilder::new(Objects {
            keeper: keeper.clone(),
            access: Access::new(guard.clone()),
            events: events.clone(),
        });
        let mut auth = SimpleAuth::new();
        auth.register(OWNER.to_owned(), OWNER_SECRET.into());
        for function in guard.roles.keys() {
            auth.register(function.clone(), FUNCTION_SECRET.into());
        }
        service.set_auth(auth);
        let behind = place.fixed.then(|| place.stack.port());
        let listener = listen(place.stack.ip(), behind)
            .await
            .map_err(StackError::Listen)?;
        let address = listener.local_addr().map_err(StackError::Listen)?;
        let server = Arc::new(Server {
            s3: service.build(),
            cors,
            patience: place.patience,
        });
        let app = Router::new().fallback(answer).with_state(server);
        tasks.spawn(gateway::serve(listener, app, place.patience));
        Ok(Self {
            endpoint: format!("http://{address}"),
            keeper,
            objects: root,
            events,
        })
    }

    /// Sends the events about all objects in `incoming/` again.
    pub(crate) fn recover(&self) {
        self.events.recover(&self.objects);
    }
}

/// Listens on the port after the stack's, so that open pages find the bucket again after a restart.
/// Takes any free port when there is no such port or it is taken.
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
    let request = patience::limited_to(server.patience, request);
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
        // CloudFront sets these headers on AWS: see `Downloads` in the template.
        answered.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        answered.insert(
            HeaderName::from_static("content-security-policy"),
            HeaderValue::from_static("default-src 'none'; sandbox"),
        );
    }
    response
}
