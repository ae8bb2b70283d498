//! Reads the rules of EventBridge, which send events to functions.

use super::error::{TemplateError, unfit};
use super::pattern::Pattern;
use super::yaml::{at, text};
use crate::names::{BUCKET, CONFIGURATION_SET};
use serde_json::Value as Json;
use serde_norway::{Mapping, Value};

/// Reads the pattern of a rule.
pub(super) fn read(event: &Value, resources: &Mapping) -> Result<Pattern, TemplateError> {
    let pattern =
        at(event, &["Properties", "Pattern"]).ok_or_else(|| unfit("a rule has no pattern"))?;
    Ok(Pattern::new(resolved(pattern, resources)?))
}

/// Returns a pattern as JSON. `!Ref` of the bucket or of the configuration set is replaced by its local name.
fn resolved(value: &Value, resources: &Mapping) -> Result<Json, TemplateError> {
    match value {
        Value::Tagged(tagged) => {
            let resource = tagged.value.as_str().and_then(|name| resources.get(name));
            match resource.and_then(|resource| text(resource, &["Type"])) {
                Some("AWS::S3::Bucket") if tagged.tag == "Ref" => Ok(BUCKET.into()),
                Some("AWS::SES::ConfigurationSet") if tagged.tag == "Ref" => {
                    Ok(CONFIGURATION_SET.into())
                }
                _ => Err(unfit(
                    "a rule's pattern refers to something else than the bucket or the configuration set by `!Ref`",
                )),
            }
        }
        Value::Mapping(parts) => parts
            .iter()
            .filter_map(|(name, part)| Some((name.as_str()?, part)))
            .map(|(name, part)| Ok((name.to_owned(), resolved(part, resources)?)))
            .collect(),
        Value::Sequence(parts) => parts.iter().map(|part| resolved(part, resources)).collect(),
        plain => serde_json::to_value(plain).map_err(|error| unfit(format!("a rule: {error}"))),
    }
}
