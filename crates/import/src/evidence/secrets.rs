/// Words of keys whose value is a secret.
const SECRET_WORDS: [&str; 12] = [
    "PASS",
    "PASSWORD",
    "PASSWD",
    "PWD",
    "SECRET",
    "TOKEN",
    "KEY",
    "AUTH",
    "CREDENTIAL",
    "CREDENTIALS",
    "PRIVATE",
    "DSN",
];

/// Whether a command or a text may hold a secret: it names one, hands one over, or holds
/// an address with somebody's name in it. It is better to leave a harmless one out.
pub fn may_hold_secret(text: &str) -> bool {
    let upper = text.to_uppercase();
    let words = upper.split(|c: char| !c.is_ascii_alphanumeric());
    let mut words = words.into_iter();
    let names_one = words.any(|word| {
        SECRET_WORDS.contains(&word) || word.ends_with("PASSWORD") || word == "AUTHORIZATION"
    });
    let parts: Vec<&str> = text.split_whitespace().collect();
    let hands_over = parts.iter().enumerate().any(|(at, part)| {
        let is_port = |next: &&str| next.bytes().all(|byte| byte.is_ascii_digit());
        let has_port = *part == "-p" && parts.get(at + 1).is_some_and(is_port);
        hands_over(part) && !has_port
    });
    names_one || hands_over || has_user(text)
}

/// `-a` and `-p` take a password, unless a number stands behind them, which is a port.
fn hands_over(part: &str) -> bool {
    let value = part.strip_prefix("-a").or_else(|| part.strip_prefix("-p"));
    value.is_some_and(|value| value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()))
}

fn has_user(text: &str) -> bool {
    let authority = |at: usize| text[at..].split(['/', ' ', '"']).next();
    text.match_indices("://")
        .filter_map(|(at, _)| authority(at + 3))
        .any(|authority| authority.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_secret_is_one() {
        for text in [
            "redis-cli -a hunter2 ping",
            "mysqladmin ping -pS3cr3t",
            "curl http://u:p@web/health",
            "PGPASSWORD=x pg_isready",
            "curl -H 'Authorization: Bearer x' http://web",
            "curl http://web/?api_key=x",
        ] {
            assert!(may_hold_secret(text), "{text}");
        }
        for text in [
            "pg_isready -U postgres",
            "redis-cli ping",
            "pg_isready -p5432",
            "psql -h 127.0.0.1 -p 5432 -c 'select 1'",
            "curl -f http://localhost:8080/healthz",
        ] {
            assert!(!may_hold_secret(text), "{text}");
        }
    }
}
