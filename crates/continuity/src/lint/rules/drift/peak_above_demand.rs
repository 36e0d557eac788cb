use crate::lint::rule::rule;

rule! {
    /// A caller asks for more than the plan says.
    ///
    /// ## What it finds
    /// `jurymast drift --observed`: a `demand` in requests a minute below the most that a file
    /// shows of these calls.
    ///
    /// ## Why it matters
    /// A fallback is judged by the demand that comes to it: with more it does not hold.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// depends_on = [{ on = "stock", demand = { rpm = 300 } }]
    ///
    /// [service.stock]
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
    /// depends_on = [{ on = "stock", demand = { rpm = 1000 } }]
    ///
    /// [service.stock]
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
    /// Write the peak.
    ///
    /// ## False alarms
    /// A load test in the window.
    ///
    /// ## Ask
    /// What is the most that it may ask for?
    ///
    /// ## Sources
    /// Practice of capacity planning.
    "peak-above-demand", Drift, Warning, beside files, confidence High
}
