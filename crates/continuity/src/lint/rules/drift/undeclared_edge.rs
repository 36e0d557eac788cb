use crate::lint::rule::rule;

rule! {
    /// Somebody calls what the plan does not say it needs.
    ///
    /// ## What it finds
    /// `jurymast drift`: a service that is configured to reach another by a value that names it
    /// (an error; where the file says only the order of starts, a warning), or was seen to call
    /// it. Seen calls are an error from 1% of the caller's calls on, and a warning below that or
    /// where no file counts them; so is one that the plan has the other way round. Of calls of
    /// models the share is one of these. A caller that the plan does not have is information.
    ///
    /// ## Why it matters
    /// What the plan does not say, no blast radius, gap or runbook knows: its loss comes as a
    /// surprise.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    ///
    /// [resource.orders-db]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   checkout:
    ///     build: .
    ///     environment:
    ///       DATABASE_URL: postgres://orders-db:5432/orders
    ///   orders-db:
    ///     image: postgres:17
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    /// depends_on = ["orders-db"]
    ///
    /// [resource.orders-db]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   checkout:
    ///     build: .
    ///     environment:
    ///       DATABASE_URL: postgres://orders-db:5432/orders
    ///   orders-db:
    ///     image: postgres:17
    /// ```
    ///
    /// ## What to do
    /// Add the dependency, soft if the caller goes on without it. `jurymast import FORMAT FILE
    /// --into jurymast.toml` shows the lines.
    ///
    /// ## False alarms
    /// Calls that a test or a person made in the window; a name that is like two things. What the
    /// plan says by way of a proxy that no file shows, of a common queue or of a gateway is no
    /// finding.
    ///
    /// ## Ask
    /// Does the caller go on without it, and who knew?
    ///
    /// ## Sources
    /// Huye, Shkuro, Sambasivan: Lifting the veil on Meta's microservice architecture (USENIX
    /// ATC 2023): topologies change daily. Practice of service maps made of traces.
    "undeclared-edge", Drift, Error, beside files, confidence High
}
