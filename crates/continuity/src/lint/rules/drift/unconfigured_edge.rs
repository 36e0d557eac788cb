use crate::lint::rule::rule;

rule! {
    /// The plan says that one needs another, and no file configures it so.
    ///
    /// ## What it finds
    /// `jurymast drift`: a dependency of the plan of which the files know both ends, and neither
    /// a value nor a reference leads from the one to the other.
    ///
    /// ## Why it matters
    /// A dependency that is gone makes blast radii and gaps too large, and a runbook wait for
    /// what nobody needs; or the file that configures it was not given.
    ///
    /// ## Fails
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
    /// Give the file that configures it as well; if there is none, take the dependency away.
    ///
    /// ## False alarms
    /// Addresses that stand in code, in a database, or in a mounted file. That it is not in the
    /// files does not prove that it is not there.
    ///
    /// ## Ask
    /// By what does the one find the other?
    ///
    /// ## Sources
    /// Practice of driftctl and `terraform plan`: what is declared beside what is there.
    "unconfigured-edge", Drift, Warning, beside files
}
