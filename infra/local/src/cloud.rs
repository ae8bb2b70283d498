//! Prepares the cloud for the functions as a deployment does.

use crate::Config;
use crate::error::StackError;
use crate::names::{BUCKET, CONFIGURATION_SET, TABLE};
use docket_app::desks::rearrange;
use docket_cloud::{Aws, Clock, Cloud, Metrics, Settings, Store};
use docket_domain::EmailAddress;
use std::net::SocketAddr;
use std::sync::Arc;

/// Returns the cloud without a role. The table has a signing secret and these desks.
pub(crate) async fn prepared(
    aws: &Aws,
    clock: Clock,
    settings: Settings,
    desks: &[String],
) -> Result<Cloud, StackError> {
    let cloud = Cloud {
        store: Store::new(aws.dynamodb(), TABLE),
        clock,
        settings: Arc::new(settings),
        metrics: Metrics::default(),
    };
    cloud.store.make_signing_key().await?;
    put_desks(&cloud, desks).await?;
    Ok(cloud)
}

/// Stores these desks, and removes the others.
async fn put_desks(cloud: &Cloud, desks: &[String]) -> Result<(), StackError> {
    let store = &cloud.store;
    let mut without_file = store.desks().await?;
    for source in desks {
        let change = store.put_desk(source, docket_logo::of_file(source)).await?;
        rearrange(store, &change).await?;
        without_file.retain(|id| *id != *change.after.id);
    }
    for id in without_file {
        store.remove_desk(&id, cloud.clock.now()).await?;
        tracing::warn!(desk = %id, "there is no file of this desk: it is removed, and its tickets are kept. Put the file back to have it again");
    }
    Ok(())
}

/// Returns the settings that the template gives its functions, with the values for one machine.
pub(crate) fn settings(address: SocketAddr, aws: &Aws, config: &Config) -> Settings {
    let uploads = aws.bucket_url(BUCKET);
    Settings {
        stack: "local".to_owned(),
        function: "local".to_owned(),
        table: TABLE.to_owned(),
        site: config
            .site
            .clone()
            .unwrap_or_else(|| format!("http://{address}")),
        sender: config
            .sender
            .clone()
            .unwrap_or_else(EmailAddress::local_sender),
        configuration_set: Some(CONFIGURATION_SET.to_owned()),
        bucket: BUCKET.to_owned(),
        downloads: uploads.clone(),
        uploads,
        client_address_header: None,
        front_page: config.front_page,
        allowed_networks: config.allowed_networks.clone(),
        send_lease: config.send_lease,
    }
}
