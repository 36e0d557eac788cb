//! Plans over time against a second reading of the semantics that looks at
//! everything in every second.
//!
//! In:  random small plans with a scenario, as TOML, with every word of the language
//!      that time knows; `PROPTEST_CASES=5000` tries more of them.
//! Out: where the program and the evaluator answer differently: intervals, times,
//!      verdicts.
//!
//! `evaluator` is the second reading, `read` its own reader of plans; `worked`,
//! `worked_circles`, `worked_load`, `worked_cures` and `worked_switches` hold what people worked out by hand. `monotone` says what never
//! makes an outage shorter, `passed_on` who sees what has ended.

mod draw;
mod evaluator;
mod lasting;
mod monotone;
mod passed_on;
mod plan;
mod program;
mod random;
mod ratio;
mod read;
mod worked;
mod worked_circles;
mod worked_cures;
mod worked_load;
mod worked_switches;

use proptest::prelude::*;

use super::system::config;

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn every_second_is_that_of_the_second_reading(raw in draw::raw(false)) {
        let toml = random::toml(&raw);
        let differences = program::differences(&toml);
        prop_assert!(differences.is_empty(), "{}\n{toml}", differences.join("\n"));
    }
}
