/// The words of a command as a shell takes them; none of a command of several lines,
/// which no line says as well.
pub fn command_line(words: &[&str]) -> Option<String> {
    // What a shell is handed is what a shell takes.
    if let ["sh" | "/bin/sh", "-c", script] = words {
        return one_line(script);
    }
    let words: Option<Vec<String>> = words.iter().map(|word| quoted(word)).collect();
    words
        .map(|words| words.join(" "))
        .filter(|line| !line.is_empty())
}

/// A command in one line, with single blanks; none of one that has several.
pub fn one_line(text: &str) -> Option<String> {
    let text = text.trim().replace("\\\n", " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    (!text.contains('\n') && !words.is_empty()).then(|| words.join(" "))
}

fn quoted(word: &str) -> Option<String> {
    let word = word.trim();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:=@%+,-${}".contains(c);
    match word.contains('\n') {
        true => None,
        false if !word.is_empty() && word.chars().all(is_plain) => Some(word.to_owned()),
        false => Some(format!("'{}'", word.replace('\'', "'\\''"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_stand_as_a_shell_takes_them() {
        let line = |words: &[&str]| command_line(words);
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(
            line(&["pg_isready", "-U", "$USER"]),
            is("pg_isready -U $USER")
        );
        assert_eq!(
            line(&["python", "-c", "import a; a.b('c')"]),
            is("python -c 'import a; a.b('\\''c'\\'')'")
        );
        assert_eq!(line(&["/bin/sh", "-c", "a && b"]), is("a && b"));
        assert_eq!(
            line(&["bash", "-c", "exec 3<>/dev/tcp/x/1"]),
            is("bash -c 'exec 3<>/dev/tcp/x/1'")
        );
        assert_eq!(line(&["python", "-c", "try:\n  a()"]), None);
        assert_eq!(one_line("a \\\n  b\n"), is("a b"));
        assert_eq!(one_line("a\nb"), None);
        assert_eq!(line(&[]), None);
    }
}
