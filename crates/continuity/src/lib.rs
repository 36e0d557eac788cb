//! What a plan is worth to those who answer for it.
//!
//! In:  a plan and its analysis (`jurymast_engine`).
//! Out: `lint` finds what is wrong with it, `advice` the changes that remove most
//!      single points of failure, `incident` writes the sheet for the day itself,
//!      `exercise` packets for tabletops, `exchange` other programs' formats,
//!      `comparison` what is other between two states of a plan;
//!      `document` is what sheets and packets are written in.
//!
//! ```
//! use jurymast_continuity::incident::{Asked, NamedFault, Sheet};
//! use jurymast_continuity::lint::{self, Strictness};
//! use jurymast_engine::analysis::Analysis;
//! use jurymast_plan::language;
//! use jurymast_terms::units::Moment;
//!
//! let text = r#"
//! [plan]
//! name = "Shop"
//! [service.shop]
//! tier = 1
//! rto = "1h"
//! depends_on = ["db"]
//! [resource.db]
//! "#;
//! let loaded = language::reread([("jurymast.toml".to_owned(), text.to_owned())]);
//! let now = Moment::from_unix_seconds(1_790_000_000).unwrap();
//! let loaded = loaded.on(now.date());
//! let analysis = Analysis::of(&loaded.plan);
//!
//! // What is wrong with it.
//! let checked = lint::check(&analysis, now.date(), Strictness::Usual);
//! let rules: Vec<&str> = checked.findings.iter().map(|one| one.code).collect();
//! assert!(rules.contains(&"single-point-of-failure"), "{rules:?}");
//!
//! // What to do on the day its database is lost.
//! let id = loaded.plan.find("db");
//! let asked = Asked {
//!     lost: vec![NamedFault { name: "db".to_owned(), id }],
//!     total: false,
//!     symptom: None,
//!     since: now,
//!     since_known: true,
//!     now,
//!     today: now.date(),
//! };
//! let sheet = Sheet::of(&analysis, &asked);
//! assert_eq!(sheet.title, "db is lost");
//! assert_eq!(sheet.hits[0].id, "shop");
//! assert_eq!(sheet.hits[0].deadlines[0].left, "in 1h");
//! ```

#![warn(missing_docs)]

pub mod advice;
pub mod comparison;
pub mod document;
pub mod exchange;
pub mod exercise;
pub mod incident;
pub mod lint;
