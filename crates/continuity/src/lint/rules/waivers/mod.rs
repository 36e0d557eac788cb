pub(in crate::lint) mod broad_waiver;
pub(in crate::lint) mod doubled_waiver;
pub(in crate::lint) mod expired_waiver;
pub(in crate::lint) mod expiring_waiver;
pub(in crate::lint) mod overlong_waiver;
pub(in crate::lint) mod stale_baseline;
pub(in crate::lint) mod unused_waiver;
