use crate::lint::rule::rule;

rule! {
    /// Calls go the other way than the plan says.
    ///
    /// ## What it finds
    /// `jurymast drift --observed`: one was seen to call another, never the other way, and the
    /// plan has the other depend on the one. From 1% of the caller's calls on it is the error
    /// `undeclared-edge`.
    ///
    /// ## Why it matters
    /// The plan then says that the wrong one goes down: the caller fails with the called.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// depends_on = ["orders-db"]
    ///
    /// [service.stock]
    /// depends_on = ["checkout"]
    ///
    /// [resource.orders-db]
    /// ```
    ///
    /// ```json
    /// { "data": [
    ///   { "parent": "checkout", "child": "orders-db", "callCount": 50000 },
    ///   { "parent": "checkout", "child": "stock", "callCount": 120 }
    /// ] }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// depends_on = ["orders-db", "stock"]
    ///
    /// [service.stock]
    ///
    /// [resource.orders-db]
    /// ```
    ///
    /// ```json
    /// { "data": [
    ///   { "parent": "checkout", "child": "orders-db", "callCount": 50000 },
    ///   { "parent": "checkout", "child": "stock", "callCount": 120 }
    /// ] }
    /// ```
    ///
    /// ## What to do
    /// Turn the dependency round, or declare both.
    ///
    /// ## False alarms
    /// Call-backs and messages: who calls may be the one that is needed.
    ///
    /// ## Ask
    /// Which of the two fails when the other is gone?
    ///
    /// ## Sources
    /// Huye, Shkuro, Sambasivan: Lifting the veil on Meta's microservice architecture (USENIX
    /// ATC 2023): topologies change daily. Practice of service maps made of traces.
    "reversed-edge", Drift, Warning, beside files
}
