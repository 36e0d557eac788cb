pub(in crate::lint) mod exercise_without_actions_owner;
pub(in crate::lint) mod overdue_action;
pub(in crate::lint) mod overdue_review;
pub(in crate::lint) mod provider_failure_never_exercised;
pub(in crate::lint) mod scenario_without_faults;
pub(in crate::lint) mod stale_exercise;
