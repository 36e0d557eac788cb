pub(in crate::lint) mod model_undeclared;
pub(in crate::lint) mod old_catalogue;
pub(in crate::lint) mod retired_model;
pub(in crate::lint) mod retiring_model;
pub(in crate::lint) mod substituted_model;
pub(in crate::lint) mod unknown_model;
pub(in crate::lint) mod unlisted_model;
