//! What an on-call person opens when a service fails.
//!
//! In:  the input of the site.
//! Out: one page per service: whom to call, what to do now, what each loss does
//!      to it, who needs it, and how to see that it works again.
//!
//! `losses` propagates every single fault once and keeps what it does to each
//! service; `page` puts one page together from the views of the other files.

mod act;
mod check;
mod gaps;
mod head;
mod losses;
mod outage;
mod page;
mod runbook;
mod worst;

#[cfg(test)]
mod tests;

pub(super) use page::pages;
