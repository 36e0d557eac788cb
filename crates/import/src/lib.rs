//! Plans drafted from the files that systems are deployed from.

#![warn(missing_docs)]

pub mod tree;
