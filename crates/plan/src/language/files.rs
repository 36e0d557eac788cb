//! Plan files on disk: reading one, and finding those that a glob includes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use jurymast_terms::problem::Problem;

/// What reading may use up, and where it may go.
#[derive(Debug, Clone, Copy)]
pub struct ReadLimits {
    /// A larger file is refused unread.
    pub file_bytes: u64,
    /// Let links lead out of the plan's folder.
    pub follow_links: bool,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            follow_links: false,
        }
    }
}

/// The text of a file. `shown` is its path as people see it.
pub(super) fn read(path: &Path, shown: &str, limits: &ReadLimits) -> Result<String, Problem> {
    let failed = |error: io::Error| Problem::new(format!("cannot read `{shown}`: {error}"));
    let meta = fs::metadata(path).map_err(failed)?;
    if !meta.is_file() {
        return Err(Problem::new(format!(
            "cannot read `{shown}`: it is not a file"
        )));
    }
    let too_large = || {
        Problem::new(format!(
            "`{shown}` is too large: plan files may have {} MiB",
            limits.file_bytes >> 20
        ))
        .help("split the plan over several files and include them, or raise --max-file-size")
    };
    if meta.len() > limits.file_bytes {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    let file = fs::File::open(path).map_err(failed)?;
    file.take(limits.file_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > limits.file_bytes {
        return Err(too_large());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at]
            .iter()
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        Problem::new(format!(
            "`{shown}` is not UTF-8 text: line {line} has an invalid byte"
        ))
        .help("TOML files are UTF-8; save the file in that encoding")
    })
}

/// The files below `root` that `pattern` names, sorted; the pattern starts at
/// `base`, which is `root` or a folder below it.
pub(super) fn matching(
    root: &Path,
    base: &Path,
    pattern: &str,
    limits: &ReadLimits,
) -> Result<Vec<PathBuf>, Problem> {
    let outside = |why: &str| {
        Problem::new(format!("`{pattern}` leaves the plan's folder {why}"))
            .help("include files below the folder of the plan, without `..`")
    };
    let path = Path::new(pattern);
    if path.is_absolute() || pattern.starts_with('~') {
        return Err(outside("through an absolute path"));
    }
    if path.components().any(|part| part == Component::ParentDir) {
        return Err(outside("through `..`"));
    }
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let glob = glob(pattern)?;
    let fixed: PathBuf = Path::new(pattern)
        .components()
        .take_while(|part| !has_wildcard(&part.as_os_str().to_string_lossy()))
        .collect();
    let real_root = real(root, pattern)?;
    let mut walk = FileWalk {
        real_root,
        limits,
        seen: BTreeSet::new(),
        found: Vec::new(),
        left: None,
    };
    if !has_wildcard(pattern) {
        let file = base.join(&fixed);
        if !file.exists() {
            return Err(Problem::new(format!("`{pattern}` does not exist")));
        }
        walk.keep(&file);
    } else {
        walk.folder(&parent_of_wildcards(base, &fixed), &|file| {
            file.strip_prefix(base).is_ok_and(|below| {
                fast_glob::glob_match(&glob, below.as_os_str().as_encoded_bytes())
            })
        });
    }
    if let Some(link) = walk.left {
        return Err(Problem::new(format!(
            "`{pattern}` leaves the plan's folder through the link `{}`",
            link.strip_prefix(base).unwrap_or(&link).display()
        ))
        .help("copy the file into the plan's folder, or pass --follow-links"));
    }
    if walk.found.is_empty() {
        return Err(Problem::new(format!("`{pattern}` matches no file")));
    }
    walk.found.sort();
    Ok(walk.found)
}

/// What `{a,b}` may stand for in one glob, all its groups together: each choice is tried
/// on each file.
const MOST_CHOICES: usize = 1_000;

/// The pattern as `fast_glob` reads it, which takes a `!` in front for "all but these".
fn glob(pattern: &str) -> Result<String, Problem> {
    let valid = fast_glob::validate(pattern);
    valid.map_err(|error| Problem::new(format!("`{pattern}` is not a glob: {error}")))?;
    if choices(pattern) > MOST_CHOICES {
        return Err(Problem::new(format!(
            "`{pattern}` stands for more than {MOST_CHOICES} globs"
        ))
        .help("write several includes, each with fewer `{...}`"));
    }
    Ok(match pattern.strip_prefix('!') {
        Some(rest) => format!("\\!{rest}"),
        None => pattern.to_owned(),
    })
}

/// At least as many as the globs that a pattern stands for: as if no group stood in
/// another.
fn choices(pattern: &str) -> usize {
    let mut product: usize = 1;
    let mut open: Vec<usize> = Vec::new();
    for byte in pattern.bytes() {
        match (byte, open.last_mut()) {
            (b'{', _) => open.push(1),
            (b',', Some(group)) => *group += 1,
            (b'}', Some(_)) => product = product.saturating_mul(open.pop().unwrap_or(1)),
            _ => {}
        }
    }
    product
}

pub(super) fn has_wildcard(pattern: &str) -> bool {
    pattern.contains(['*', '?', '[', '{'])
}

fn parent_of_wildcards(base: &Path, fixed: &Path) -> PathBuf {
    if fixed.as_os_str().is_empty() {
        base.to_owned()
    } else {
        base.join(fixed)
    }
}

fn real(path: &Path, shown: &str) -> Result<PathBuf, Problem> {
    path.canonicalize()
        .map_err(|error| Problem::new(format!("cannot read `{shown}`: {error}")))
}

struct FileWalk<'a> {
    real_root: PathBuf,
    limits: &'a ReadLimits,
    /// Real folders that were entered: links may form a circle.
    seen: BTreeSet<PathBuf>,
    found: Vec<PathBuf>,
    /// The first link that led out of the root.
    left: Option<PathBuf>,
}

impl FileWalk<'_> {
    fn folder(&mut self, folder: &Path, wanted: &dyn Fn(&Path) -> bool) {
        let Ok(real) = folder.canonicalize() else {
            return;
        };
        if !self.seen.insert(real) {
            return;
        }
        let Ok(entries) = fs::read_dir(folder) else {
            return;
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            let hidden = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() {
                if !hidden && self.allowed(&path) {
                    self.folder(&path, wanted);
                }
            } else if wanted(&path) {
                self.keep(&path);
            }
        }
    }

    fn keep(&mut self, file: &Path) {
        if self.allowed(file) {
            self.found.push(file.to_owned());
        } else {
            self.left.get_or_insert_with(|| file.to_owned());
        }
    }

    fn allowed(&self, path: &Path) -> bool {
        self.limits.follow_links
            || path
                .canonicalize()
                .is_ok_and(|real| real.starts_with(&self.real_root))
    }
}

/// `path` as seen from `from`, with `/` between its parts.
pub(super) fn shown(path: &Path, from: &Path) -> String {
    let mut base = from;
    let mut up = 0;
    loop {
        if let Ok(below) = path.strip_prefix(base) {
            let parts: Vec<String> = std::iter::repeat_n("..".to_owned(), up)
                .chain(below.iter().map(|part| part.to_string_lossy().into_owned()))
                .collect();
            return parts.join("/");
        }
        let Some(parent) = base.parent().filter(|_| up < 3) else {
            return path.to_string_lossy().replace('\\', "/");
        };
        base = parent;
        up += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_find_files_and_never_leave_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("plan");
        fs::create_dir_all(root.join("services/.git")).unwrap();
        for file in [
            "services/b.toml",
            "services/a.toml",
            "services/.git/x.toml",
            "c.txt",
        ] {
            fs::write(root.join(file), "").unwrap();
        }
        fs::write(dir.path().join("secret.toml"), "").unwrap();
        let limits = ReadLimits::default();
        let find = |pattern: &str| {
            matching(&root, &root, pattern, &limits)
                .map(|files| files.iter().map(|f| shown(f, &root)).collect::<Vec<_>>())
        };
        assert_eq!(
            find("services/*.toml").unwrap(),
            ["services/a.toml", "services/b.toml"]
        );
        assert_eq!(
            find("**/*.toml").unwrap(),
            ["services/a.toml", "services/b.toml"]
        );
        assert_eq!(find("./c.txt").unwrap(), ["c.txt"]);
        for same in [
            "**/[ab].toml",
            "services/{a,b}.toml",
            "services/?.toml",
            "{services,other}/**/*.{toml,txt}",
        ] {
            assert_eq!(
                find(same).unwrap(),
                ["services/a.toml", "services/b.toml"],
                "{same}"
            );
        }
        for none in ["*.toml", "?ervices/?ervices", "!*.toml", "services*b.toml"] {
            assert!(find(none).is_err(), "{none}");
        }
        for bad in [
            "../secret.toml",
            "services/../../secret.toml",
            "/etc/passwd",
            "x.toml",
            "x/*.toml",
            "a[.toml",
        ] {
            assert!(find(bad).is_err(), "{bad}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(
                dir.path().join("secret.toml"),
                root.join("services/link.toml"),
            )
            .unwrap();
            let problem = find("services/*.toml").unwrap_err();
            assert!(problem.message.contains("link.toml"), "{}", problem.message);
            let open = ReadLimits {
                follow_links: true,
                ..limits
            };
            assert_eq!(
                matching(&root, &root, "services/*.toml", &open)
                    .unwrap()
                    .len(),
                3
            );
        }
    }

    #[test]
    fn a_glob_has_bounds() {
        let message = |pattern: &str| glob(pattern).unwrap_err().message;
        assert!(message("{a").contains("unclosed brace"));
        assert!(message(&"{a,".repeat(100)).contains("nests deeper"));
        assert!(message("{a,b}*".repeat(10).as_str()).contains("more than 1000 globs"));
        assert_eq!(choices("{a,b}/{c,{d,e}}/x,y"), 8);
        assert_eq!(glob("!a*").as_deref(), Ok("\\!a*"));
    }

    #[test]
    fn unreadable_files_say_why() {
        let dir = tempfile::tempdir().unwrap();
        let small = ReadLimits {
            file_bytes: 4,
            ..ReadLimits::default()
        };
        let file = dir.path().join("a.toml");
        let say = |bytes: &[u8], limits: &ReadLimits| {
            fs::write(&file, bytes).unwrap();
            read(&file, "a.toml", limits).map_err(|problem| problem.message)
        };
        assert!(say(b"12345", &small).unwrap_err().contains("too large"));
        assert!(
            say(b"a\n\xff", &ReadLimits::default())
                .unwrap_err()
                .contains("line 2")
        );
        assert!(
            read(dir.path(), "x", &small)
                .unwrap_err()
                .message
                .contains("not a file")
        );
        assert!(
            read(&dir.path().join("none"), "none", &small)
                .unwrap_err()
                .message
                .contains("none")
        );
    }

    #[test]
    fn paths_are_shown_from_where_one_stands() {
        let show = |path: &str, from: &str| shown(Path::new(path), Path::new(from));
        assert_eq!(show("/a/b/c.toml", "/a"), "b/c.toml");
        assert_eq!(show("/a/c.toml", "/a/b"), "../c.toml");
        assert_eq!(show("/x/c.toml", "/a/b/c/d/e"), "/x/c.toml");
    }
}
