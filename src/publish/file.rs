use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// So many links are followed, one after the other.
const MOST_LINKS: usize = 40;

/// Writes a file. One that is there is replaced at once, so that readers see the old
/// text or the new one, and keeps its mode; a link stays, and what it leads to is
/// replaced; a device or a pipe is written into. Folders above a new file are made.
///
/// # Errors
/// When the folder or the file cannot be written; the old file then stays.
pub(crate) fn write_file(path: &Path, text: &[u8]) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(there) if !there.is_file() => write_into(path, text),
        Ok(there) => match behind_links(path)? {
            Some(target) => replace(&target, text, Some(&there)),
            None => write_into(path, text),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => match behind_links(path)? {
            Some(target) => {
                fs::create_dir_all(folder_of(&target))?;
                replace(&target, text, None)
            }
            None => Err(error),
        },
        Err(error) => Err(error),
    }
}

/// Writes a new file, at once, in a folder that is made; one that is there stays.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where there is one; when it cannot be written.
pub(crate) fn create_file(path: &Path, text: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder_of(path))?;
    let file = beside(path, text)?;
    set_mode(file.as_file(), None)?;
    file.persist_noclobber(path)?;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Where the links lead that stand in place of the file; none where that is an open
/// file of a process (`/dev/stdout`), which has no place of its own.
fn behind_links(path: &Path) -> io::Result<Option<PathBuf>> {
    let mut at = path.to_owned();
    for _ in 0..MOST_LINKS {
        if at.starts_with("/proc") || at.starts_with("/dev/fd") {
            return Ok(None);
        }
        match fs::symlink_metadata(&at) {
            Ok(there) if there.is_symlink() => at = folder_of(&at).join(fs::read_link(&at)?),
            _ => return Ok(Some(at)),
        }
    }
    Err(io::Error::other("too many links lead to one another"))
}

/// Into what is there, behind what it holds already.
fn write_into(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().append(true).open(path)?;
    file.write_all(text)?;
    file.flush()
}

fn replace(path: &Path, text: &[u8], there: Option<&fs::Metadata>) -> io::Result<()> {
    let file = beside(path, text)?;
    set_mode(file.as_file(), there)?;
    file.persist(path)?;
    Ok(())
}

/// The text in a file of another name in the same folder.
fn beside(path: &Path, text: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new()
        .prefix(".jurymast-")
        .tempfile_in(folder_of(path))?;
    file.write_all(text)?;
    Ok(file)
}

/// Owner and mode of the file that was there; a new one is readable by all.
#[cfg(unix)]
fn set_mode(file: &File, there: Option<&fs::Metadata>) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let Some(there) = there else {
        return file.set_permissions(Permissions::from_mode(0o644));
    };
    // Only root may give a file away; to others it is theirs already.
    let _kept = fchown(file, Some(there.uid()), Some(there.gid()));
    file.set_permissions(there.permissions())
}

#[cfg(not(unix))]
fn set_mode(file: &File, there: Option<&fs::Metadata>) -> io::Result<()> {
    match there {
        Some(there) => file.set_permissions(there.permissions()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_whole_files_readable_by_all() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b.html");
        write_file(&path, b"old").unwrap();
        write_file(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        #[cfg(unix)]
        assert_eq!(mode(&path), 0o644);
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/plan.toml");
        create_file(&path, b"mine").unwrap();
        let refused = create_file(&path, b"other").unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let refused = write_file(dir.path(), b"x").unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::IsADirectory);
    }

    #[cfg(unix)]
    fn mode(path: &Path) -> u32 {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[cfg(unix)]
    #[test]
    fn the_mode_of_a_file_that_is_there_is_kept() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        write_file(&path, b"new").unwrap();
        assert_eq!(
            (mode(&path), fs::read(&path).unwrap()),
            (0o600, b"new".to_vec())
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_and_what_they_lead_to_is_written() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::create_dir(at("real")).unwrap();
        symlink("real/file", at("second")).unwrap();
        symlink(at("second"), at("first")).unwrap();
        for text in ["into nothing", "over it"] {
            write_file(&at("first"), text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(at("real/file")).unwrap(), text);
        }
        assert!(at("first").is_symlink() && at("second").is_symlink());
        symlink("round", at("round")).unwrap();
        assert!(write_file(&at("round"), b"x").is_err());
        assert!(at("round").is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_written_into_and_stays() {
        use std::io::Read as _;
        use std::os::unix::fs::FileTypeExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        if !made.is_ok_and(|done| done.success()) {
            return;
        }
        let from = path.clone();
        let reader = std::thread::spawn(move || {
            let mut text = String::new();
            File::open(from).unwrap().read_to_string(&mut text).unwrap();
            text
        });
        write_file(&path, b"through").unwrap();
        assert_eq!(reader.join().unwrap(), "through");
        assert!(fs::symlink_metadata(&path).unwrap().file_type().is_fifo());
    }
}
