//! What values in deployment files tell: hosts, images, credentials.
//!
//! In:  single texts: the value of a variable, the name of an image, a command line.
//! Out: the hosts that a value names (`hosts`), what kind of thing an image is (`images`),
//!      the outside parties that variables name and where calls of models are led to
//!      (`parties`, `bases`), what command lines give
//!      (`variables`),
//!      which values are lists of which one is enough (`lists`, `upstreams`), who is only told what happened
//!      (`told`), whether a text may hold a secret (`secrets`). No text leaves here that may.

mod bases;
mod commands;
mod hosts;
mod images;
mod lists;
mod parties;
mod secrets;
mod timeouts;
mod told;
mod upstreams;
mod variables;
mod voters;

pub use commands::ContainerCommand;
pub use hosts::{
    HostKey, NamedHost, OWN_MACHINE, hosts_in, is_loopback, is_own_machine, public_hosts_in,
};
pub use images::{ImageRole, LIBRECHAT, STORE_KINDS, role_of_image, software_of_image};
pub use lists::alike_in_list;
pub use parties::{NamedCall, NamedParties, NamedParty, PossibleParty, parties_in, party_at};
pub use secrets::may_hold_secret;
pub use timeouts::AnswerTimeouts;
pub use told::{ONLY_TOLD, bucket_of, kept_for, only_tells, only_tells_outside};
pub use variables::{Variable, variables_of_command, variables_of_text};
pub use voters::{Voters, clusters, voters, watched};
