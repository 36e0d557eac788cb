pub(in crate::lint) mod carrier_undeclared;
pub(in crate::lint) mod no_escalation;
pub(in crate::lint) mod no_owner;
pub(in crate::lint) mod reach_undeclared;
pub(in crate::lint) mod silenced_communication;
pub(in crate::lint) mod unreachable_on_call;
