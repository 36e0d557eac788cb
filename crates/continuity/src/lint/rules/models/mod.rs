pub(in crate::lint) mod retired_model;
pub(in crate::lint) mod retiring_model;
