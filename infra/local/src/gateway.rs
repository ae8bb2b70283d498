//! The API gateway: requests go to functions by the template's routes.

use crate::functions::{self, HttpFunction};
use crate::stack::StackError;
use crate::stream::Doorbell;
use crate::template::Template;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request as AxumRequest, State};
use axum::response::Response as AxumResponse;
use bytes::Bytes;
use docket_cloud::Cloud;
use docket_web::{Call, Problem, Request, Response, respond};
use http::Method;
use std::collections::HashMap;
use std::sync::Arc;

/// What Lambda takes at most.
const MAX_PAYLOAD: usize = 6 * 1024 * 1024;

/// The gateway with what it needs.
pub(crate) struct Gateway {
    template: Template,
    functions: HashMap<String, HttpFunction>,
    cloud: Cloud,
    bell: Arc<Doorbell>,
}

impl Gateway {
    /// The gateway of that template, whose functions all have to be there.
    pub(crate) fn new(
        template: Template,
        cloud: Cloud,
        bell: Arc<Doorbell>,
    ) -> Result<Self, StackError> {
        let functions = template
            .routes
            .iter()
            .map(|route| {
                let function = functions::http(&route.function)
                    .ok_or_else(|| StackError::Function(route.function.clone()))?;
                Ok((route.function.clone(), function))
            })
            .collect::<Result<_, StackError>>()?;
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
    let writes = ![Method::GET, Method::HEAD].contains(&parts.method);
    let cloud = gateway.cloud.clone();
    let Ok(body) = to_bytes(body, MAX_PAYLOAD).await else {
        let request = Request::from_parts(parts, Bytes::new());
        let problem = Problem::too_large(docket_web::MAX_BODY);
        return refuse(cloud, request, problem).await.map(Body::from);
    };
    let route = gateway.template.route(&parts.method, parts.uri.path());
    let function = route.and_then(|route| gateway.functions.get(&route.function));
    let request = Request::from_parts(parts, body);
    let response = match function {
        Some(function) => {
            // A task of its own: a function that was called runs to its end, even if the client hangs up.
            let answered = tokio::spawn(function(cloud.clone(), request)).await;
            if writes {
                gateway.bell.ring();
            }
            match answered {
                Ok(response) => response,
                Err(error) => {
                    tracing::error!(%error, "a function failed");
                    // What was asked has gone with the function.
                    refuse(cloud, Request::default(), Problem::broken()).await
                }
            }
        }
        None => refuse(cloud, request, Problem::not_found()).await,
    };
    response.map(Body::from)
}

async fn refuse(cloud: Cloud, request: Request, problem: Problem) -> Response {
    respond(cloud, request, async |_: &Call| Err(problem)).await
}
