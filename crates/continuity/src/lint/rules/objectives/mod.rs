pub(in crate::lint) mod mtpd_not_achievable;
pub(in crate::lint) mod rpo_without_backup;
pub(in crate::lint) mod rto_below_dependency;
pub(in crate::lint) mod rto_not_achievable;
pub(in crate::lint) mod rto_not_below_mtpd;
pub(in crate::lint) mod slo_above_dependencies;
pub(in crate::lint) mod tier_one_without_rto;
