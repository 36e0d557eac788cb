use crate::lint::rule::rule;

rule! {
    /// Something is configured, or a model is called, that the plan does not have.
    ///
    /// ## What it finds
    /// `jurymast drift`: a service, resource or AI dependency of the files that is no component
    /// of the plan by id or name, and a model that clients ask for and no `ai` is.
    ///
    /// ## Why it matters
    /// What the plan does not have is not in any answer: neither when it fails, nor when it ends.
    ///
    /// ## Fails
    /// ```toml
    /// [service.checkout]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   checkout:
    ///     build: .
    ///   search:
    ///     build: ./search
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.checkout]
    ///
    /// [service.search]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   checkout:
    ///     build: .
    ///   search:
    ///     build: ./search
    /// ```
    ///
    /// ## What to do
    /// Declare it, or give the component that it is the name that files use.
    ///
    /// ## False alarms
    /// Tools of developers that share a file with what runs.
    ///
    /// ## Ask
    /// Who runs it, and who would notice that it is gone?
    ///
    /// ## Sources
    /// Practice of service catalogues: orphaned services.
    "undeclared-component", Drift, Warning, beside files, confidence Medium
}
