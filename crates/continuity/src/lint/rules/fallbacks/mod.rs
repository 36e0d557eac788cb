pub(in crate::lint) mod detection_undeclared;
pub(in crate::lint) mod fallback_cycle;
pub(in crate::lint) mod fallback_overloaded;
pub(in crate::lint) mod no_fallback;
pub(in crate::lint) mod shared_fate_fallback;
pub(in crate::lint) mod tier_one_without_non_ai_floor;
pub(in crate::lint) mod trigger_blind_fallback;
pub(in crate::lint) mod untested_fallback;
