//! Small views that several pages use.
//!
//! In:  components, teams, requirements of the plan.
//! Out: plain strings and addresses: `links` to components, teams and ways to
//!      reach them; `call`, whom to call and then; `reference`, a component by name;
//!      `health_links`, where to look whether it works; `fallback`, a fallback with how it
//!      takes over; `rest`, what is worse than up with nothing failing; `facts`, what is declared of load, end, data and backups; `words`, what
//!      is said and what is not declared.

mod call;
mod facts;
mod fallback;
mod health_links;
mod links;
mod reference;
mod rest;
mod words;

pub(super) use call::Call;
pub(super) use facts::{ComponentFact, rate};
pub(super) use fallback::FallbackGuide;
pub(super) use health_links::{HealthLink, HealthLinks, health_links};
pub(super) use links::{
    CallView, ContactLink, LinkView, alike_waivers, call, chain, component_link, gaps, kind_word,
    level_class, named, outside, radius_words, team_link, waived_of, waiver_link,
};
pub(super) use reference::Reference;
pub(super) use rest::{RestGroup, RestView, Taken, down_of_tier, judged_at_rest};
pub(super) use words::{DeclaredValue, Tell, days_from, tells, through};
