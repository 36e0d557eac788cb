pub(in crate::lint) mod concentration;
pub(in crate::lint) mod expired_component;
pub(in crate::lint) mod expiring_component;
pub(in crate::lint) mod hard_cycle;
pub(in crate::lint) mod pair_of_failures;
pub(in crate::lint) mod recovery_cycle;
pub(in crate::lint) mod single_point_of_failure;
pub(in crate::lint) mod soft_without_degraded_behaviour;
