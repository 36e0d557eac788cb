use crate::lint::rule::rule;

rule! {
    /// An entry of the baseline that holds nothing back.
    ///
    /// ## What it finds
    /// With `--baseline`: an entry that no finding of a rule that ran matches, that stands
    /// twice, or that names a rule that there is not. Entries of rules that did not run (those
    /// of `drift` in a run of `check`, of a rule that is off) are not judged, and none is while
    /// the plan cannot be read in full.
    ///
    /// ## Why it matters
    /// What is mended could break again unseen: the entry is still there to hide it.
    ///
    /// ## Fails
    /// ```toml
    /// [service.search]
    /// team = "web"
    ///
    /// [team.web]
    /// ```
    ///
    /// ```json
    /// {
    ///   "version": 1,
    ///   "entries": [
    ///     {"rule": "no-owner", "component": "search", "cause": null, "file": "jurymast.toml"}
    ///   ]
    /// }
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [service.search]
    /// ```
    ///
    /// ```json
    /// {
    ///   "version": 1,
    ///   "entries": [
    ///     {"rule": "no-owner", "component": "search", "cause": null, "file": "jurymast.toml"}
    ///   ]
    /// }
    /// ```
    ///
    /// ## What to do
    /// `--prune-baseline` takes such entries out and puts none in.
    ///
    /// ## False alarms
    /// A run of `drift` beside other files than those that the baseline was written beside:
    /// give each set of files its own, `--baseline=FILE`.
    ///
    /// ## Ask
    /// Was it mended, or does the plan no longer say what showed it?
    ///
    /// ## Sources
    /// Practice of linters that report stale suppressions.
    "stale-baseline", Waivers, Error, beside files
}
