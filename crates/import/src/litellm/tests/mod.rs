//! Tests of the whole format.
//!
//! In:  configurations as texts.
//! Out: whether calls go on as measured (`walk`), drafts say so (`draft`), and files get
//!      the sections that plans imply (`written`); `drafted` reads for all of them.

mod draft;
mod drafted;
mod walk;
mod written;
