pub(in crate::lint) mod hard_cycle;
pub(in crate::lint) mod soft_without_degraded_behaviour;
