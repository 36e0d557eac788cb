//! What an on-call person opens when a service fails.
//!
//! In:  the input of the site.
//! Out: one page per service: whom to call, what to do now, what each loss does
//!      to it, who needs it, and how to see that it works again.
//!
//! `losses` propagates every single fault once and keeps what it does to each
//! service; `page` puts one page together from the views of the other files.
//! `call`, `reference`, `standin` and `words` also serve the documents beside.

mod act;
mod call;
mod check;
mod head;
mod losses;
mod outage;
mod page;
mod reference;
mod runbook;
mod sight;
mod standin;
mod words;

#[cfg(test)]
mod tests;

pub(super) use call::Call;
pub(super) use page::pages;
pub(super) use reference::Reference;
pub(super) use runbook::first_step;
pub(super) use standin::Standin;
pub(super) use words::{Said, Tell, days_from, tells};
