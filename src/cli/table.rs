pub(super) use crate::document::{WIDTH, wrap};
