//! The routes of the API, as AWS makes them from the OpenAPI document in the processed template; the emulator leaves it unread.

use crate::aws::{Aws, function_arn};
use crate::stack::Stack;
use hyper::Method;
use serde_json::{Value, json};

/// Makes the routes and the answers to other sites' preflights. Returns the number of routes.
pub(crate) async fn import(stack: &Stack) -> Result<usize, String> {
    let template = stack.template().await?;
    let document = template
        .pointer("/Resources/Api/Properties/Body")
        .ok_or("the processed template has no OpenAPI document")?;
    let api = format!("/v2/apis/{}", stack.physical("Api")?);
    let routes = routes(document)?;
    for (key, function) in &routes {
        route(stack, &api, key, function).await?;
    }
    if let Some(cors) = document.get("x-amazon-apigateway-cors") {
        let cors = json!({ "corsConfiguration": cors });
        call(&stack.aws, Method::PATCH, &api, &cors, 200).await?;
    }
    Ok(routes.len())
}

async fn route(stack: &Stack, api: &str, key: &str, function: &str) -> Result<(), String> {
    let integration = json!({
        "integrationType": "AWS_PROXY",
        "integrationUri": function_arn(stack.physical(function)?),
        "payloadFormatVersion": "2.0",
    });
    let path = format!("{api}/integrations");
    let made = call(&stack.aws, Method::POST, &path, &integration, 201).await?;
    let id = made.get("integrationId").and_then(Value::as_str);
    let id = id.ok_or("an integration has no ID")?;
    let route = json!({ "routeKey": key, "target": format!("integrations/{id}") });
    let path = format!("{api}/routes");
    call(&stack.aws, Method::POST, &path, &route, 201).await?;
    Ok(())
}

async fn call(
    aws: &Aws,
    method: Method,
    path: &str,
    input: &Value,
    status: u16,
) -> Result<Value, String> {
    let answer = aws.rest("apigateway", method, path, Some(input)).await?;
    answer.expect(status)?.json()
}

/// Each route's key with the function that answers it.
fn routes(document: &Value) -> Result<Vec<(String, String)>, String> {
    let paths = document.get("paths").and_then(Value::as_object);
    let mut routes = Vec::new();
    for (path, methods) in paths.into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let key = match method.as_str() {
                _ if path == "$default" => path.clone(),
                "x-amazon-apigateway-any-method" => format!("ANY {path}"),
                method => format!("{} {path}", method.to_uppercase()),
            };
            let function = function(operation)
                .ok_or_else(|| format!("the route `{key}` leads to no function"))?;
            routes.push((key, function));
        }
    }
    Ok(routes)
}

/// The function in `…:lambda:path/2015-03-31/functions/${Name.Arn}/invocations`.
fn function(operation: &Value) -> Option<String> {
    let uri = operation.pointer("/x-amazon-apigateway-integration/uri/Fn::Sub")?;
    let (_, name) = uri.as_str()?.split_once("/functions/${")?;
    let (name, _) = name.split_once(".Arn}/invocations")?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_come_from_the_document() {
        let to = |name: &str| {
            let uri = format!("arn:x:lambda:path/2015-03-31/functions/${{{name}.Arn}}/invocations");
            json!({ "x-amazon-apigateway-integration": { "uri": { "Fn::Sub": uri } } })
        };
        let document = json!({ "paths": {
            "/{desk}": { "get": to("Portal") },
            "$default": { "x-amazon-apigateway-any-method": to("Rest") },
        } });
        let mut found = routes(&document).unwrap();
        found.sort();
        let pair = |key: &str, function: &str| (key.to_owned(), function.to_owned());
        assert_eq!(
            found,
            [pair("$default", "Rest"), pair("GET /{desk}", "Portal")]
        );
        let elsewhere = json!({ "paths": { "/": { "get": {} } } });
        routes(&elsewhere).unwrap_err();
    }
}
