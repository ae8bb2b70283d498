//! Reads the whole template from its parts.

use super::cors::CorsRule;
use super::error::{TemplateError, unfit};
use super::function::FunctionResource;
use super::table::Table;
use super::yaml::text;
use crate::roles::INVOKE;
use serde_norway::Value;
use std::path::Path;

/// The parts of the template that one machine needs.
#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) functions: Vec<FunctionResource>,
    pub(crate) table: Table,
    /// The CORS rule of the HTTP API.
    pub(crate) api_cors: CorsRule,
    /// The CORS rule of the bucket.
    pub(crate) bucket_cors: CorsRule,
}

impl Template {
    /// Reads the template from its file.
    pub(crate) fn read(file: &Path) -> Result<Self, TemplateError> {
        let source = std::fs::read_to_string(file).map_err(|source| TemplateError::Read {
            path: file.to_owned(),
            source,
        })?;
        Self::parse(&source)
    }

    /// Returns `true` when the role of some function allows it to call the one with this binary.
    pub(crate) fn calls(&self, binary: &str) -> bool {
        let mut grants = self.functions.iter().flat_map(|function| &function.grants);
        grants.any(|grant| grant.action == INVOKE && grant.key.as_deref() == Some(binary))
    }

    pub(crate) fn parse(source: &str) -> Result<Self, TemplateError> {
        let template: Value = serde_norway::from_str(source)?;
        let resources = template
            .get("Resources")
            .and_then(Value::as_mapping)
            .ok_or_else(|| unfit("there are no resources"))?;
        let mut functions: Vec<FunctionResource> = Vec::new();
        let mut api_cors = CorsRule::default();
        let mut bucket_cors = CorsRule::default();
        let mut table = None;
        for (name, resource) in resources {
            let name = name.as_str().unwrap_or_default();
            match text(resource, &["Type"]) {
                Some("AWS::DynamoDB::Table") => table = Some(Table::read(resource)?),
                Some("AWS::S3::Bucket") => bucket_cors = CorsRule::of_bucket(resource),
                Some("AWS::Serverless::HttpApi") => api_cors = CorsRule::of_api(resource),
                Some("AWS::Serverless::Function") => {
                    let function = FunctionResource::read(name, resource, resources)?;
                    if functions
                        .iter()
                        .any(|other| other.binary == function.binary)
                    {
                        let twice = format!("two functions have the binary `{}`", function.binary);
                        return Err(unfit(twice));
                    }
                    functions.push(function);
                }
                _ => {}
            }
        }
        Ok(Self {
            functions,
            table: table.ok_or_else(|| unfit("there is no table"))?,
            api_cors,
            bucket_cors,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn template() -> Template {
        Template::parse(include_str!("../../../../template.yaml")).unwrap()
    }

    #[test]
    fn schedules_streams_and_the_table_are_found() {
        let template = template();
        let schedules = template
            .functions
            .iter()
            .flat_map(|function| &function.schedules);
        let every: Vec<Duration> = schedules.map(|schedule| schedule.every).collect();
        assert_eq!(every, [Duration::from_secs(60)]);
        let indexes = template.table.create["GlobalSecondaryIndexes"].as_array();
        assert_eq!(indexes.unwrap().len(), 5);
        assert_eq!(template.table.ttl_attribute.as_deref(), Some("expires_at"));
        let streams: Vec<_> = template
            .functions
            .iter()
            .flat_map(|function| &function.streams)
            .collect();
        assert!(streams[0].retries.sets_aside);
        let record = |name: &str, sk: &str| serde_json::json!({"eventName": name, "dynamodb": {"Keys": {"sk": {"S": sk}}}});
        assert!(streams[0].takes(&record("INSERT", "EVENT#1")));
        assert!(!streams[0].takes(&record("INSERT", "SIGN_IN_LINK")));
        assert!(streams[1].takes(&record("INSERT", "SIGN_IN_LINK")));
        assert!(!streams[1].takes(&record("INSERT", "EVENT#1")));
        assert!(!streams[0].takes(&record("MODIFY", "EVENT#1")));
        assert!(!streams[0].takes(&record("INSERT", "TICKET")));
    }

    #[test]
    fn rules_name_the_bucket_as_it_is_called_here() {
        let template = template();
        let mut rules = template
            .functions
            .iter()
            .flat_map(|function| &function.rules);
        let created = |bucket: &str, key: &str| {
            serde_json::json!({
                "source": "aws.s3", "detail-type": "Object Created",
                "detail": { "bucket": { "name": bucket }, "object": { "key": key } },
            })
        };
        let arrived = rules.next().unwrap();
        assert!(arrived.fits(&created("docket-files", "incoming/A-1/x")));
        assert!(!arrived.fits(&created("docket-files", "files/A-1/x")));
        assert!(!arrived.fits(&created("another", "incoming/A-1/x")));
    }

    #[test]
    fn what_one_machine_cannot_run_is_said() {
        let wrong = "Resources: {R: {}, F: {Type: 'AWS::Serverless::Function', Metadata: {BuildProperties: {Binary: f}}, Properties: {Role: !GetAtt R.Arn, Events: {E: {Type: SNS}}}}}";
        let refused = Template::parse(wrong).unwrap_err().to_string();
        assert!(refused.contains("SNS"), "{refused}");
        assert!(Template::parse("[").is_err());
    }
}
