//! The provider pages: who depends on it and what its loss does.
//!
//! In:  the site's input.
//! Out: `providers.html`, the list, and a page per provider.
//!
//! `facts` is what the catalogue and the contract say, `loss` what the analysis
//! says of losing the provider whole, `page` puts both together.

mod facts;
mod loss;
mod page;

pub(super) use page::pages;
