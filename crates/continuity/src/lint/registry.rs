use jurymast_terms::suggest;

use super::rule::Rule;
use super::rules::{
    dependencies, drift, exercises, fallbacks, models, objectives, people, recovery, waivers,
};

/// Every rule, by family.
pub static RULES: &[&Rule] = &[
    &fallbacks::no_fallback::RULE,
    &fallbacks::shared_fate_fallback::RULE,
    &fallbacks::unfit_fallback::RULE,
    &fallbacks::fitness_undeclared::RULE,
    &fallbacks::unevaluated_fallback::RULE,
    &fallbacks::costlier_fallback::RULE,
    &fallbacks::untested_fallback::RULE,
    &fallbacks::evidence_below_rung::RULE,
    &fallbacks::fallback_cycle::RULE,
    &fallbacks::group_cycle::RULE,
    &fallbacks::trigger_blind_fallback::RULE,
    &fallbacks::unpinned_router::RULE,
    &fallbacks::router_drops_parameters::RULE,
    &fallbacks::no_timeout::RULE,
    &fallbacks::caller_gives_up_first::RULE,
    &fallbacks::stream_cut_uncovered::RULE,
    &fallbacks::lone_deployment_never_cools::RULE,
    &fallbacks::fallback_overloaded::RULE,
    &fallbacks::detection_undeclared::RULE,
    &fallbacks::hold_over_too_short::RULE,
    &fallbacks::tier_one_without_non_ai_floor::RULE,
    &fallbacks::unstaffed_floor::RULE,
    &models::retired_model::RULE,
    &models::retiring_model::RULE,
    &models::substituted_model::RULE,
    &models::unlisted_model::RULE,
    &models::unknown_model::RULE,
    &models::model_undeclared::RULE,
    &models::old_catalogue::RULE,
    &models::floating_model::RULE,
    &models::preview_model::RULE,
    &dependencies::single_point_of_failure::RULE,
    &dependencies::concentration::RULE,
    &dependencies::pair_of_failures::RULE,
    &dependencies::overloaded_at_rest::RULE,
    &dependencies::no_spare_capacity::RULE,
    &dependencies::place_undeclared::RULE,
    &dependencies::in_two_places::RULE,
    &dependencies::replica_beside_original::RULE,
    &dependencies::hard_cycle::RULE,
    &dependencies::recovery_cycle::RULE,
    &dependencies::soft_without_degraded_behaviour::RULE,
    &dependencies::undeclared_dependency::RULE,
    &dependencies::expired_component::RULE,
    &dependencies::expiring_component::RULE,
    &dependencies::account_undeclared::RULE,
    &dependencies::group_of_one::RULE,
    &dependencies::single_host::RULE,
    &dependencies::unused_component::RULE,
    &recovery::shared_fate_cure::RULE,
    &recovery::blind_detection::RULE,
    &recovery::backup_not_segregated::RULE,
    &recovery::untested_restore::RULE,
    &recovery::restore_above_rto::RULE,
    &recovery::rpo_below_backup::RULE,
    &recovery::replica_lag_above_rpo::RULE,
    &recovery::data_without_backup::RULE,
    &recovery::missed_run::RULE,
    &recovery::repair_time_undeclared::RULE,
    &recovery::no_exit_plan::RULE,
    &recovery::unreadable_plan::RULE,
    &recovery::unverified_recovery::RULE,
    &objectives::rto_not_below_mtpd::RULE,
    &objectives::rto_below_dependency::RULE,
    &objectives::hard_on_lower_tier::RULE,
    &objectives::rto_not_achievable::RULE,
    &objectives::mtpd_not_achievable::RULE,
    &objectives::rpo_not_achievable::RULE,
    &objectives::tier_one_without_rto::RULE,
    &objectives::rpo_without_backup::RULE,
    &objectives::slo_above_dependencies::RULE,
    &objectives::impact_before_mtpd::RULE,
    &objectives::impact_falls::RULE,
    &objectives::impact_undeclared::RULE,
    &objectives::tier_against_mtpd::RULE,
    &objectives::tier_one_without_mbco::RULE,
    &objectives::tier_undeclared::RULE,
    &people::no_owner::RULE,
    &people::no_escalation::RULE,
    &people::single_way_to_call::RULE,
    &people::one_person::RULE,
    &people::incomplete_plan::RULE,
    &people::unreachable_on_call::RULE,
    &people::silenced_communication::RULE,
    &people::carrier_undeclared::RULE,
    &people::reach_undeclared::RULE,
    &people::unattended_switch::RULE,
    &people::unused_team::RULE,
    &exercises::stale_exercise::RULE,
    &exercises::scenario_without_faults::RULE,
    &exercises::exercise_without_actions_owner::RULE,
    &exercises::overdue_action::RULE,
    &exercises::overdue_review::RULE,
    &exercises::provider_failure_never_exercised::RULE,
    &exercises::changed_since_approval::RULE,
    &exercises::single_exercise::RULE,
    &exercises::tabletop_only::RULE,
    &waivers::unused_waiver::RULE,
    &waivers::expired_waiver::RULE,
    &waivers::expiring_waiver::RULE,
    &waivers::doubled_waiver::RULE,
    &waivers::overlong_waiver::RULE,
    &waivers::broad_waiver::RULE,
    &waivers::stale_baseline::RULE,
    &drift::undeclared_edge::RULE,
    &drift::undeclared_component::RULE,
    &drift::unconfigured_edge::RULE,
    &drift::unseen_edge::RULE,
    &drift::reversed_edge::RULE,
    &drift::unconfigured_fallback::RULE,
    &drift::undeclared_fallback::RULE,
    &drift::reordered_fallback::RULE,
    &drift::differing_triggers::RULE,
    &drift::differing_model::RULE,
    &drift::differing_limit::RULE,
    &drift::differing_store::RULE,
    &drift::gateway_loop::RULE,
    &drift::gateway_dead_end::RULE,
    &drift::unreachable_rung::RULE,
    &drift::gateway_never_gives_up::RULE,
    &drift::hard_called_soft::RULE,
    &drift::other_model_answers::RULE,
    &drift::peak_above_limit::RULE,
    &drift::peak_above_demand::RULE,
];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The rule whose name is nearest to an unknown one.
pub fn nearest(name: &str) -> Option<&'static str> {
    suggest::nearest(name, RULES.iter().map(|rule| rule.name))
}

/// The rules of the program, and those of a plan's own.
#[derive(Debug, Default)]
pub(super) struct KnownRules<'a> {
    custom: Vec<&'a Rule>,
}

impl<'a> KnownRules<'a> {
    pub(super) fn with(custom: impl IntoIterator<Item = &'a Rule>) -> Self {
        Self {
            custom: custom.into_iter().collect(),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'a Rule> {
        RULES.iter().copied().chain(self.custom.iter().copied())
    }

    pub(super) fn find(&self, name: &str) -> Option<&'a Rule> {
        self.iter().find(|rule| rule.name == name)
    }

    pub(super) fn nearest(&self, name: &str) -> Option<&'static str> {
        suggest::nearest(name, self.iter().map(|rule| rule.name))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::lint::docs::SECTIONS;

    #[test]
    fn every_rule_file_is_registered_under_its_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lint/rules");
        let mut files = BTreeSet::new();
        for family in std::fs::read_dir(folder).unwrap() {
            let family = family.unwrap().path();
            if !family.is_dir() {
                continue;
            }
            for file in std::fs::read_dir(&family).unwrap() {
                let stem = file
                    .unwrap()
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                if stem != "mod" {
                    let family = family.file_name().unwrap().to_str().unwrap().to_owned();
                    files.insert((family, stem.replace('_', "-")));
                }
            }
        }
        let rules: BTreeSet<_> = RULES
            .iter()
            .map(|rule| (rule.family.as_str().to_owned(), rule.name.to_owned()))
            .collect();
        assert_eq!(files, rules);
        assert_eq!(RULES.len(), rules.len(), "names are unique");
    }

    #[test]
    fn every_text_has_every_section_in_order() {
        for rule in RULES {
            let docs = rule.docs();
            let headings: Vec<&str> = docs
                .sections
                .iter()
                .map(|(name, _)| name.as_str())
                .collect();
            assert_eq!(headings, SECTIONS, "{}", rule.name);
            for (heading, body) in &docs.sections {
                assert!(!body.is_empty(), "{}: {heading}", rule.name);
            }
            assert!(
                docs.summary.ends_with('.') && docs.summary.len() < 120,
                "{}",
                rule.name
            );
            assert!(!docs.examples("Fails").is_empty(), "{}", rule.name);
            assert!(!docs.examples("Passes").is_empty(), "{}", rule.name);
        }
    }

    #[test]
    fn slips_find_their_rule() {
        assert_eq!(nearest("no-fallbak"), Some("no-fallback"));
        assert_eq!(nearest("something-else-entirely"), None);
    }
}
