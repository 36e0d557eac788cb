//! Finding the files that an include names.
//!
//! A plan that leaves out a part in silence would be found sound, so whatever may hold
//! such files and cannot be looked into is an error.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use jurymast_terms::problem::Problem;

use jurymast_terms::files::{self, ReadLimits};

/// The files below `root` that `pattern` names, sorted; the pattern starts at
/// `base`, which is `root` or a folder below it. Files that are unsaved, told by their real
/// paths, need not be there.
pub(super) fn matching(
    root: &Path,
    base: &Path,
    pattern: &str,
    unsaved: &[&Path],
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
    let fixed = without_wildcards(pattern);
    let mut walk = FileWalk {
        root: root
            .canonicalize()
            .map_err(|error| cannot_read(pattern, &error))?,
        base,
        pattern,
        glob: &glob,
        limits,
        through_links: 0,
        found: Vec::new(),
    };
    let start = base.join(&fixed);
    let real_base = files::real(base);
    let unsaved = unsaved.iter().filter(|path| !path.exists());
    let unsaved = unsaved.filter_map(|path| path.strip_prefix(&real_base).ok());
    let unsaved = unsaved.filter(|below| matches(walk.glob, below.as_os_str()));
    walk.found.extend(unsaved.map(|below| base.join(below)));
    if has_wildcard(pattern) {
        match fs::metadata(&start) {
            Ok(there) if there.is_dir() => {
                walk.inside(&start)?;
                walk.folder(&start, &mut Vec::new())?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && !start.is_symlink() => {}
            _ => walk.missing_or_not_readable(&start)?,
        }
    } else if walk.found.is_empty() {
        walk.missing_or_not_readable(&start)?;
        walk.inside(&start)?;
        walk.found.push(start);
    }
    if walk.found.is_empty() {
        return Err(Problem::new(format!("`{pattern}` matches no file")));
    }
    walk.found.sort();
    Ok(walk.found)
}

/// A path, and the glob below it: `src` and nothing, `services` and `*/api/**`.
///
/// # Errors
/// It is no glob, or one that stands for very many.
pub fn path_and_glob(pattern: &str) -> Result<(PathBuf, Option<String>), Problem> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    if !has_wildcard(pattern) {
        return Ok((PathBuf::from(pattern), None));
    }
    let path = without_wildcards(pattern);
    let depth = path.components().count();
    let below: Vec<_> = Path::new(pattern).components().skip(depth).collect();
    let below: PathBuf = below.into_iter().collect();
    Ok((path, Some(glob(&below.to_string_lossy())?)))
}

/// Whether a path, from the folder of the root file, is one that the pattern names.
///
/// # Errors
/// As for [`path_and_glob`].
pub(super) fn names_path(pattern: &str, path: &str) -> Result<bool, Problem> {
    let pattern = glob(pattern.strip_prefix("./").unwrap_or(pattern))?;
    Ok(fast_glob::glob_match(&pattern, path))
}

/// The folders in front of the first wildcard.
fn without_wildcards(pattern: &str) -> PathBuf {
    let parts = Path::new(pattern).components();
    parts
        .take_while(|part| !has_wildcard(&part.as_os_str().to_string_lossy()))
        .collect()
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

/// The help where a pattern takes in more than was meant.
const NARROWER: &str = "mend that, or write a narrower pattern that does not lead there";

/// Folders that are entered through links: these may lead to each other in very many
/// ways.
const MOST_THROUGH_LINKS: usize = 10_000;

fn cannot_read(shown: impl std::fmt::Display, error: &io::Error) -> Problem {
    Problem::new(format!("cannot read `{shown}`: {error}"))
}

struct FileWalk<'a> {
    /// Real path of the plan's folder.
    root: PathBuf,
    base: &'a Path,
    pattern: &'a str,
    glob: &'a str,
    limits: &'a ReadLimits,
    through_links: usize,
    found: Vec<PathBuf>,
}

impl FileWalk<'_> {
    /// `above`: the real paths of the folders that lead here.
    fn folder(&mut self, folder: &Path, above: &mut Vec<PathBuf>) -> Result<(), Problem> {
        let failed = |error: io::Error| {
            let shown = shown_below(folder, self.base);
            cannot_read(shown, &error).help(NARROWER)
        };
        let real = folder.canonicalize().map_err(failed)?;
        // A link that leads back up: what is there is found from there.
        if above.contains(&real) {
            return Ok(());
        }
        let mut paths = BTreeSet::new();
        for entry in fs::read_dir(folder).map_err(failed)? {
            paths.insert(entry.map_err(failed)?.path());
        }
        above.push(real);
        for path in paths {
            self.entry(path, above)?;
        }
        above.pop();
        Ok(())
    }

    fn entry(&mut self, path: PathBuf, above: &mut Vec<PathBuf>) -> Result<(), Problem> {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let wanted = self.is_wanted(&path);
        let leads_on = !hidden && self.may_lead_on(&path);
        if !wanted && !leads_on {
            return Ok(());
        }
        match fs::metadata(&path) {
            Ok(there) if there.is_dir() => {
                if wanted && self.names_files() {
                    return Err(self.no_file(&path, "a folder"));
                }
                if leads_on {
                    self.inside(&path)?;
                    self.count_links(&path)?;
                    self.folder(&path, above)?;
                }
                Ok(())
            }
            Ok(there) if wanted && !there.is_file() => {
                Err(self.no_file(&path, "a device or a pipe"))
            }
            Ok(_) if wanted => {
                self.inside(&path)?;
                self.found.push(path);
                Ok(())
            }
            Ok(_) => Ok(()),
            // Editors lock a file by a hidden link to nowhere beside it.
            Err(error) if hidden && error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(_) => self.missing_or_not_readable(&path),
        }
    }

    fn is_wanted(&self, path: &Path) -> bool {
        path.strip_prefix(self.base)
            .is_ok_and(|below| matches(self.glob, below.as_os_str()))
    }

    /// Whether the pattern can match anything below this, were it a folder.
    fn may_lead_on(&self, folder: &Path) -> bool {
        let Ok(below) = folder.strip_prefix(self.base) else {
            return true;
        };
        if braces_hold_a_slash(self.glob) {
            return true;
        }
        let mut parts = self.glob.split('/').filter(|part| *part != ".");
        for name in below.components() {
            match parts.next() {
                Some(part) if part.contains("**") => return true,
                Some(part) if matches(part, name.as_os_str()) => {}
                _ => return false,
            }
        }
        parts.next().is_some()
    }

    /// Whether the last part of the pattern says how files are called: `*` and `**` mean
    /// folders too.
    fn names_files(&self) -> bool {
        let last = self.glob.rsplit('/').next().unwrap_or_default();
        last.contains(|c| !matches!(c, '*' | '?'))
    }

    fn no_file(&self, path: &Path, what: &str) -> Problem {
        let (pattern, shown) = (self.pattern, shown_below(path, self.base));
        Problem::new(format!(
            "`{pattern}` matches `{shown}`, which is {what}, not a file"
        ))
        .help(NARROWER)
    }

    /// An error where a path leads out of the plan's folder.
    fn inside(&self, path: &Path) -> Result<(), Problem> {
        if self.limits.follow_links {
            return Ok(());
        }
        let real = path
            .canonicalize()
            .map_err(|error| cannot_read(shown_below(path, self.base), &error))?;
        if real.starts_with(&self.root) {
            return Ok(());
        }
        let (pattern, shown) = (self.pattern, shown_below(path, self.base));
        Err(Problem::new(format!(
            "`{pattern}` leaves the plan's folder through the link `{shown}`"
        ))
        .help("copy what it leads to into the plan's folder, or pass --follow-links"))
    }

    fn count_links(&mut self, path: &Path) -> Result<(), Problem> {
        self.through_links += usize::from(path.is_symlink());
        if self.through_links <= MOST_THROUGH_LINKS {
            return Ok(());
        }
        let pattern = self.pattern;
        Err(Problem::new(format!(
            "`{pattern}` leads through more than {MOST_THROUGH_LINKS} links between folders"
        ))
        .help("take links away, or name the files by narrower patterns"))
    }

    /// What keeps a path from being read, if anything.
    fn missing_or_not_readable(&self, path: &Path) -> Result<(), Problem> {
        let shown = shown_below(path, self.base);
        match fs::metadata(path) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(cannot_read(shown, &error).help(NARROWER))
            }
            Err(_) if path.is_symlink() => {
                Err(Problem::new(format!("the link `{shown}` leads nowhere")).help(NARROWER))
            }
            Err(_) => Err(Problem::new(format!("`{shown}` does not exist"))),
        }
    }
}

fn matches(glob: &str, name: &std::ffi::OsStr) -> bool {
    fast_glob::glob_match(glob, name.as_encoded_bytes())
}

/// A group such as `{a/b,c}` stands for paths of several lengths.
fn braces_hold_a_slash(glob: &str) -> bool {
    let mut open = 0_usize;
    glob.bytes().any(|byte| {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        byte == b'/' && open > 0
    })
}

fn shown_below(path: &Path, base: &Path) -> String {
    path.strip_prefix(base)
        .unwrap_or(path)
        .display()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jurymast_terms::files::shown;

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
            matching(&root, &root, pattern, &[], &limits)
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
    }

    #[cfg(unix)]
    #[test]
    fn what_may_hold_files_and_is_not_read_is_an_error() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let (root, outside) = (dir.path().join("plan"), dir.path().join("outside"));
        for folder in [&root.join("services/sub"), &outside] {
            fs::create_dir_all(folder).unwrap();
        }
        for file in [root.join("services/a.toml"), outside.join("b.toml")] {
            fs::write(file, "").unwrap();
        }
        let find = |pattern: &str, follow_links: bool| {
            let limits = ReadLimits {
                follow_links,
                ..ReadLimits::default()
            };
            matching(&root, &root, pattern, &[], &limits)
                .map(|files| files.iter().map(|f| shown(f, &root)).collect::<Vec<_>>())
                .map_err(|problem| problem.message)
        };
        let all = |follow_links| find("**/*.toml", follow_links);
        let link = root.join("services/pay");

        symlink("..", &link).unwrap();
        assert_eq!(all(false).unwrap(), ["services/a.toml"], "a circle");
        fs::remove_file(&link).unwrap();

        symlink(&outside, &link).unwrap();
        assert!(
            all(false)
                .unwrap_err()
                .contains("through the link `services/pay`")
        );
        assert_eq!(
            all(true).unwrap(),
            ["services/a.toml", "services/pay/b.toml"]
        );
        assert_eq!(find("services/*.toml", false).unwrap(), ["services/a.toml"]);
        assert!(find("services/pay/*.toml", false).is_err());
        fs::remove_file(&link).unwrap();

        symlink("gone", &link).unwrap();
        assert!(
            all(false)
                .unwrap_err()
                .contains("`services/pay` leads nowhere")
        );
        fs::remove_file(&link).unwrap();

        symlink("pay", &link).unwrap();
        assert!(
            all(false)
                .unwrap_err()
                .starts_with("cannot read `services/pay`")
        );
        fs::remove_file(&link).unwrap();

        symlink("gone", root.join("services/.#a.toml")).unwrap();
        symlink("sub", root.join("services/other")).unwrap();
        fs::write(root.join("services/sub/c.toml"), "").unwrap();
        assert_eq!(
            all(false).unwrap(),
            [
                "services/a.toml",
                "services/other/c.toml",
                "services/sub/c.toml"
            ]
        );
        fs::create_dir(root.join("services/d.toml")).unwrap();
        assert!(
            all(false)
                .unwrap_err()
                .contains("`services/d.toml`, which is a folder")
        );
        assert!(find("services/*", false).is_ok(), "names no files");
        let made = std::process::Command::new("mkfifo")
            .arg(root.join("p.toml"))
            .status();
        if made.is_ok_and(|done| done.success()) {
            assert!(find("*.toml", false).unwrap_err().contains("a pipe"));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("plan");
        let limits = ReadLimits::default();
        fs::create_dir_all(root.join("services")).unwrap();
        for file in [
            "plan/services/a.toml",
            "plan/services/b.toml",
            "secret.toml",
        ] {
            fs::write(dir.path().join(file), "").unwrap();
        }
        let find = |pattern: &str| matching(&root, &root, pattern, &[], &limits);
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
                matching(&root, &root, "services/*.toml", &[], &open)
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
}
