use crate::lint::context::{Context, FindingSink};
use crate::lint::rule::rule;
use crate::lint::words;
use jurymast_plan::model::{Component, ComponentId, Kind, Origin};

/// Kinds of domains that are one machine.
const HOSTS: [&str; 6] = ["host", "machine", "node", "rack", "server", "vm"];

/// Fewer do not make a system.
const FEWEST: usize = 3;

rule! {
    /// Everything on one host.
    ///
    /// ## What it finds
    /// A plan of which all services and resources of one's own, three at least, stand in
    /// one domain of kind host, machine, node, rack, server or vm. Where `concentration` says
    /// so of it, this is told with that.
    ///
    /// ## Why it matters
    /// One disk, one kernel, one mistyped command takes all of it, and mostly the backups
    /// and the logs that would say why. No fallback within it counts.
    ///
    /// ## Fails
    /// ```toml
    /// [defaults]
    /// in = ["docker-host"]
    ///
    /// [service.web]
    /// depends_on = ["api"]
    ///
    /// [service.api]
    /// depends_on = ["db"]
    ///
    /// [resource.db]
    ///
    /// [domain.docker-host]
    /// kind = "host"
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.web]
    /// in = ["host-a"]
    /// depends_on = ["api"]
    ///
    /// [service.api]
    /// in = ["host-a"]
    /// depends_on = ["db"]
    ///
    /// [resource.db]
    /// in = ["host-b"]
    ///
    /// [domain.host-a]
    /// kind = "host"
    ///
    /// [domain.host-b]
    /// kind = "host"
    /// ```
    ///
    /// ## What to do
    /// At the least keep the backups elsewhere, and write how the host is made anew and how
    /// long that takes (`[runbook]` with `moves_to` and `takes`). Then move what must
    /// outlive it.
    ///
    /// ## False alarms
    /// A machine for trying things out. Waive it, or keep no plan for it.
    ///
    /// ## Ask
    /// The machine is gone for good. What do we have left, and where is that?
    ///
    /// ## Sources
    /// AWS Well-Architected, REL10-BP01 (several locations); NIST SP 800-34 rev. 1, section
    /// 3.4.3 (alternate sites); Regulation (EU) 2022/2554, article 12(3).
    "single-host", Dependencies, Warning, check,
    says &["in"], confidence Medium
}

fn check(cx: &Context<'_>, found: &mut FindingSink<'_>) {
    let plan = cx.plan;
    let own = plan.enumerate().filter(|(_, one)| {
        matches!(one.kind(), Kind::Service | Kind::Resource) && one.origin == Origin::Plan
    });
    let own: Vec<ComponentId> = own.map(|(id, _)| id).collect();
    let Some(first) = own.first().filter(|_| own.len() >= FEWEST) else {
        return;
    };
    let hosts = plan.domains_around(*first).into_iter();
    let mut hosts = hosts.filter(|id| is_host(plan.component(*id)));
    let all_in = |host: &ComponentId| own.iter().all(|id| plan.domains_around(*id).contains(host));
    let Some(host) = hosts.find(all_in) else {
        return;
    };
    let component = plan.component(host);
    let message = format!("everything stands on `{}`", component.id);
    found.about(plan, host, component.place, message, |finding| {
        finding
            .label("all is lost with it")
            .note(format!("there: {}", words::list(plan, &own)))
            .yields_to("concentration", component.id.as_str(), component.place)
            .help("keep the backups elsewhere, and write how it is made anew: [runbook] with moves_to and takes")
    });
}

fn is_host(component: &Component) -> bool {
    component.kind() == Kind::Domain && component.kind_among(&HOSTS).is_some()
}
