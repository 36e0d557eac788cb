//! Draws levels over time: one bar for each row, below a clock.
//!
//! In:  a [`Chart`]: rows with spans and marks, in seconds from the start.
//! Out: one `<svg>` element, [`draw_chart`], of the same classes and rules as the
//!      other pictures: no ids, no scripts, no colour of its own.
//!
//! Down is a full bar, degraded a low one of stripes, a fault an open frame, so
//! that nothing rests on colour alone. `axis` chooses the ticks of the clock.

mod axis;
mod data;
mod draw;

pub use data::{Chart, ChartMark, ChartRow, ChartSpan, SpanTone};
pub use draw::draw_chart;
