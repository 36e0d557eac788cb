//! What gateways of AI calls have in common, whatever their files look like.
//!
//! In:  who is called, in what order, and on what failures somebody else is.
//! Out: tables of a draft; what is wrong with the order.
//!
//! A format reads its files into `GatewayFile`: `route` says what answers a call,
//! `upstream` who that is, `hosts` whom a router may pick, `statuses` which failures a
//! gateway goes by. `parties` makes
//! tables of those who answer, their accounts and machines, `drafting` of the routes;
//! `file` puts them together, `flaw` is what is wrong. `plan_side` is what a plan says of the
//! parts of such files, `callers` what it says of all who ask for one name, `written` a file that
//! was changed by it.

mod callers;
mod drafting;
mod file;
mod flaw;
mod hosts;
mod parties;
mod plan_side;
mod route;
mod statuses;
mod upstream;
mod written;

pub(crate) use callers::{at_odds, is_automatic, telling};
pub(crate) use drafting::{RouteDrafting, whole, words};
pub(crate) use file::{GatewayFile, GatewaySort, drafted, flaws_of, route_by_document};
pub use flaw::{FlawKind, GatewayFlaw};
pub(crate) use hosts::{HostsAllowed, habitual};
pub(crate) use parties::Parties;
pub(crate) use plan_side::{PlanSide, same_failures};
pub(crate) use route::{Answers, InTurn, Link, Route, Shared, StandIn};
pub(crate) use statuses::{SEEN, covered, missed_server_errors, statuses_of};
pub(crate) use upstream::{
    Account, Address, Answering, Region, Upstream, maker_of_bare, provider_spelt, without_profile,
};
pub use written::{ExportNote, GatewayText};
pub(crate) use written::{cannot_say, lost_comments};
