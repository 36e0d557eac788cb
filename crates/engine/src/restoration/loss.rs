use jurymast_plan::model::{ComponentId, Plan};

/// What struck a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// Where it came from.
    pub origin: LossOrigin,
    /// The cause goes away by itself.
    pub ends: bool,
    /// What is struck loses its data.
    pub loses_data: bool,
}

/// Where a loss comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LossOrigin {
    /// The component failed itself.
    Own,
    /// A failure domain that it stands in was lost.
    Domain,
}

impl Loss {
    /// Whether a component that it strikes loses data: where the fault says so, or
    /// where a domain is lost without end, in what keeps data.
    pub fn takes_data(self, plan: &Plan, id: ComponentId) -> bool {
        let burnt = self.origin == LossOrigin::Domain && !self.ends;
        plan.keeps_data(id) && (self.loses_data || burnt)
    }
}
