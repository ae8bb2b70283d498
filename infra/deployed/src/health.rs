//! What is wrong with a deployed stack beside what it stores.

use crate::error::of;
use crate::parts::mailer;
use crate::queue::stopped;
use crate::{Deployed, DeployedError};
use aws_sdk_scheduler::types::ScheduleState;
use aws_sdk_ses::types::VerificationStatus;
use jiff::{SignedDuration, Timestamp};

/// The most mails a day in SES's sandbox. An account beyond it may send at least 50,000.
const SANDBOX: f64 = 200.0;
/// The age from which the signing key should be replaced.
const KEY_LIFE: SignedDuration = SignedDuration::from_hours(400 * 24);

impl Deployed {
    /// Returns what keeps mails from leaving, alarms from being heard, or what is due from happening: a sentence each, with the
    /// way out.
    ///
    /// # Errors
    /// When the stack cannot be looked at.
    pub async fn findings(&self, now: Timestamp) -> Result<Vec<String>, DeployedError> {
        let readers = self.readers().await?;
        let mut findings: Vec<String> = stopped(&readers)
            .map(|(function, state)| format!("{function} does not read the table's stream: its event source mapping is {state}. Enable it"))
            .collect();
        let settings = self.settings_of(&mailer(&readers)?.function).await?;
        let setting = |name: &str| {
            let found = settings.get(name).cloned();
            found.ok_or_else(|| {
                DeployedError::Missing(format!("the function that sends mails has no {name}"))
            })
        };
        findings.extend(self.sender(&setting("SENDER")?).await?);
        let stack = setting("STACK_NAME")?;
        findings.extend(self.alarms(&stack).await?);
        findings.extend(self.schedule(&stack).await?);
        findings.extend(self.keys(now).await?);
        findings.extend(self.kept_aside().await?);
        Ok(findings)
    }

    async fn sender(&self, sender: &str) -> Result<Vec<String>, DeployedError> {
        let ses = self.aws.ses();
        let domain = sender.rsplit('@').next().unwrap_or_default();
        // A verified domain lets its subdomains send, too.
        let parents = domain
            .match_indices('.')
            .map(|(dot, _)| domain.get(dot + 1..).unwrap_or_default());
        let parents = parents.filter(|parent| parent.contains('.'));
        let identities = [sender, domain].into_iter().chain(parents);
        let identities = identities.map(str::to_owned).collect();
        let asked = ses
            .get_identity_verification_attributes()
            .set_identities(Some(identities));
        let found = asked
            .send()
            .await
            .map_err(of("ses:GetIdentityVerificationAttributes"))?;
        let is_verified = found
            .verification_attributes()
            .values()
            .any(|identity| *identity.verification_status() == VerificationStatus::Success);
        let mut findings = Vec::new();
        if !is_verified {
            findings.push(format!("SES has verified neither {sender} nor {domain}, so no mail leaves: verify one of them in SES"));
        }
        let quota = ses
            .get_send_quota()
            .send()
            .await
            .map_err(of("ses:GetSendQuota"))?;
        // An account without a limit has -1.
        if (0.0..=SANDBOX).contains(&quota.max24_hour_send()) {
            findings.push(
                "SES is in its sandbox: mails leave to verified addresses alone. Request production access in SES".to_owned(),
            );
        }
        Ok(findings)
    }

    async fn alarms(&self, stack: &str) -> Result<Option<String>, DeployedError> {
        let sns = self.aws.sns();
        let mut topics = sns.list_topics().into_paginator().send();
        let mut topic = None;
        let prefix = format!("{stack}-Alarms-");
        while let Some(page) = topics.next().await {
            let page = page.map_err(of("sns:ListTopics"))?;
            let mut arns = page.topics().iter().filter_map(|topic| topic.topic_arn());
            let found = arns.find(|arn| {
                arn.rsplit(':')
                    .next()
                    .is_some_and(|name| name.starts_with(&prefix))
            });
            topic = topic.or(found.map(str::to_owned));
        }
        let Some(topic) = topic else {
            return Ok(Some(
                "nobody is told when an alarm goes off: deploy with the parameter AlarmAddress"
                    .to_owned(),
            ));
        };
        let asked = sns
            .list_subscriptions_by_topic()
            .topic_arn(&topic)
            .send()
            .await;
        let found = asked.map_err(of("sns:ListSubscriptionsByTopic"))?;
        let is_confirmed = |arn: &str| arn.starts_with("arn:");
        let mut arns = found
            .subscriptions()
            .iter()
            .filter_map(|subscription| subscription.subscription_arn());
        Ok((!arns.any(is_confirmed)).then(|| {
            "nobody is told when an alarm goes off: no subscription of the topic Alarms is confirmed. Follow the link in the \
             mail from SNS, or subscribe somebody"
                .to_owned()
        }))
    }

    async fn schedule(&self, stack: &str) -> Result<Option<String>, DeployedError> {
        let scheduler = aws_sdk_scheduler::Client::new(&self.aws.others());
        let mut schedules = scheduler.list_schedules().into_paginator().items().send();
        let sweep = format!(":function:{stack}-Sweep-");
        while let Some(schedule) = schedules.next().await {
            let schedule = schedule.map_err(of("scheduler:ListSchedules"))?;
            let target = schedule.target().map(|target| target.arn().to_owned());
            if target.is_some_and(|arn| arn.contains(&sweep)) {
                return Ok((schedule.state() != Some(&ScheduleState::Enabled))
                    .then(|| "the schedule of the sweep is disabled, so nothing that is due happens: enable it".to_owned()));
            }
        }
        Ok(Some(
            "nothing calls the sweep, so nothing that is due happens: deploy the stack again"
                .to_owned(),
        ))
    }

    async fn keys(&self, now: Timestamp) -> Result<Option<String>, DeployedError> {
        let keys = self.store().keyring().await;
        let Ok(keys) = keys else {
            return Ok(Some(
                "there is no key to sign links with: apply the desks".to_owned(),
            ));
        };
        let written_at = keys.current(now).and_then(|key| key.written_at);
        let is_old = written_at.is_some_and(|at| now.duration_since(at) > KEY_LIFE);
        Ok(is_old.then(|| {
            "the key that signs links is more than 400 days old: `docket keys rotate` adds one"
                .to_owned()
        }))
    }

    async fn kept_aside(&self) -> Result<Option<String>, DeployedError> {
        let records = self.store().set_aside().await;
        let records = records
            .map_err(|error| DeployedError::Missing(error.to_string()))?
            .len();
        let events = self.in_queue().await?;
        let all = records as u64 + events;
        Ok((all > 0).then(|| {
            format!("{all} events could not be handled and are set aside: see `docket set-aside`")
        }))
    }
}
