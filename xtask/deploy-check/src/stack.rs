//! The stack, from the unchanged template to what it has become: built, deployed, updated and deleted by `sam`.

use crate::aws::{Aws, DYNAMODB};
use crate::environment::{self, REGION};
use crate::xml;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use xtask_client::Ask;
use xtask_kit::{Function, Step, architecture, tools};

/// The name of the stack.
pub(crate) const NAME: &str = "docket-check";
/// The address that mails come from.
pub(crate) const SENDER: &str = "support@example.com";

/// The stack as it was deployed.
pub(crate) struct Stack {
    /// The services that it uses.
    pub(crate) aws: Aws,
    sam: PathBuf,
    built: PathBuf,
    resources: BTreeMap<String, String>,
}

impl Stack {
    /// Deploys what was built.
    pub(crate) async fn deploy(aws: Aws, built: PathBuf) -> Result<Self, String> {
        let mut stack = Self {
            aws,
            sam: tools::template_tools()?.join("sam"),
            built,
            resources: BTreeMap::new(),
        };
        stack.put("deploying it", "")?;
        stack.resources = stack.found().await?;
        Ok(stack)
    }

    /// Updates it in place, with that value of a parameter.
    pub(crate) fn update(&self, parameter: &str) -> Result<(), String> {
        self.put("updating it in place", parameter)
    }

    fn put(&self, what: &'static str, parameter: &str) -> Result<(), String> {
        // The emulator has no GuardDuty; the check reports as another scanner does.
        let arguments = format!(
            "deploy --stack-name {NAME} --region {REGION} --resolve-s3 --capabilities CAPABILITY_IAM \
             --no-confirm-changeset --no-progressbar \
             --parameter-overrides {} Sender={SENDER} Scanner=None {parameter} --template-file",
            architecture()
        );
        self.against(Step::new(what, &self.sam, &arguments).arg(&self.built))
    }

    /// Deletes it.
    pub(crate) fn delete(&self) -> Result<(), String> {
        let arguments = format!("delete --stack-name {NAME} --no-prompts --region {REGION}");
        self.against(Step::new("deleting it", &self.sam, &arguments))
    }

    fn against(&self, step: Step) -> Result<(), String> {
        environment::against(&self.aws.address, step).quiet().run()
    }

    /// Runs a command of `docket` on its table.
    pub(crate) fn docket(&self, command: &str) -> Result<(), String> {
        self.against(self.command(command)?)
    }

    /// Runs a command of `docket` on its table. Returns whether it succeeded, and all that it said.
    pub(crate) fn docket_says(&self, command: &str) -> Result<(bool, String), String> {
        environment::against(&self.aws.address, self.command(command)?).said()
    }

    fn command(&self, command: &str) -> Result<Step, String> {
        let table = self.physical("Table")?;
        let arguments = format!("run --quiet --locked -- {command} --table {table}");
        Ok(Step::cargo("a command on its table", &arguments))
    }

    /// Returns the name that a resource of the template has now.
    pub(crate) fn physical(&self, logical: &str) -> Result<&str, String> {
        let found = self.resources.get(logical).map(String::as_str);
        found.ok_or_else(|| format!("the stack has no `{logical}`"))
    }

    async fn found(&self) -> Result<BTreeMap<String, String>, String> {
        let xml = self.ask("DescribeStackResources", &[]).await?;
        let logical = xml::texts(&xml, "LogicalResourceId");
        let physical = xml::texts(&xml, "PhysicalResourceId");
        Ok(logical.zip(physical).collect())
    }

    /// Reads the template after its transformation, as the emulator made the stack from it.
    pub(crate) async fn template(&self) -> Result<Value, String> {
        let xml = self
            .ask("GetTemplate", &[("TemplateStage", "Processed")])
            .await?;
        let template = xml::texts(&xml, "TemplateBody").next().unwrap_or_default();
        serde_json::from_str(&template)
            .map_err(|error| format!("the processed template is not JSON: {error}"))
    }

    async fn ask(&self, action: &str, more: &[(&str, &str)]) -> Result<String, String> {
        let mut parameters = vec![("Action", action), ("Version", "2010-05-15")];
        parameters.push(("StackName", NAME));
        parameters.extend(more);
        self.aws.query("cloudformation", &parameters).await
    }

    /// Reads all items under that partition key of its table.
    pub(crate) async fn items(&self, pk: &str) -> Result<Vec<Value>, String> {
        let of = json!({
            "TableName": self.physical("Table")?,
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": { ":pk": { "S": pk } },
        });
        let found = self.aws.call(DYNAMODB, "Query", &of).await?;
        let items = found.get("Items").and_then(Value::as_array);
        Ok(items.cloned().unwrap_or_default())
    }

    /// Hands an event to one of its functions without waiting for it, as EventBridge does.
    pub(crate) async fn hand_over(&self, function: Function, event: &Value) -> Result<(), String> {
        let name = self.physical(function.name())?;
        let ask = Ask::post(format!("/2015-03-31/functions/{name}/invocations"))
            .header("x-amz-invocation-type", "Event")
            .json(event);
        self.aws.send("lambda", ask).await?.expect(202).map(drop)
    }

    /// Calls one of its functions by hand.
    pub(crate) async fn invoke(&self, function: Function, event: &Value) -> Result<Value, String> {
        let name = self.physical(function.name())?;
        let path = format!("/2015-03-31/functions/{name}/invocations");
        let post = hyper::Method::POST;
        let answer = self.aws.rest("lambda", post, &path, Some(event)).await?;
        let answer = answer.expect(200)?;
        if answer.header("x-amz-function-error").is_empty() {
            answer.json()
        } else {
            Err(answer.unlike("an answer of the function"))
        }
    }
}
