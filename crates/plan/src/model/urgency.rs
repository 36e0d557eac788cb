//! Who counts as critical, and who comes first.

use jurymast_terms::units::Duration;

use super::{Component, ComponentId, Kind, Plan, Tier};

impl Tier {
    /// How many ranks there are: the four tiers, and none.
    pub const RANKS: u8 = 5;

    /// Tier 1 or 2.
    pub fn is_critical(self) -> bool {
        self.number() <= 2
    }
}

/// How much a component presses: by turn, within it by the tightest of its times. The most urgent is the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Urgency {
    turn: u8,
    /// `u64::MAX` where no time is declared.
    seconds: u64,
}

impl Component {
    /// The number of the tier; one more than the last where none is declared.
    pub fn rank(&self) -> u8 {
        self.tier.map_or(Tier::RANKS, |tier| tier.value.number())
    }

    /// Of tier 1 or 2.
    pub fn is_critical(&self) -> bool {
        self.tier.is_some_and(|tier| tier.value.is_critical())
    }

    /// A service or an activity: what the plan is judged by.
    pub fn is_judged(&self) -> bool {
        matches!(self.kind(), Kind::Service | Kind::Activity)
    }

    /// The tier that is declared; where nobody declares one, the provisional tier of what
    /// nothing depends on. By it the rules judge; what is shown is what is declared.
    pub fn counted_tier(&self) -> Option<Tier> {
        let declared = self.tier.map(|tier| tier.value);
        declared.or(self.provisional_tier)
    }

    /// A service or an activity of tier 1 or 2, be it provisionally.
    pub fn is_critical_service(&self) -> bool {
        self.is_judged() && self.counted_tier().is_some_and(Tier::is_critical)
    }

    /// A service or an activity of tier 1, be it provisionally.
    pub fn is_first_service(&self) -> bool {
        self.is_judged() && self.counted_tier().is_some_and(|tier| tier.number() == 1)
    }

    /// A service or an activity that nobody gave a tier, with a time by which it must be
    /// back: how much it matters is not known, and so nobody may leave it out.
    pub fn is_promised(&self) -> bool {
        let targets = &self.targets;
        let has_time = targets.rto.is_some() || targets.mtpd.is_some();
        self.is_judged() && self.tier.is_none() && has_time
    }

    /// Of tier 1 or 2, or promised without a tier.
    pub fn is_pressing(&self) -> bool {
        self.is_critical() || self.is_promised()
    }

    /// Whose turn it is, the first the smallest: by tier; what is promised without one
    /// comes before tier 3, and what has neither last.
    pub fn turn(&self) -> u8 {
        match self.is_promised() {
            true => 2 * 2 + 1,
            false => 2 * self.rank(),
        }
    }

    /// By [`Component::turn`], within it by RTO or MTPD, whichever ends first: neither may
    /// be broken. What declares none comes last.
    pub fn urgency(&self) -> Urgency {
        let times = [self.targets.rto, self.targets.mtpd].into_iter().flatten();
        let times = times.map(|time| time.value);
        Urgency {
            turn: self.turn(),
            seconds: times.min().map_or(u64::MAX, Duration::seconds),
        }
    }
}

impl Plan {
    /// The services and activities that the plan is judged by: those of tier 1, those of
    /// tier 2, then those that have a target and no tier, each in plan order. Where none is
    /// of tier 1 or 2, all of them, by turn.
    pub fn critical_components(&self) -> Vec<ComponentId> {
        let services = self.enumerate().filter(|(_, one)| one.is_judged());
        let mut services: Vec<ComponentId> = services.map(|(id, _)| id).collect();
        let is_critical = |id: &ComponentId| self.component(*id).is_critical();
        if services.iter().any(is_critical) {
            services.retain(|id| self.component(*id).is_pressing());
        }
        services.sort_by_key(|id| self.component(*id).turn());
        services
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::reread;

    fn plan(text: &str) -> Plan {
        let loaded = reread([("p.toml".to_owned(), format!("[plan]\nname = \"x\"\n{text}"))]);
        assert_eq!(loaded.problems, []);
        loaded.plan
    }

    fn critical(text: &str) -> Vec<String> {
        let plan = plan(text);
        let ids = plan.critical_components().into_iter();
        ids.map(|id| plan.component(id).id.clone()).collect()
    }

    #[test]
    fn services_of_tier_one_and_two_count() {
        let text = "[service.a]\ntier = 2\n[service.b]\ntier = 3\n[service.c]\ntier = 1
            [service.d]\n[activity.e]\ntier = 1\n[service.f]\ntier = 1\n";
        assert_eq!(critical(text), ["e", "c", "f", "a"]);
    }

    #[test]
    fn all_services_count_where_none_is_critical() {
        assert_eq!(critical("[service.a]\n[service.b]\n"), ["a", "b"]);
        let text = "[service.a]\n[service.b]\ntier = 3\n[activity.c]\n";
        assert_eq!(critical(text), ["b", "c", "a"]);
    }

    #[test]
    fn what_has_a_target_and_no_tier_counts_before_tier_three() {
        let rest = "[activity.b]\nmtpd = \"4h\"\n[service.c]\ntier = 3\nrto = \"1h\"
            [service.d]\nrpo = \"5m\"\n";
        assert_eq!(
            critical(&format!("[service.a]\ntier = 2\n{rest}")),
            ["a", "b"]
        );
        assert_eq!(critical(rest), ["b", "c", "d"]);
    }

    #[test]
    fn tier_comes_before_time_and_the_tightest_time_counts() {
        let plan = plan(
            "[service.a]\nrto = \"1m\"\n[service.b]\ntier = 2\nrto = \"1h\"\n[service.c]\ntier = 2
            [service.d]\ntier = 2\nrto = \"2h\"\nmtpd = \"30m\"\n[service.e]\ntier = 1\n",
        );
        let mut ids: Vec<&Component> = plan.components.iter().collect();
        ids.sort_by_key(|one| one.urgency());
        let ids: Vec<&str> = ids.into_iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["e", "d", "b", "c", "a"]);
    }
}
