//! Where a request comes from.

use super::call::Request;
use docket_domain::Network;
use lambda_http::RequestExt;
use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequestContext;
use lambda_http::request::RequestContext;
use std::net::IpAddr;

/// Returns the network that a request comes from: what the named header of a proxy says, or else what the
/// gateway saw. `None` when neither tells.
pub(super) fn network(request: &Request, header: Option<&str>) -> Option<Network> {
    let told = header.and_then(|header| request.headers().get(header)?.to_str().ok());
    if let Some(network) = told.and_then(Network::read) {
        return Some(network);
    }
    match request.request_context_ref()? {
        RequestContext::ApiGatewayV2(context) => Network::read(context.http.source_ip.as_deref()?),
        #[allow(
            unreachable_patterns,
            reason = "the kinds depend on the features of the library"
        )]
        _ => None,
    }
}

/// Adds the address of a client to a request, as the gateway does.
#[must_use]
pub fn coming_from(request: Request, address: IpAddr) -> Request {
    let mut context = ApiGatewayV2httpRequestContext::default();
    context.http.source_ip = Some(address.to_string());
    request.with_request_context(RequestContext::ApiGatewayV2(context))
}
