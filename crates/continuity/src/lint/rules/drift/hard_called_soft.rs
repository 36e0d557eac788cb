use crate::lint::rule::rule;

rule! {
    /// A dependency is called soft, and its failures reach the callers.
    ///
    /// ## What it finds
    /// `jurymast drift --observed`: a soft dependency that failed at three times or more, each
    /// followed by failures of the dependent, which otherwise mostly had none; only files that
    /// count time by time, or several files, can show it. Or one that AWS Resilience Hub rates
    /// HARD.
    ///
    /// ## Why it matters
    /// A soft dependency degrades; if it takes the dependent down, every blast radius is too
    /// small.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "ads", mode = "soft", degraded = "No ads" }]
    ///
    /// [service.ads]
    /// ```
    ///
    /// ```json
    /// { "status": "success", "data": { "resultType": "matrix", "result": [
    ///   { "metric": { "__name__": "traces_service_graph_request_total", "client": "user", "server": "checkout" },
    ///     "values": [[1793491200, "0"], [1793491260, "100"], [1793491320, "200"], [1793491380, "300"], [1793491440, "400"], [1793491500, "500"], [1793491560, "600"], [1793491620, "700"]] },
    ///   { "metric": { "__name__": "traces_service_graph_request_failed_total", "client": "user", "server": "checkout" },
    ///     "values": [[1793491200, "0"], [1793491260, "0"], [1793491320, "40"], [1793491380, "40"], [1793491440, "80"], [1793491500, "80"], [1793491560, "80"], [1793491620, "120"]] },
    ///   { "metric": { "__name__": "traces_service_graph_request_total", "client": "checkout", "server": "ads" },
    ///     "values": [[1793491200, "0"], [1793491260, "90"], [1793491320, "180"], [1793491380, "270"], [1793491440, "360"], [1793491500, "450"], [1793491560, "540"], [1793491620, "630"]] },
    ///   { "metric": { "__name__": "traces_service_graph_request_failed_total", "client": "checkout", "server": "ads" },
    ///     "values": [[1793491200, "0"], [1793491260, "0"], [1793491320, "40"], [1793491380, "40"], [1793491440, "80"], [1793491500, "80"], [1793491560, "80"], [1793491620, "120"]] }
    /// ] } }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "ads", mode = "hard" }]
    ///
    /// [service.ads]
    /// ```
    ///
    /// ```json
    /// { "status": "success", "data": { "resultType": "matrix", "result": [
    ///   { "metric": { "__name__": "traces_service_graph_request_total", "client": "user", "server": "checkout" },
    ///     "values": [[1793491200, "0"], [1793491260, "100"], [1793491320, "200"], [1793491380, "300"], [1793491440, "400"], [1793491500, "500"], [1793491560, "600"], [1793491620, "700"]] },
    ///   { "metric": { "__name__": "traces_service_graph_request_failed_total", "client": "user", "server": "checkout" },
    ///     "values": [[1793491200, "0"], [1793491260, "0"], [1793491320, "40"], [1793491380, "40"], [1793491440, "80"], [1793491500, "80"], [1793491560, "80"], [1793491620, "120"]] },
    ///   { "metric": { "__name__": "traces_service_graph_request_total", "client": "checkout", "server": "ads" },
    ///     "values": [[1793491200, "0"], [1793491260, "90"], [1793491320, "180"], [1793491380, "270"], [1793491440, "360"], [1793491500, "450"], [1793491560, "540"], [1793491620, "630"]] },
    ///   { "metric": { "__name__": "traces_service_graph_request_failed_total", "client": "checkout", "server": "ads" },
    ///     "values": [[1793491200, "0"], [1793491260, "0"], [1793491320, "40"], [1793491380, "40"], [1793491440, "80"], [1793491500, "80"], [1793491560, "80"], [1793491620, "120"]] }
    /// ] } }
    /// ```
    ///
    /// ## What to do
    /// Make it hard, or mend what hands the failure on: time-outs, defaults.
    ///
    /// ## False alarms
    /// Both fail by a third cause: that they fail together does not prove that the one is why.
    ///
    /// ## Ask
    /// What did callers see the last time it failed?
    ///
    /// ## Sources
    /// Uber, Failover architecture (arXiv 2603.07345): fail-open of calls to the less critical.
    "hard-called-soft", Drift, Warning, beside files, confidence High
}
