//! Which lines of a compose file belong to which service, and what each is built from.

/// A service of a compose file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceBlock {
    /// The file, from the root.
    pub file: String,
    /// The first and the last line of it, from 1.
    pub lines: (usize, usize),
    /// As the file names it.
    pub name: String,
    /// The folder that it is built from, from the root; empty: the root itself.
    pub context: Option<String>,
}

/// The services of a text; none of what is no compose file.
pub(super) fn blocks(path: &str, bytes: &[u8]) -> Vec<ServiceBlock> {
    let is_yaml = path.ends_with(".yml") || path.ends_with(".yaml");
    let Some(text) = is_yaml.then(|| std::str::from_utf8(bytes).ok()).flatten() else {
        return Vec::new();
    };
    let mut found: Vec<ServiceBlock> = Vec::new();
    let mut is_within = false;
    let mut of_services: Option<usize> = None;
    let mut of_build: Option<usize> = None;
    for (at, line) in text.lines().enumerate() {
        let said = line.trim_start();
        if said.is_empty() || said.starts_with('#') {
            continue;
        }
        let indent = line.len() - said.len();
        if indent == 0 {
            is_within = said.trim_end() == "services:";
            of_services = None;
            continue;
        }
        if !is_within {
            continue;
        }
        let own = *of_services.get_or_insert(indent);
        let Some((key, value)) = key_and_value(said) else {
            extend(&mut found, at + 1);
            continue;
        };
        if indent == own {
            of_build = None;
            found.push(ServiceBlock {
                file: path.to_owned(),
                lines: (at + 1, at + 1),
                name: key.to_owned(),
                context: context_in_line(value).map(|context| beside(path, context)),
            });
            continue;
        }
        extend(&mut found, at + 1);
        let Some(last) = found.last_mut() else {
            continue;
        };
        if of_build.is_some_and(|build| indent <= build) {
            of_build = None;
        }
        match key {
            "build" if value.is_empty() => of_build = Some(indent),
            "build" => {
                let said = context_in_line(value).unwrap_or(value);
                last.context = Some(beside(path, said));
            }
            "context" if of_build.is_some() => last.context = Some(beside(path, value)),
            _ => {}
        }
    }
    found
}

fn extend(found: &mut [ServiceBlock], line: usize) {
    if let Some(last) = found.last_mut() {
        last.lines.1 = line;
    }
}

/// `key: value`, without marks and what stands behind.
fn key_and_value(said: &str) -> Option<(&str, &str)> {
    let (key, value) = said.split_once(':')?;
    let value = value.split(" #").next().unwrap_or(value);
    let marks = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    let key = key.trim_matches(marks);
    let is_key = !key.is_empty() && !key.starts_with(['-', '{', '[']);
    is_key.then(|| (key, value.trim_matches(marks)))
}

/// `{build: ./web}`, `{context: ./web}`: the folder.
fn context_in_line(value: &str) -> Option<&str> {
    let inner = value.strip_prefix('{')?;
    let key = ["context:", "build:"]
        .iter()
        .find_map(|key| inner.split_once(key));
    let (_, rest) = key?;
    let end = rest.find([',', '}']).unwrap_or(rest.len());
    let folder = rest[..end].trim_matches(|c: char| c.is_whitespace() || "\"'{".contains(c));
    (!folder.is_empty()).then_some(folder)
}

/// A folder that a file names, from the root.
fn beside(path: &str, named: &str) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in named.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_have_their_lines_and_folders() {
        let text = "name: x\nservices:\n  # the till\n  web:\n    build: ./web\n    environment:\n\n      A: b\n  \
                    api:\n    build:\n      context: ../apps/api\n    labels:\n      context: no\n  \
                    \"db\": {image: postgres}\n  job: {build: {context: ./jobs}}\nvolumes:\n  web:\n";
        let found = blocks("deploy/compose.yml", text.as_bytes());
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.name.as_str(), one.lines, one.context.as_deref()))
            .collect();
        assert_eq!(
            found,
            [
                ("web", (4, 8), Some("deploy/web")),
                ("api", (9, 13), Some("apps/api")),
                ("db", (14, 14), None),
                ("job", (15, 15), Some("deploy/jobs")),
            ]
        );
        assert_eq!(blocks("a.py", text.as_bytes()), []);
        assert_eq!(blocks("a.yaml", b"services: [a]\n"), []);
    }
}
