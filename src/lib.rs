pub mod catalogue;
pub mod diagnostic;
pub mod language;
pub mod model;
pub mod source;
pub mod units;
