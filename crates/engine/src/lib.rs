//! What a plan means when something fails.
//!
//! In:  a plan (`jurymast_plan::model`), and faults or scenarios.
//! Out: `failure` propagates levels and finds the smallest cut sets, `graph` is the
//!      dependency graph as people see it, `load` shares demands and holds them against
//!      limits, `restoration` says how what was struck comes back, `simulation` runs a
//!      plan against a scenario over time, `analysis` gathers the answers; `undeclared`
//!      names the times that a plan leaves out.
//!
//! Knows no command line, no pages and no TOML.
//!
//! ```
//! use jurymast_engine::analysis::{Analysis, Limits, MaxOrder, Question};
//! use jurymast_engine::simulation::{ScenarioScript, SimulationModel, simulate};
//! use jurymast_plan::language;
//! use jurymast_plan::model::Level;
//! use jurymast_terms::units::{Duration, Lasting};
//!
//! let text = r#"
//! [plan]
//! name = "Shop"
//! [service.shop]
//! tier = 1
//! depends_on = ["db", { on = "model", fallback = ["rules"], detect = "1m" }]
//! [resource.db]
//! [resource.model]
//! [resource.rules]
//! [scenario.model-lost]
//! fails = [{ what = "model", at = "1h" }]
//! "#;
//! let loaded = language::reread([("jurymast.toml".to_owned(), text.to_owned())]);
//! let loaded = loaded.on("2026-11-28".parse().unwrap());
//! assert_eq!(loaded.problems, []);
//! let (plan, analysis) = (&loaded.plan, Analysis::of(&loaded.plan));
//! let id = |name: &str| plan.find(name).unwrap();
//!
//! // What one loss takes with it.
//! assert_eq!(analysis.blast(&[id("db")]).level(id("shop")), Level::Down);
//! assert_eq!(analysis.blast(&[id("model")]).level(id("shop")), Level::Up);
//!
//! // What takes the shop down: its database alone, or the model with its stand-in.
//! let question = Question {
//!     level: Level::Down,
//!     max_order: MaxOrder::All,
//!     list: 10,
//!     probability: false,
//! };
//! let limits = Limits { memory: 1 << 26, listed: 100, deadline: None };
//! let gaps = &analysis.gaps(&[id("shop")], &question, &limits)[0];
//! assert_eq!(gaps.sets, [vec![id("db")], vec![id("model"), id("rules")]]);
//!
//! // Over time: down until the loss is noticed.
//! let scenario = ScenarioScript::of(&plan.scenarios[0]);
//! let timeline = simulate(&SimulationModel::of(plan), &scenario);
//! let down = timeline.total(id("shop"), Level::Down);
//! assert_eq!(down, Lasting::For(Duration::from_seconds(60)));
//! ```

#![warn(missing_docs)]

pub mod analysis;
pub mod failure;
pub mod graph;
pub mod load;
pub mod restoration;
pub mod simulation;
pub mod undeclared;
