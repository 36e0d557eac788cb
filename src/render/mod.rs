//! The site: runbooks that need nothing but a browser or a printer.
//!
//! In:  a plan, its analysis, the texts it was read from, the findings and the day.
//! Out: [`site`], every page in memory, sorted by path; the caller writes them.
//!
//! Each page is a file here and a template in `templates/`: the file makes plain
//! views of strings and numbers once, the template lays them out and escapes
//! every text. `frame` is what all pages share, `paths` says where a component
//! stands, `pictures` draws its neighbourhood, `views` holds the small views that
//! several pages use. [`document_page`] lays out what stands alone: an incident
//! sheet, an exercise packet. Same input and day, same bytes.

mod bia;
mod components;
mod contacts;
mod continuity;
mod document;
mod findings;
mod frame;
mod input;
mod outages;
mod overview;
mod paths;
mod pictures;
mod providers;
mod service;
mod services;
mod site;
mod views;
mod waived;

pub use document::document_page;
pub use frame::Page;
pub use input::{Input, RuleNote};
pub use site::site;
