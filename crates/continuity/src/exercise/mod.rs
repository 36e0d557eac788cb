//! A tabletop exercise of one scenario, as a packet (NIST SP 800-84).
//!
//! In:  a plan, a scenario of it or of elsewhere, what the scenario does over
//!      time, and the day.
//! Out: [`Packet`]: objectives, who takes part, the master list of injects,
//!      criteria to judge by and the lines that bring the result back into the
//!      plan; [`document`], the packet as sheets for each [`Audience`].
//!
//! `injects` reads the timeline's notes; `objectives`, `people` and `criteria`
//! derive the rest from them and from the plan; `sheets` and `guides` are the
//! words around it. Nothing of the answers is on a participant's sheet.

mod criteria;
mod guides;
mod hit;
mod injects;
mod loss;
mod objectives;
mod packet;
mod people;
mod sheets;
mod snippet;
mod words;

pub use criteria::Criterion;
pub use hit::ScenarioHit;
pub use injects::Inject;
pub use objectives::Objective;
pub use packet::{Packet, Subject};
pub use people::Participant;
pub use sheets::{Audience, document};
pub use snippet::record_name;
