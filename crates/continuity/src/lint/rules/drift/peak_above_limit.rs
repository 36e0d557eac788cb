use crate::lint::rule::rule;

rule! {
    /// More was asked for than the plan says that it carries.
    ///
    /// ## What it finds
    /// `jurymast drift --observed`: a `limit` in requests a minute below the most that a file
    /// shows: the fullest step of a range, or the average of its window.
    ///
    /// ## Why it matters
    /// Load is judged by the limit: it was too low, or callers were turned away without anybody
    /// noticing.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// depends_on = ["stock"]
    ///
    /// [service.stock]
    /// limit = { rpm = 600 }
    /// ```
    ///
    /// ```json
    /// { "status": "success", "data": { "resultType": "matrix", "result": [
    ///   { "metric": { "__name__": "traces_service_graph_request_total", "client": "checkout", "server": "stock" },
    ///     "values": [[1793491200, "0"], [1793491260, "500"], [1793491320, "1400"], [1793491380, "1600"]] }
    /// ] } }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// depends_on = ["stock"]
    ///
    /// [service.stock]
    /// limit = { rpm = 1200 }
    /// ```
    ///
    /// ```json
    /// { "status": "success", "data": { "resultType": "matrix", "result": [
    ///   { "metric": { "__name__": "traces_service_graph_request_total", "client": "checkout", "server": "stock" },
    ///     "values": [[1793491200, "0"], [1793491260, "500"], [1793491320, "1400"], [1793491380, "1600"]] }
    /// ] } }
    /// ```
    ///
    /// ## What to do
    /// Measure what it carries and write that.
    ///
    /// ## False alarms
    /// Steps of a range shorter than the limit's own minute.
    ///
    /// ## Ask
    /// What happened in that minute?
    ///
    /// ## Sources
    /// Practice of capacity planning.
    "peak-above-limit", Drift, Warning, beside files, confidence High
}
