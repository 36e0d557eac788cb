/// A command as a container runs it.
#[derive(Debug, Clone, Copy)]
pub enum ContainerCommand<'a> {
    /// A program and its words.
    Words(&'a [&'a str]),
    /// What a shell takes.
    Script(&'a str),
}

/// Shells that take a script behind `-c`.
const SHELLS: [&str; 6] = ["sh", "/bin/sh", "bash", "/bin/bash", "ash", "/bin/ash"];

impl ContainerCommand<'_> {
    /// The line that asks the same from outside, where `way` leads into the container
    /// (`docker compose exec -T db`). Variables are those of the container, and what only
    /// sets the exit code is left out. None of a command of several lines, which no line
    /// says as well.
    pub fn asked_by(self, way: &str) -> Option<String> {
        let (shell, script) = match self {
            Self::Words([shell, "-c", script]) if SHELLS.contains(shell) => {
                (*shell, one_line(script)?)
            }
            // Handed over word by word, but where a shell inside must put in what it knows.
            Self::Words(words) => {
                let line = line_of(words)?;
                return Some(match line.contains('$') {
                    true => format!("{way} sh -c {}", in_quotes(&line)),
                    false => format!("{way} {line}"),
                });
            }
            Self::Script(script) => ("sh", one_line(script)?),
        };
        let script = without_exit(&script);
        match (script.is_empty(), is_plain(script)) {
            (true, _) => None,
            (false, true) => Some(format!("{way} {script}")),
            (false, false) => Some(format!("{way} {shell} -c {}", in_quotes(script))),
        }
    }
}

/// The words of a command as a shell takes them.
fn line_of(words: &[&str]) -> Option<String> {
    let words: Option<Vec<String>> = words.iter().map(|word| quoted(word)).collect();
    words
        .map(|words| words.join(" "))
        .filter(|line| !line.is_empty())
}

/// A command in one line, with single blanks; none of one that has several.
fn one_line(text: &str) -> Option<String> {
    let text = text.trim().replace("\\\n", " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    (!text.contains('\n') && !words.is_empty()).then(|| words.join(" "))
}

/// Without what only makes any failure the one that whoever watches the container asks
/// for: `|| exit 1`.
fn without_exit(script: &str) -> &str {
    let mut script = script;
    while let Some((before, last)) = script.rsplit_once("||") {
        let last = last.trim();
        let code = last.strip_prefix("exit").map(str::trim);
        let is_failure = match code {
            Some("" | "$?") => true,
            Some(code) => code.parse::<u8>().is_ok_and(|code| code != 0),
            None => last == "false",
        };
        if !is_failure {
            break;
        }
        script = before.trim_end();
    }
    script
}

/// Whether a shell takes it as a program does.
fn is_plain(script: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " _./:=@%+,-".contains(c);
    script.chars().all(is_plain)
}

fn quoted(word: &str) -> Option<String> {
    let word = word.trim();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:=@%+,-${}".contains(c);
    match word.contains('\n') {
        true => None,
        false if !word.is_empty() && word.chars().all(is_plain) => Some(word.to_owned()),
        false => Some(in_quotes(word)),
    }
}

fn in_quotes(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::ContainerCommand::{Script, Words};

    #[test]
    fn commands_of_containers_are_asked_from_outside() {
        let is = |text: &str| Some(format!("exec db {text}"));
        for (words, expected) in [
            (&["pg_isready", "-U", "app"][..], "pg_isready -U app"),
            (
                &["pg_isready", "-U", "$USER"],
                "sh -c 'pg_isready -U $USER'",
            ),
            (
                &["python", "-c", "import a; a.b('c')"],
                "python -c 'import a; a.b('\\''c'\\'')'",
            ),
            (
                &["/bin/sh", "-c", "a && b || exit 1"],
                "/bin/sh -c 'a && b'",
            ),
            (&["sh", "-c", "a -b"], "a -b"),
            (
                &["bash", "-c", "exec 3<>/dev/tcp/x/1"],
                "bash -c 'exec 3<>/dev/tcp/x/1'",
            ),
        ] {
            assert_eq!(Words(words).asked_by("exec db"), is(expected));
        }
        for (script, expected) in [
            ("curl -f http://x || exit 1", "curl -f http://x"),
            ("a b ||  exit 1 || false", "a b"),
            ("a \\\n  b\n", "a b"),
            ("a -U $USER || exit 1", "sh -c 'a -U $USER'"),
            ("a | grep \"b\" || exit $?", "sh -c 'a | grep \"b\"'"),
            // These change what the answer means.
            ("a || exit 0", "sh -c 'a || exit 0'"),
            ("a || b", "sh -c 'a || b'"),
            ("a || exit 1; b", "sh -c 'a || exit 1; b'"),
        ] {
            assert_eq!(Script(script).asked_by("exec db"), is(expected));
        }
        let lines = ["python", "-c", "try:\n  a()"];
        for nothing in [
            Words(&[]),
            Words(&lines),
            Script("a\nb"),
            Script("|| exit 1"),
        ] {
            assert_eq!(nothing.asked_by("exec db"), None);
        }
    }
}
