//! All functions, by the names of their binaries. `template.yaml` is matched with this list.

use docket_cloud::{Cloud, Files, Invoker, Mail, Topics};
use docket_local::{Functions, Handler, OnEvent, OnRequest};
use docket_notify::Notify;
use docket_relay::Relay;
use docket_store_attachment::StoreAttachment;
use docket_web::{Request, Response};

/// Returns all functions of Docket.
#[must_use]
pub fn functions() -> Functions {
    Functions::default()
        .with("docket-create-ticket", |cloud, _| {
            on_request(cloud, docket_create_ticket::handle)
        })
        .with("docket-update-status", |cloud, _| {
            on_request(cloud, docket_update_status::handle)
        })
        .with("docket-update-ticket", |cloud, _| {
            on_request(cloud, docket_update_ticket::handle)
        })
        .with("docket-read-tickets", |cloud, _| {
            on_request(cloud, docket_read_tickets::handle)
        })
        .with("docket-sign-in", |cloud, _| {
            on_request(cloud, docket_sign_in::handle)
        })
        .with("docket-accounts", |cloud, _| {
            on_request(cloud, docket_accounts::handle)
        })
        .with("docket-oncall", |cloud, _| {
            on_request(cloud, docket_oncall::handle)
        })
        .with("docket-incidents", |cloud, _| {
            on_request(cloud, docket_incidents::handle)
        })
        .with("docket-portal", |cloud, _| {
            on_request(cloud, docket_portal::handle)
        })
        .with("docket-console", |cloud, _| {
            on_request(cloud, docket_console::handle)
        })
        .with("docket-presign-attachment", |cloud, aws| {
            let files = Files::new(aws, &cloud.settings);
            on_request(cloud, move |cloud, request| {
                docket_presign_attachment::handle(cloud, files.clone(), request)
            })
        })
        .with("docket-store-attachment", |cloud, aws| {
            let files = Files::new(aws, &cloud.settings);
            let function = StoreAttachment::new(cloud.clone(), files);
            OnEvent(move |event| {
                let function = function.clone();
                async move { function.handle(event).await }
            })
        })
        .with("docket-notify", |cloud, aws| {
            let mail = Mail::new(aws.ses(), &cloud.settings);
            let function = Notify::new(cloud.clone(), mail, Topics::new(aws.sns()));
            OnEvent(move |event| {
                let function = function.clone();
                async move { function.handle(event).await }
            })
        })
        .with("docket-relay", |cloud, aws| {
            let notify = Invoker::new(aws.lambda(), "docket-notify".to_owned());
            let function = Relay::new(cloud.store.clone(), notify);
            OnEvent(move |event| {
                let function = function.clone();
                async move { function.handle(event).await }
            })
        })
        .with("docket-sweep", |cloud, aws| {
            let files = Files::new(aws, &cloud.settings);
            let cloud = cloud.clone();
            OnEvent(move |_| {
                let (cloud, files) = (cloud.clone(), files.clone());
                async move { docket_sweep::handle(&cloud, &files).await }
            })
        })
}

/// Makes a function with routes from a handler that takes the cloud with each request.
fn on_request<H, F>(cloud: &Cloud, handle: H) -> impl Handler + use<H, F>
where
    H: Fn(Cloud, Request) -> F + Send + Sync,
    F: Future<Output = Response> + Send + 'static,
{
    let cloud = cloud.clone();
    OnRequest(move |request| handle(cloud.clone(), request))
}
