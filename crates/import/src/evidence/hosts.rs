/// A host that a value names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedHost<'a> {
    /// Without a port, but for the machine itself: there the port tells what is called.
    pub host: &'a str,
    /// It stands in an address or before a port; else it is a bare word, which is a host
    /// only under a key that says so.
    pub is_sure: bool,
}

/// What the key of a value says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostKey {
    /// A bare word under it is a host.
    Host,
    /// Addresses under it are hosts.
    Any,
    /// What it names is no dependency.
    None,
}

/// Words in the names of keys whose bare value is a host.
const HOST_WORDS: [&str; 20] = [
    "HOST",
    "HOSTS",
    "HOSTNAME",
    "ADDR",
    "ADDRS",
    "ADDRESS",
    "ADDRESSES",
    "URL",
    "URLS",
    "URI",
    "SERVER",
    "SERVERS",
    "ENDPOINT",
    "ENDPOINTS",
    "BROKER",
    "BROKERS",
    "SEEDS",
    "PROXY",
    "DSN",
    "NODES",
];

/// Keys that name hosts which nobody calls: those that go past a proxy, and the own name.
const NOT_CALLED: [&str; 9] = [
    "NO_PROXY",
    "HOSTNAME",
    "VIRTUAL_HOST",
    "LETSENCRYPT_HOST",
    "ALLOWED_HOSTS",
    "ALLOWED_ORIGINS",
    "CORS_ORIGINS",
    "TRUSTED_PROXIES",
    "TRUSTED_HOSTS",
];

/// What containers call the machine that they run on.
pub const OWN_MACHINE: [&str; 3] = [
    "host.docker.internal",
    "gateway.docker.internal",
    "host.containers.internal",
];

/// Whether a host, with or without a port, is the machine that whoever asks runs on.
pub fn is_own_machine(host: &str) -> bool {
    let name = host.split(':').next().unwrap_or(host);
    OWN_MACHINE.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// Whether a host is whoever asks: the same container, or the same machine.
pub fn is_loopback(host: &str) -> bool {
    let address = host.parse::<std::net::Ipv4Addr>();
    host.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|one| one.is_loopback() || one.is_unspecified())
}

impl HostKey {
    /// By the name of a variable.
    pub fn of(key: &str) -> Self {
        let upper: String = key
            .chars()
            .map(|c| match c {
                '-' | '.' | '/' => '_',
                c => c.to_ascii_uppercase(),
            })
            .collect();
        let is_own = |name: &&str| upper == **name || upper.ends_with(&format!("_{name}"));
        let whole = upper == "HOSTNAME";
        if whole
            || NOT_CALLED
                .iter()
                .filter(|one| **one != "HOSTNAME")
                .any(is_own)
        {
            return Self::None;
        }
        let last_words = upper.split('_').collect::<Vec<_>>();
        if last_words.iter().any(|word| HOST_WORDS.contains(word))
            || HOST_WORDS
                .iter()
                .any(|word| word.len() > 3 && upper.ends_with(word))
        {
            Self::Host
        } else {
            Self::Any
        }
    }
}

/// The hosts that a value names: of addresses, of what stands before a port, and bare
/// words. Lists in any of the usual notations count one by one.
pub fn hosts_in(value: &str) -> Vec<NamedHost<'_>> {
    let tokens = value.split(is_border).filter(|token| !token.is_empty());
    tokens.filter_map(host_of).collect()
}

/// The same of what stands behind the last `@`, before which names and secrets stand.
pub fn public_hosts_in(value: &str) -> Vec<NamedHost<'_>> {
    let Some((before, after)) = value.rsplit_once('@') else {
        return hosts_in(value);
    };
    let end = after.find(is_border).unwrap_or(after.len());
    let (first, rest) = after.split_at(end);
    let first = host_at(first, before.contains("://"));
    first.into_iter().chain(hosts_in(rest)).collect()
}

/// Beginnings of addresses that name a bucket or a file.
const NO_HOSTS: [&str; 5] = ["s3://", "s3a://", "gs://", "file://", "unix://"];

fn is_border(c: char) -> bool {
    c.is_whitespace() || ",;\"'`[]<>|{}()&?".contains(c)
}

fn host_of(token: &str) -> Option<NamedHost<'_>> {
    if NO_HOSTS.iter().any(|scheme| token.starts_with(scheme)) {
        return None;
    }
    let (rest, has_scheme) = match token.rfind("://") {
        Some(at) => (&token[at + 3..], true),
        None => (after_key(token), false),
    };
    host_at(rest, has_scheme)
}

/// The host at the beginning of a text, which stands behind a scheme or not.
fn host_at(rest: &str, has_scheme: bool) -> Option<NamedHost<'_>> {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let authority = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    // What is a port may be a variable that nobody set.
    let has_port =
        port.is_some_and(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()));
    if port.is_some() && !has_port && !has_scheme {
        return None;
    }
    let has_path = !has_scheme && rest.len() > authority.len();
    if has_path && !has_port {
        return None;
    }
    let named = match has_port && is_own_machine(host) {
        true => authority,
        false => host,
    };
    is_host(host).then_some(NamedHost {
        host: named,
        is_sure: has_scheme || has_port,
    })
}

/// `host=db` names `db`; of anything else it is the whole.
fn after_key(token: &str) -> &str {
    match token.split_once('=') {
        Some((key, value)) if HostKey::of(key) == HostKey::Host => value,
        _ => token,
    }
}

fn is_host(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !text.is_empty() && text.bytes().all(is_letter) && !text.starts_with(['-', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(value: &str) -> Vec<&str> {
        let hosts = hosts_in(value).into_iter().filter(|one| one.is_sure);
        hosts.map(|one| one.host).collect()
    }

    #[test]
    fn addresses_name_their_hosts() {
        assert_eq!(sure("postgresql://u:p@db:5432/x"), ["db"]);
        assert_eq!(sure("jdbc:postgresql://db:5432/x?a=b"), ["db"]);
        assert_eq!(sure("http://es-1:9200,http://es-2:9200"), ["es-1", "es-2"]);
        assert_eq!(sure("[\"kafka:9092\"]"), ["kafka"]);
        assert_eq!(sure("user:pass@tcp(mysql:3306)/db"), ["mysql"]);
        assert_eq!(sure("host=db port=5432"), Vec::<&str>::new());
        assert_eq!(hosts_in("host=db")[0].host, "db");
        assert_eq!(sure("s3://bucket?region=a&endpoint=s3:8333"), ["s3"]);
        assert_eq!(sure("redis://:secret@redis/0"), ["redis"]);
        assert_eq!(sure("amqp://rabbit:$PORT/"), ["rabbit"]);
        assert_eq!(sure("pgvector/pgvector:pg16"), Vec::<&str>::new());
        assert_eq!(sure("docmost"), Vec::<&str>::new());
        assert_eq!(hosts_in("docmost").len(), 1, "a bare word");
        assert_eq!(hosts_in("/var/run/x").len(), 0);
        assert_eq!(
            sure("postgres://u:p@host.docker.internal:5432/x,http://host.docker.internal/"),
            ["host.docker.internal:5432", "host.docker.internal"]
        );
    }

    #[test]
    fn nothing_before_the_last_sign_is_a_host() {
        let public = |value: &'static str| {
            let hosts = public_hosts_in(value).into_iter().filter(|one| one.is_sure);
            hosts.map(|one| one.host).collect::<Vec<_>>()
        };
        assert_eq!(public("amqp://u:a,b.c:80,d@queue.x/v"), ["queue.x"]);
        assert_eq!(
            public("mongodb://u:p@a.x:1,b.x:2/db?host=d.y:3"),
            ["a.x", "b.x", "d.y"]
        );
        assert_eq!(public("http://web"), ["web"]);
        assert_eq!(public("u:p@h/x"), Vec::<&str>::new());
    }

    #[test]
    fn keys_say_whether_a_word_is_a_host() {
        let of = |keys: &[&str]| keys.iter().map(|key| HostKey::of(key)).collect::<Vec<_>>();
        assert_eq!(
            of(&[
                "DB_HOST",
                "REDIS_ADDR",
                "spring.datasource.url",
                "ES_NODES",
                "DB_HOSTNAME"
            ]),
            [HostKey::Host; 5]
        );
        assert_eq!(
            of(&["NO_PROXY", "no_proxy", "HOSTNAME"]),
            [HostKey::None; 3]
        );
        assert_eq!(
            of(&[
                "POSTGRES_DB",
                "DB_TYPE",
                "POSTGRES_PASSWORD",
                "DB_POSTGRESDB_USER"
            ]),
            [HostKey::Any; 4]
        );
        assert_eq!(HostKey::of("HTTP_PROXY"), HostKey::Host);
    }
}
