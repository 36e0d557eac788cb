pub(in crate::lint) mod no_escalation;
pub(in crate::lint) mod no_owner;
