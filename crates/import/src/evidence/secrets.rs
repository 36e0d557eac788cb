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

/// Options behind which programs take a name, a password or a header, whatever they are.
const HANDING: [&str; 9] = [
    "-a", "-p", "-P", "-u", "-w", "-H", "--user", "--header", "--pass",
];

/// Options of curl behind which it takes what it sends.
const SENDING: [&str; 5] = ["-b", "-d", "--cookie", "--data", "--json"];

/// A word of so many letters and digits, of both, that says nothing else, is a token.
const LONGEST_NAME: usize = 16;

/// Whether a command or a text may hold a secret: it names one, hands one over, holds an
/// address with somebody's name in it, or a word that is most likely a token. It is better
/// to leave a harmless one out.
pub fn may_hold_secret(text: &str) -> bool {
    let upper = text.to_uppercase();
    let words = upper.split(|c: char| !c.is_ascii_alphanumeric());
    let mut words = words.into_iter();
    let names_one = words.any(|word| {
        SECRET_WORDS.contains(&word)
            || word.ends_with("PASSWORD")
            || word.starts_with("AUTHORI")
            || word.starts_with("AUTHENTICATE")
            || word == "LOGIN"
    });
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || "'\"".contains(c))
        .filter(|part| !part.is_empty())
        .collect();
    let sends = parts.iter().any(|part| part.ends_with("curl"));
    let mut handed = parts.iter().enumerate();
    let hands_over = handed.any(|(at, part)| hands_over(part, parts.get(at + 1).copied(), sends));
    names_one || hands_over || has_user(&parts) || parts.iter().any(|part| has_token(part))
}

/// An option that hands something over, but for a number (a port, a time) or a format.
fn hands_over(part: &str, next: Option<&str>, sends: bool) -> bool {
    let sending = SENDING.into_iter().filter(|_| sends);
    let mut options = HANDING.into_iter().chain(sending);
    options.any(|option| {
        let Some(value) = part.strip_prefix(option) else {
            return false;
        };
        let is_long = option.starts_with("--");
        let value = match value {
            "" => next.unwrap_or_default(),
            _ if is_long => return true,
            value => value,
        };
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
        // With one hyphen longer words are options of their own: `-port`, `-username`.
        let is_format = option == "-w" && value.starts_with('%');
        !(is_number && !value.is_empty() || is_format)
    })
}

/// `user:password@host`, `user/password@host`.
fn has_user(parts: &[&str]) -> bool {
    let mut parts = parts.iter();
    parts.any(|part| {
        let before = part.rsplit_once('@').map(|(before, _)| before);
        before.is_some_and(|before| before.contains([':', '/']))
    })
}

fn has_token(part: &str) -> bool {
    let mut words = part.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| {
        let count = |is: fn(&u8) -> bool| word.bytes().filter(is).count();
        word.len() > LONGEST_NAME
            && count(u8::is_ascii_digit) > 1
            && count(u8::is_ascii_alphabetic) > 1
    })
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
            "curl -u elastic:changeme http://localhost:9200",
            "curl -uelastic:changeme http://localhost:9200",
            "curl --user elastic:changeme http://localhost:9200",
            "curl -H 'X-Api: 77aa' http://web",
            "curl -d 'a=b' http://web",
            "/opt/mssql-tools/bin/sqlcmd -S localhost -U sa -P Strong1 -Q 'SELECT 1'",
            "ldapsearch -x -D cn=admin -w adminpw -b dc=x",
            "rabbitmqctl authenticate_user guest guest1",
            "sqlplus -S sys/oracle1@localhost/XE as sysdba",
            "curl https://hooks.example.org/services/T0000AAAA1B2C3D4E5F6G7",
        ] {
            assert!(may_hold_secret(text), "{text}");
        }
        for text in [
            "pg_isready -U postgres",
            "redis-cli ping",
            "pg_isready -p5432",
            "psql -h 127.0.0.1 -p 5432 -c 'select 1'",
            "curl -f http://localhost:8080/healthz",
            "curl -s -o /dev/null -w '%{http_code}' http://localhost:8080/healthz",
            "nc -z -w 3 localhost 5432",
            "pg_isready -d shop -U $POSTGRES_USER",
            "wget -qO- http://127.0.0.1:9090/-/healthy",
        ] {
            assert!(!may_hold_secret(text), "{text}");
        }
    }
}
