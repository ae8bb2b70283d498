//! The check that every text is there in all of the desk's languages, and in no other.

use super::reporter::Check;
use crate::desk::field::Choice;
use crate::desk::spanned::Spanned;
use crate::value::Words;

impl<'a> Check<'a> {
    pub(super) fn words(&mut self) {
        let desk = self.desk;
        let mut all: Vec<&Spanned<Words>> = vec![&desk.name];
        all.extend(&desk.intro);
        all.extend(desk.brand.name.iter().chain(&desk.brand.footer));
        for category in &desk.categories {
            all.push(&category.label);
            all.extend(&category.help);
        }
        for topic in &desk.topics {
            all.push(&topic.label);
            all.extend(&topic.help);
            for wording in topic.subject.iter().chain(&topic.description) {
                all.extend(wording.label.iter().chain(&wording.help));
            }
            all.extend(topic.out_of_scope.iter().map(|o| &o.text));
            if let Some(redirect) = &topic.redirect {
                all.push(&redirect.text);
                all.extend(redirect.contacts.iter().map(|c| &c.label));
            }
        }
        for field in &desk.fields {
            all.push(&field.label);
            all.extend(&field.help);
        }
        let choices: Vec<&Choice> = (desk.fields.iter().flat_map(|f| &f.choices))
            .chain(&desk.priorities)
            .chain(&desk.impacts)
            .chain(desk.support_access.iter().flat_map(|a| &a.scopes))
            .collect();
        for choice in choices {
            all.push(&choice.label);
            all.extend(&choice.help);
        }
        for status in &desk.statuses {
            all.push(&status.label);
            all.extend(status.help.iter().chain(&status.agent_help));
        }
        all.extend(desk.moves.iter().flat_map(|m| &m.label));
        all.extend(desk.resources.iter().map(|r| &r.label));
        all.extend(desk.context.iter().map(|c| &c.label));
        if let Some(cc) = &desk.cc {
            all.push(&cc.label);
            all.extend(&cc.help);
        }
        all.extend(desk.access.iter().flat_map(|a| &a.no_mailbox));
        all.extend(desk.teams.iter().map(|team| &team.label));
        all.extend(desk.escalation_policies.iter().map(|p| &p.label));
        all.extend(desk.schedules.iter().map(|it| &it.label));
        all.extend(desk.rotations.iter().map(|it| &it.label));
        all.extend(desk.contracts.iter().map(|c| &c.label));
        all.extend(desk.service_levels.iter().map(|level| &level.label));
        all.extend(desk.hosts.iter().map(|hosts| &hosts.text));
        for words in all {
            let Words::Each(texts) = &**words else {
                continue;
            };
            for language in desk.languages.iter() {
                if texts
                    .get(language)
                    .is_none_or(|text| text.trim().is_empty())
                {
                    self.say(words, format!("the text lacks `{language}`: add `{language} = \"…\"`, since the desk speaks it"));
                }
            }
            for language in texts.keys() {
                if !desk.languages.contains(language) {
                    self.say(words, format!("the desk does not speak `{language}`: add it to `languages`, or remove this text"));
                }
            }
        }
    }
}
