use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

use super::write_file;

/// The file that marks a folder as a site of this program; it lists the pages.
pub(crate) const MARKER: &str = ".jurymast-site";

/// Why a site was not published.
#[derive(Debug)]
pub(crate) enum SiteError {
    /// The folder holds something that this program did not put there.
    NotOurs,
    /// A page's path leads out of the folder.
    Outside(String),
    Io(io::Error),
}

impl From<io::Error> for SiteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Writes the pages (path below `folder`, text) and removes pages of an earlier
/// site that are no longer there. A folder that is neither empty nor a site is
/// refused unless `force` says otherwise; files that are no pages always stay.
///
/// # Errors
/// [`SiteError::NotOurs`] and [`SiteError::Outside`] before anything is written.
pub(crate) fn publish_site(
    folder: &Path,
    pages: &[(String, String)],
    force: bool,
) -> Result<(), SiteError> {
    for (path, _) in pages {
        let inside = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if path.is_empty() || !inside || leads_away(folder, Path::new(path)) {
            return Err(SiteError::Outside(path.clone()));
        }
    }
    let earlier = match fs::read_to_string(folder.join(MARKER)) {
        Ok(list) => list.lines().skip(1).map(str::to_owned).collect(),
        Err(_) if force || is_empty(folder)? => BTreeSet::new(),
        Err(_) => return Err(SiteError::NotOurs),
    };
    let now: BTreeSet<&str> = pages.iter().map(|(path, _)| path.as_str()).collect();
    // The marker names old and new pages while both may be there.
    let both: BTreeSet<&str> = earlier
        .iter()
        .map(String::as_str)
        .chain(now.iter().copied())
        .collect();
    write_marker(folder, &both)?;
    for (path, text) in pages {
        write_file(&folder.join(path), text.as_bytes())?;
    }
    for path in earlier.iter().filter(|path| !now.contains(path.as_str())) {
        remove_page(folder, path);
    }
    write_marker(folder, &now)?;
    Ok(())
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

fn write_marker(folder: &Path, pages: &BTreeSet<&str>) -> io::Result<()> {
    let mut text = String::from("Pages written by jurymast; the next run replaces them.\n");
    for page in pages {
        text.push_str(page);
        text.push('\n');
    }
    write_file(&folder.join(MARKER), text.as_bytes())
}

/// Whether a link stands on the way from the folder to the page.
fn leads_away(folder: &Path, page: &Path) -> bool {
    page.ancestors()
        .filter(|part| !part.as_os_str().is_empty())
        .any(|part| folder.join(part).is_symlink())
}

/// The marker may have been edited: only a page below the folder is removed.
fn remove_page(folder: &Path, path: &str) {
    let below = Path::new(path);
    let page = path.ends_with(".html")
        && below
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
    if page && !leads_away(folder, below) {
        // A page that is gone already needs no removing.
        let _gone = fs::remove_file(folder.join(below));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str) -> (String, String) {
        (path.to_owned(), format!("<p>{path}"))
    }

    #[test]
    fn a_site_replaces_itself_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("site");
        publish_site(&out, &[page("index.html"), page("services/a.html")], false).unwrap();
        fs::write(out.join("CNAME"), "x").unwrap();
        publish_site(&out, &[page("index.html")], false).unwrap();
        assert!(!out.join("services/a.html").exists());
        assert!(out.join("CNAME").exists() && out.join("index.html").exists());
    }

    #[test]
    fn other_folders_are_refused_unless_forced() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("notes.txt"), "x").unwrap();
        let pages = [page("index.html")];
        assert!(matches!(
            publish_site(dir.path(), &pages, false),
            Err(SiteError::NotOurs)
        ));
        assert!(!dir.path().join("index.html").exists());
        publish_site(dir.path(), &pages, true).unwrap();
        assert!(dir.path().join("notes.txt").exists());
    }

    #[test]
    fn pages_never_leave_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["../x.html", "/x.html", "a/../../x.html", ""] {
            let refused = publish_site(&dir.path().join("site"), &[page(path)], false);
            assert!(matches!(refused, Err(SiteError::Outside(_))), "{path}");
        }
        assert!(!dir.path().join("site").exists());
    }

    #[cfg(unix)]
    #[test]
    fn links_in_the_folder_are_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (out, other) = (dir.path().join("site"), dir.path().join("other"));
        fs::create_dir_all(&other).unwrap();
        publish_site(&out, &[page("index.html")], false).unwrap();
        std::os::unix::fs::symlink(&other, out.join("services")).unwrap();
        let refused = publish_site(&out, &[page("services/a.html")], false);
        assert!(matches!(refused, Err(SiteError::Outside(_))));
        assert_eq!(fs::read_dir(&other).unwrap().count(), 0);
    }

    #[test]
    fn an_edited_marker_removes_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("site");
        fs::write(dir.path().join("x.html"), "mine").unwrap();
        publish_site(&out, &[page("index.html")], false).unwrap();
        fs::write(out.join(MARKER), "x\n../x.html\nnotes.txt\n").unwrap();
        fs::write(out.join("notes.txt"), "mine").unwrap();
        publish_site(&out, &[page("index.html")], false).unwrap();
        assert!(dir.path().join("x.html").exists() && out.join("notes.txt").exists());
    }
}
