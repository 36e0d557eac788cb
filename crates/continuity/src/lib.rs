//! What a plan is worth to those who answer for it.
//!
//! In:  a plan and its analysis (`jurymast_engine`).
//! Out: `lint` finds what is wrong with it, `advice` the changes that remove most
//!      single points of failure, `incident` writes the sheet for the day itself,
//!      `exercise` packets for tabletops, `exchange` other programs' formats;
//!      `document` is what sheets and packets are written in.

pub mod advice;
pub mod document;
pub mod exchange;
pub mod exercise;
pub mod incident;
pub mod lint;
