/// What a file is, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileKind {
    /// The registry whose packages it lists.
    pub(super) registry: Option<&'static str>,
    /// It is a lock file: what it lists is installed, wanted or not.
    pub(super) is_lock: bool,
    /// What it shows is an example, a test, or told in words.
    pub(super) is_aside: bool,
    /// Words in it are words: nothing of it is evidence.
    pub(super) is_prose: bool,
    /// Python, where imports stand at the start of lines.
    pub(super) is_python: bool,
    /// JavaScript or TypeScript.
    pub(super) is_script: bool,
    /// What stands beside it is built, and runs, by itself.
    pub(super) is_of_unit: bool,
}

const MANIFESTS: [(&str, &str, bool); 26] = [
    ("package.json", "npm", false),
    ("package-lock.json", "npm", true),
    ("npm-shrinkwrap.json", "npm", true),
    ("yarn.lock", "npm", true),
    ("pnpm-lock.yaml", "npm", true),
    ("bun.lock", "npm", true),
    ("pyproject.toml", "pypi", false),
    ("setup.py", "pypi", false),
    ("setup.cfg", "pypi", false),
    ("Pipfile", "pypi", false),
    ("Pipfile.lock", "pypi", true),
    ("poetry.lock", "pypi", true),
    ("uv.lock", "pypi", true),
    ("pdm.lock", "pypi", true),
    ("environment.yml", "pypi", false),
    ("Cargo.toml", "cargo", false),
    ("Cargo.lock", "cargo", true),
    ("go.mod", "go", false),
    ("go.sum", "go", true),
    ("pom.xml", "maven", false),
    ("build.gradle", "maven", false),
    ("build.gradle.kts", "maven", false),
    ("libs.versions.toml", "maven", false),
    ("Gemfile", "gem", false),
    ("Gemfile.lock", "gem", true),
    ("composer.json", "composer", false),
];

/// Folders whose files show examples, tests, or what came of runs.
const ASIDE: [&str; 25] = [
    "test",
    "tests",
    "__tests__",
    "spec",
    "specs",
    "fixtures",
    "testdata",
    "mocks",
    "__mocks__",
    "examples",
    "example",
    "docs",
    "doc",
    "cookbook",
    "e2e",
    "benchmark",
    "benchmarks",
    "eval",
    "evals",
    "results",
    "logs",
    "sample",
    "samples",
    "_data",
    "ISSUE_TEMPLATE",
];

/// The same as one word of several: `old-docs`, `benchmark_results`.
const ASIDE_WORDS: [&str; 6] = [
    "docs",
    "results",
    "benchmark",
    "benchmarks",
    "fixtures",
    "examples",
];

const PROSE: [&str; 7] = ["md", "mdx", "rst", "txt", "adoc", "html", "svg"];

/// Hidden folders that say what runs; in others tools keep what is their own.
const DEPLOYING: [&str; 10] = [
    ".github",
    ".gitlab",
    ".circleci",
    ".buildkite",
    ".aws",
    ".azure",
    ".config",
    ".docker",
    ".deploy",
    ".mvn",
];

impl FileKind {
    pub(super) fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let manifest = MANIFESTS.iter().find(|(known, ..)| *known == name);
        let mut registry = manifest.map(|(_, registry, _)| *registry);
        let mut is_lock = manifest.is_some_and(|(_, _, is_lock)| *is_lock);
        if registry.is_none() {
            registry = match extension {
                "txt" | "in" if name.contains("requirements") => Some("pypi"),
                "csproj" | "fsproj" | "vbproj" => Some("nuget"),
                "props" if name == "Directory.Packages.props" => Some("nuget"),
                "json" if name == "packages.lock.json" => Some("nuget"),
                "gemspec" => Some("gem"),
                "lock" if name == "composer.lock" => Some("composer"),
                _ => None,
            };
            is_lock |= matches!(name, "packages.lock.json" | "composer.lock");
        }
        let folders = path.split('/').rev().skip(1);
        let in_folder = folders.into_iter().any(is_aside);
        let is_test = name.starts_with("test_")
            || name.contains("_test.")
            || name.contains(".test.")
            || name.contains(".spec.")
            || name.starts_with("conftest.");
        let is_sample = name.contains("CHANGELOG") || name.contains("LICENSE");
        // A plan says what is declared, and uses nothing.
        let is_plan = name == "jurymast.toml";
        Self {
            registry,
            is_lock,
            is_aside: in_folder || is_test,
            is_prose: registry.is_none() && (PROSE.contains(&extension) || is_sample || is_plan),
            is_of_unit: name.starts_with("Dockerfile")
                || (registry.is_some() && !is_lock && !in_folder && !is_test),
            is_python: matches!(extension, "py" | "pyi"),
            is_script: matches!(
                extension,
                "js" | "jsx" | "ts" | "tsx" | "mjs" | "cjs" | "mts" | "vue" | "svelte"
            ),
        }
    }
}

fn is_aside(folder: &str) -> bool {
    let mut words = folder.split(['-', '_', '.']);
    let is_tools_own = folder.starts_with('.') && !DEPLOYING.contains(&folder);
    is_tools_own || ASIDE.contains(&folder) || words.any(|word| ASIDE_WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_what_a_file_is() {
        let of = |path| FileKind::of(path);
        assert_eq!(of("a/package.json").registry, Some("npm"));
        assert!(of("uv.lock").is_lock);
        assert_eq!(of("requirements-dev.txt").registry, Some("pypi"));
        assert!(!of("requirements.txt").is_prose);
        assert!(of("README.md").is_prose);
        assert!(of("deploy/jurymast.toml").is_prose);
        assert!(of("src/tests/a.py").is_aside);
        assert!(of("src/chat.test.ts").is_aside);
        assert!(of(".idea/a.xml").is_aside && !of(".github/workflows/a.yml").is_aside);
        assert!(of("old-docs/a.py").is_aside);
        assert!(!of("src/latest/a.py").is_aside);
        assert!(!of("src/resultset/a.py").is_aside);
    }
}
