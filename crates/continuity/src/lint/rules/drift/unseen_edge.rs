use crate::lint::rule::rule;

rule! {
    /// A dependency was never seen in calls, though the caller was.
    ///
    /// ## What it finds
    /// `jurymast drift --observed`: a dependency of the plan, of a caller that was seen to call
    /// others, that no file shows in its window. Fallbacks are expected to be unseen and are only
    /// counted; so is what only a start needs.
    ///
    /// ## Why it matters
    /// It may be gone, or turned round. That it was not seen proves nothing: it may be rare,
    /// sampled away, or not traced; the finding is information for that reason, and prints the
    /// window.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// depends_on = ["orders-db", "search"]
    ///
    /// [service.search]
    ///
    /// [resource.orders-db]
    /// ```
    ///
    /// ```json
    /// { "data": [
    ///   { "parent": "checkout", "child": "search", "callCount": 120 }
    /// ] }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// depends_on = ["orders-db", "search"]
    ///
    /// [service.search]
    ///
    /// [resource.orders-db]
    /// ```
    ///
    /// ```json
    /// { "data": [
    ///   { "parent": "checkout", "child": "search", "callCount": 120 },
    ///   { "parent": "checkout", "child": "orders-db", "callCount": 340 }
    /// ] }
    /// ```
    ///
    /// ## What to do
    /// Ask the team; look at a longer window. Take it away only if they say so.
    ///
    /// ## False alarms
    /// Nightly work in a file of one hour; databases and outside parties whose clients are not
    /// traced.
    ///
    /// ## Ask
    /// When was it last called?
    ///
    /// ## Sources
    /// Huye, Shkuro, Sambasivan: Lifting the veil on Meta's microservice architecture (USENIX
    /// ATC 2023): topologies change daily. Practice of service maps made of traces.
    "unseen-edge", Drift, Info, beside files, confidence Low
}
