use crate::lint::rule::rule;

rule! {
    /// A store is configured as something else than the plan says.
    ///
    /// ## What it finds
    /// `jurymast drift`: a resource that is a database, cache, queue, storage or search by the plan
    /// and another of these by its image; data that are persistent by the plan and not by its
    /// volumes, or the other way round. Kinds in other words, and what is guessed of a file, are not
    /// compared.
    ///
    /// ## Why it matters
    /// Whether data are lost with it, and what brings them back, is judged by the plan's.
    ///
    /// ## Fails
    /// ```toml
    /// [service.web]
    /// depends_on = ["db"]
    ///
    /// [resource.db]
    /// kind = "database"
    /// data = "persistent"
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     build: .
    ///     environment:
    ///       DB_URL: redis://db:6379
    ///   db:
    ///     image: redis:8
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.web]
    /// depends_on = ["db"]
    ///
    /// [resource.db]
    /// kind = "cache"
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     build: .
    ///     environment:
    ///       DB_URL: redis://db:6379
    ///   db:
    ///     image: redis:8
    /// ```
    ///
    /// ## What to do
    /// Ask whether the store was replaced, and write into the plan what runs, with its backup.
    ///
    /// ## False alarms
    /// Software that is used for what it is not known for, such as Redis as a database.
    ///
    /// ## Ask
    /// What is kept there today, and from what would it be made again?
    ///
    /// ## Sources
    /// Names of public images; the Compose Specification, volumes.
    "differing-store", Drift, Warning, beside files
}
