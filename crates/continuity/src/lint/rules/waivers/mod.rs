pub(in crate::lint) mod broad_waiver;
pub(in crate::lint) mod stale_baseline;
pub(in crate::lint) mod unused_waiver;
