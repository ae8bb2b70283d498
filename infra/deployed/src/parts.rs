//! The parts of a deployed stack, found from its table.

use crate::error::of;
use crate::{Deployed, DeployedError};
use aws_sdk_lambda::types::EventSourceMappingConfiguration;
use std::collections::HashMap;

/// A function that reads the table's stream.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    /// The ARN of the function.
    pub(crate) function: String,
    /// The state of the reading, such as `Enabled`.
    pub(crate) state: String,
    /// The ARN of the queue for what it cannot handle.
    pub(crate) queue: Option<String>,
    /// `true` if it names the records that it could not handle: then it takes single records, too.
    pub(crate) names_records: bool,
}

impl Reader {
    fn of(mapping: &EventSourceMappingConfiguration) -> Self {
        let on_failure = mapping.destination_config().and_then(|to| to.on_failure());
        Self {
            function: mapping.function_arn().unwrap_or_default().to_owned(),
            state: mapping.state().unwrap_or_default().to_owned(),
            queue: on_failure
                .and_then(|to| to.destination())
                .map(str::to_owned),
            names_records: !mapping.function_response_types().is_empty(),
        }
    }
}

impl Deployed {
    /// Returns the functions that read the table's stream.
    pub(crate) async fn readers(&self) -> Result<Vec<Reader>, DeployedError> {
        let streams = aws_sdk_dynamodbstreams::Client::new(&self.aws.others());
        let listed = streams.list_streams().table_name(&self.table).send().await;
        let listed = listed.map_err(of("dynamodb:ListStreams"))?;
        // A stream that was switched off is listed for a day.
        let newest = listed
            .streams()
            .iter()
            .max_by_key(|stream| stream.stream_label());
        let stream = newest.and_then(|stream| stream.stream_arn());
        let stream =
            stream.ok_or_else(|| DeployedError::Missing("the table has no stream".to_owned()))?;
        let mappings = self
            .aws
            .lambda()
            .list_event_source_mappings()
            .event_source_arn(stream);
        let mappings = mappings
            .send()
            .await
            .map_err(of("lambda:ListEventSourceMappings"))?;
        Ok(mappings
            .event_source_mappings()
            .iter()
            .map(Reader::of)
            .collect())
    }

    /// Returns the settings of a function: its environment variables.
    pub(crate) async fn settings_of(
        &self,
        function: &str,
    ) -> Result<HashMap<String, String>, DeployedError> {
        let asked = self
            .aws
            .lambda()
            .get_function_configuration()
            .function_name(function);
        let found = asked
            .send()
            .await
            .map_err(of("lambda:GetFunctionConfiguration"))?;
        let variables = found
            .environment
            .and_then(|environment| environment.variables);
        Ok(variables.unwrap_or_default())
    }
}

/// Returns the reader that sends mails: it names the records that it could not handle.
pub(crate) fn mailer(readers: &[Reader]) -> Result<&Reader, DeployedError> {
    let mailer = readers.iter().find(|reader| reader.names_records);
    mailer.ok_or_else(|| {
        DeployedError::Missing("no function that sends mails reads the table's stream".to_owned())
    })
}
