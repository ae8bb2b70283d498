//! The API gateway: requests go to functions by the template's routes.

use crate::functions::{self, HttpFunction};
use crate::stack::StackError;
use crate::stream::Doorbell;
use crate::template::{Route, Template};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request as AxumRequest, State};
use axum::response::Response as AxumResponse;
use bytes::Bytes;
use docket_cloud::{Cloud, Files};
use docket_web::{Call, Problem, Request, Response, respond};
use http::header::COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use std::collections::HashMap;
use std::sync::Arc;

/// What Lambda takes at most.
const MAX_PAYLOAD: usize = 6 * 1024 * 1024;

/// The gateway with what it needs.
pub(crate) struct Gateway {
    template: Template,
    /// Each with a cloud of its own, in its role.
    functions: HashMap<String, (HttpFunction, Cloud, Files)>,
    /// For refusals that no function makes.
    cloud: Cloud,
    bell: Arc<Doorbell>,
}

impl Gateway {
    /// The gateway of that template, whose functions all have to be there.
    pub(crate) fn new(
        template: Template,
        cloud: Cloud,
        cloud_of: impl Fn(&str) -> Result<(Cloud, Files), StackError>,
        bell: Arc<Doorbell>,
    ) -> Result<Self, StackError> {
        let mut functions = HashMap::new();
        for Route { function, .. } in &template.routes {
            if !functions.contains_key(function) {
                let handler = functions::http(function)
                    .ok_or_else(|| StackError::Function(function.clone()))?;
                let (cloud, files) = cloud_of(function)?;
                functions.insert(function.clone(), (handler, cloud, files));
            }
        }
        Ok(Self {
            template,
            functions,
            cloud,
            bell,
        })
    }

    /// Everything that is not answered otherwise goes through the gateway.
    pub(crate) fn router(self) -> Router {
        Router::new().fallback(answer).with_state(Arc::new(self))
    }
}

async fn answer(State(gateway): State<Arc<Gateway>>, request: AxumRequest) -> AxumResponse {
    let (parts, body) = request.into_parts();
    let cors = &gateway.template.cors;
    if let Some(response) = cors.preflight(&parts.method, &parts.headers) {
        return response.map(Body::from);
    }
    let origin = cors.allowed(&parts.headers);
    let mut response = match to_bytes(body, MAX_PAYLOAD).await {
        Ok(body) => call(&gateway, Request::from_parts(parts, body)).await,
        Err(_) => {
            let request = Request::from_parts(parts, Bytes::new());
            let problem = Problem::too_large(docket_web::MAX_BODY);
            refuse(gateway.cloud.clone(), request, problem).await
        }
    };
    cors.allow(origin, response.headers_mut());
    response.map(Body::from)
}

async fn call(gateway: &Gateway, mut request: Request) -> Response {
    join_headers(request.headers_mut());
    let writes = ![Method::GET, Method::HEAD].contains(request.method());
    let route = gateway
        .template
        .route(request.method(), request.uri().path());
    let function = route.and_then(|route| gateway.functions.get(&route.function));
    let Some((function, cloud, files)) = function else {
        return refuse(gateway.cloud.clone(), request, Problem::not_found()).await;
    };
    // A task of its own: a function that was called runs to its end, even if the client hangs up.
    let answered = tokio::spawn(function(cloud.clone(), files.clone(), request)).await;
    if writes {
        gateway.bell.ring();
    }
    match answered {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "a function failed");
            // What was asked has gone with the function.
            refuse(gateway.cloud.clone(), Request::default(), Problem::broken()).await
        }
    }
}

/// Makes one header of repeated ones, as the HTTP API does before a function sees them.
fn join_headers(headers: &mut HeaderMap) {
    let repeated: Vec<HeaderName> = headers
        .keys()
        .filter(|name| headers.get_all(*name).iter().count() > 1)
        .cloned()
        .collect();
    for name in repeated {
        // Cookies come apart from the other headers, and are joined as a browser would have.
        let between: &[u8] = if name == COOKIE { b"; " } else { b"," };
        let values: Vec<&[u8]> = headers
            .get_all(&name)
            .iter()
            .map(HeaderValue::as_bytes)
            .collect();
        if let Ok(joined) = HeaderValue::from_bytes(&values.join(between)) {
            headers.insert(name, joined);
        }
    }
}

async fn refuse(cloud: Cloud, request: Request, problem: Problem) -> Response {
    respond(cloud, request, async |_: &Call| Err(problem)).await
}
