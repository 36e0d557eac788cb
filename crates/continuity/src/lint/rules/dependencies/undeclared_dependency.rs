use crate::lint::rule::rule;

rule! {
    /// Source uses an outside party, a model or a service that the plan does not declare.
    ///
    /// ## What it finds
    /// `jurymast scan`, and `jurymast check` below the paths that the plan names in
    /// `scan` of `[lint]`, from the folder of the root plan file: folders, files, globs such
    /// as `services/**`. The host, the variable, the package, the image or the resource of a
    /// party; the id of a model; an address such as `http://orders:8080` of a service. One
    /// finding for each that is missing, at the path in the plan, with every place in the
    /// source. What stands in comments, tests, examples and lock files proves nothing, nor
    /// does a client that many parties answer to. A path that is not there or cannot be read
    /// is an error. Without `scan` in `[lint]` nothing is looked for.
    ///
    /// ## Why it matters
    /// What the plan does not have is in no answer: not when it fails, not when it ends.
    /// Source changes each day, and a plan changes only where somebody sees the difference.
    ///
    /// ## Fails
    /// ```toml
    /// [lint]
    /// scan = ["src"]
    ///
    /// [ai.chat]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// ```
    ///
    /// ```python
    /// client = Anthropic(base_url="https://api.anthropic.com")
    /// ```
    ///
    /// ## Passes
    /// ```toml
    /// [lint]
    /// scan = ["src"]
    ///
    /// [ai.chat]
    /// provider = "openai"
    /// model = "gpt-5.2"
    /// ```
    ///
    /// ```python
    /// client = OpenAI(base_url="https://api.openai.com/v1")
    /// client.responses.create(model="gpt-5.2")
    /// ```
    ///
    /// ## What to do
    /// Declare it: `jurymast scan --write` writes the entries with the questions that are left.
    /// Or take the use away.
    ///
    /// ## False alarms
    /// Source that nothing runs, and what only developers use. Name narrower paths.
    ///
    /// ## Ask
    /// Who would notice that it is gone, and what would they do?
    ///
    /// ## Sources
    /// Regulation (EU) 2022/2554, article 8(4) and (5): identify what depends on third parties.
    "undeclared-dependency", Dependencies, Warning, beside files, confidence Medium
}
