//! The sheet for the day itself.
//!
//! In:  a plan, its analysis, and what is known right now: [`Asked`].
//! Out: [`Sheet`]: who is hit and until when it is bearable; the stages of work,
//!      each a set of lanes that may run at the same time; which fallbacks will
//!      not work today; drafts of what to say; the way back; the decision log.
//!
//! A sheet holds plain words and numbers, so that text, Markdown, HTML and JSON
//! lay out one and the same; [`document`] is it for text and Markdown. `situation` runs the loss through blast, time and
//! recovery once; each other file writes one part of the sheet from it. The loss
//! is taken to last: nothing here assumes that anything comes back by itself.

mod asked;
mod availability;
mod before;
mod bring_back;
mod circles;
mod clock;
mod concise;
mod contact;
mod contact_layout;
mod critical;
mod crowding;
mod cure_needs;
mod document;
mod elsewhere;
mod ended;
mod facts;
mod fallbacks;
mod head;
mod hits;
mod impact;
mod later_ends;
mod log;
mod lost_primaries;
mod lost_requirements;
mod mender;
mod mending;
mod messages;
mod needs;
mod never;
mod parts;
mod reserves;
mod restoration;
mod restores;
mod sheet;
mod situation;
mod stage;
mod stages;
mod steps;
mod way_back;

pub use asked::{Asked, NamedFault};
pub use contact::TeamContact;
pub use document::document;
pub use messages::unfilled;
pub use parts::{
    Back, Critical, Deadline, Draft, FallbackToday, HitComponent, Lane, LogLine, Lost, Message,
    PlaceToLook, Sheet, SheetStep, Stage, StandDown, TargetVerdict, Verdict,
};
