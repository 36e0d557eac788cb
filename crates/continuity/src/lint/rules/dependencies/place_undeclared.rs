use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{ComponentId, Kind, Origin, Plan};

rule! {
    /// A plan that does not say where anything runs.
    ///
    /// ## What it finds
    /// Two or more services or resources of one's own, none of which says in which failure domain it
    /// stands (`in`, or `replicas` with `over`). One finding for the whole plan.
    ///
    /// ## Why it matters
    /// Two things that stand on one host, in one zone or at one hoster are lost together.
    /// Of a plan without places no command can tell which those are: that a fallback or a
    /// second copy held, and that a single point is none, then says nothing of a fire, a
    /// region or an account.
    ///
    /// ## Fails
    /// ```toml
    /// [service.shop]
    /// depends_on = [{ any_of = ["db-a", "db-b"] }]
    ///
    /// [resource.db-a]
    /// [resource.db-b]
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.shop]
    /// in = ["rack-1"]
    /// depends_on = [{ any_of = ["db-a", "db-b"] }]
    ///
    /// [resource.db-a]
    /// in = ["rack-1"]
    ///
    /// [resource.db-b]
    /// in = ["rack-2"]
    ///
    /// [domain.rack-1]
    /// kind = "rack"
    ///
    /// [domain.rack-2]
    /// kind = "rack"
    /// ```
    ///
    /// ## What to do
    /// Name the hosts, zones, regions or sites as [domain.*], and write `in` at what
    /// stands there; `[defaults] in` says it for a whole file. The regions of AWS, Azure
    /// and Google Cloud are in the catalogue: in = ["aws-eu-central-1"].
    ///
    /// ## False alarms
    /// A plan of outside parties only, which nobody here runs: declare them as
    /// `provider`.
    ///
    /// ## Ask
    /// Which one building, account or hoster could take both?
    ///
    /// ## Sources
    /// AWS Well-Architected, Reliability pillar (fault isolation); NIST SP 800-34 rev. 1,
    /// section 3.4.3 (alternate sites).
    "place-undeclared", Dependencies, Info, check,
    says &["in", "over", "replicas"], confidence High
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let own: Vec<ComponentId> = own(plan);
    let is_placed = |id: &ComponentId| plan.component(*id).domains().next().is_some();
    // The copies that one component stands for have its places, and those of their spread.
    let mut derived = plan.components.iter();
    let is_spread = derived.any(|one| {
        let is_copy = one.kind() == Kind::Resource && one.origin == Origin::Derived;
        is_copy && one.domains().next().is_some()
    });
    if own.len() < 2 || own.iter().any(is_placed) || is_spread {
        return;
    }
    let message = "nothing says where anything runs: shared fate by place is not judged";
    found.general(plan.header.place, message, |finding| {
        finding
            .note(format!(
                "of {} no place is declared",
                words::some(plan, own.iter().copied(), own.len())
            ))
            .label("no service or resource has an `in`")
            .help("name the hosts, zones or sites as [domain.x] and write in = [\"x\"] at what stands there; [defaults] says it for a whole file")
    });
}

/// What is run by those who keep the plan.
fn own(plan: &Plan) -> Vec<ComponentId> {
    let all = plan.enumerate();
    let own = all.filter(|(_, one)| {
        matches!(one.kind(), Kind::Service | Kind::Resource) && one.origin == Origin::Plan
    });
    own.map(|(id, _)| id).collect()
}
