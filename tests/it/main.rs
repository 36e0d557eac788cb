//! The tests of the program as a whole: one binary, a module for each subject.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on ends there"
)]

mod activity_pages;
mod advise;
mod agreement;
mod agreement_drawn;
mod aralia;
mod at_rest;
mod bad_input;
mod baseline;
mod blast;
mod chaos;
mod check_choice;
mod cures;
mod diff;
mod drift;
mod drift_rules;
mod driver;
mod evidence;
mod examples;
mod exercise;
mod export;
mod exported;
mod fitness;
mod foreseen;
mod from_nothing;
mod gaps;
mod gateway_files;
mod gateways;
mod golden;
mod held_switches;
mod hostile_text;
mod house;
mod import;
mod in_use_at_rest;
mod incident;
mod incident_needs;
mod incident_words;
mod jobs;
mod left_out;
mod litellm_order;
mod load_answers;
mod messages;
mod mistakes;
mod model_lists;
mod newcomer;
mod odds;
mod outages;
mod outputs;
mod places;
mod plan_arguments;
mod portkey_order;
mod reading;
mod readme;
mod real_systems;
mod recorded;
mod recovery;
mod reserves;
mod routed_assistants;
mod runs;
mod scan;
mod scan_joined;
mod scan_truth;
mod scan_write;
mod semantics;
mod shells;
mod simulate;
mod starts;
mod static_answers;
mod substitutes;
mod switch_needs;
mod system;
mod table_order;
mod time;
mod time_brute;
mod time_cure;
mod time_load;
mod time_needed;
mod time_struck;
mod time_unknown;
mod uncalled;
mod unseen_loss;
