use std::ops::Range;

use jurymast_plan::catalogue::provider_of_host;

use super::evidence::{EvidenceKind, Literal, Strength};

/// Beginnings of addresses under which services of one's own call each other.
pub(super) const SCHEMES: [&str; 5] = ["http://", "https://", "grpc://", "ws://", "wss://"];

/// Names that stand for whichever machine it is, or for a name to be filled in.
const NOBODY: [&str; 21] = [
    "localhost",
    "host",
    "hostname",
    "myhost",
    "server",
    "servername",
    "server-name",
    "domain",
    "ip",
    "address",
    "addr",
    "example",
    "my-server",
    "myserver",
    "your-server",
    "yourserver",
    "your-host",
    "your-domain",
    "foo",
    "bar",
    "test",
];

/// Who is called by an address behind `scheme`, where the catalogue does not know: a service
/// of one's own, or whoever answers in the shape that OpenAI made common.
pub(super) fn service(text: &[u8], scheme: Range<usize>) -> Option<Literal> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let length = run(&text[scheme.end..], is_part);
    let host = scheme.end..scheme.end + length;
    let named = std::str::from_utf8(&text[host.clone()]).ok()?;
    let port = port(&text[host.end..]);
    let (name, _) = named.split_once('.').unwrap_or((named, ""));
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_nobody = NOBODY.contains(&name.to_ascii_lowercase().as_str());
    if !begins || is_nobody {
        return None;
    }
    let service = match is_of_ones_own(named, port.is_some()) {
        true => name,
        false if answers_as_openai(text, scheme.start, &host) => named,
        false => return None,
    };
    Some(Literal {
        service: Some(service.to_owned()),
        range: host.start..host.end + port.unwrap_or_default(),
        provider: None,
        model: None,
        kind: EvidenceKind::Host,
        strength: Strength::Host,
    })
}

/// A name of one label with a port (`http://orders:8080`), or one of a cluster
/// (`http://orders.shop.svc.cluster.local`).
fn is_of_ones_own(host: &str, has_port: bool) -> bool {
    match host.split_once('.') {
        None => has_port,
        Some((_, rest)) => is_cluster(rest),
    }
}

/// A site under the key of a client's base, with the path of its interface: most who answer
/// AI calls are called by another's client.
fn answers_as_openai(text: &[u8], before: usize, host: &Range<usize>) -> bool {
    const KEYS: [&str; 4] = ["base_url", "baseurl", "api_base", "base_path"];
    const PLACEHOLDERS: [&str; 3] = ["example", "your", "acme"];
    let named = String::from_utf8_lossy(&text[host.clone()]).to_lowercase();
    let labels = named.split(['.', '-']);
    let line = text[..before].rsplit(|byte| *byte == b'\n').next();
    let line = line.unwrap_or_default();
    let line = &line[line.len().saturating_sub(200)..];
    let line = String::from_utf8_lossy(line).to_lowercase();
    let path = &text[host.end..text.len().min(host.end + 40)];
    let path = path.split(|byte| b"\"' \n`".contains(byte)).next();
    let path = String::from_utf8_lossy(path.unwrap_or_default()).to_lowercase();
    KEYS.iter().any(|key| line.contains(key))
        && ["/v1", "/v2", "/openai"]
            .iter()
            .any(|way| path.contains(way))
        && named.contains('.')
        && provider_of_host(&named).is_none()
        && !labels
            .into_iter()
            .any(|label| PLACEHOLDERS.contains(&label))
}

/// `shop.svc`, `shop.svc.cluster.local`.
fn is_cluster(rest: &str) -> bool {
    let mut labels = rest.split('.').skip(1);
    labels.next() == Some("svc")
}

/// How many bytes a port takes with its colon; none: there is no port.
fn port(after: &[u8]) -> Option<usize> {
    let digits = run(after.strip_prefix(b":")?, u8::is_ascii_digit);
    // Before an `@` stands somebody's password.
    let is_port = (2..=5).contains(&digits) && after.get(digits + 1) != Some(&b'@');
    is_port.then_some(digits + 1)
}

fn run(text: &[u8], is_part: impl Fn(&u8) -> bool) -> usize {
    text.iter()
        .take(255)
        .take_while(|byte| is_part(byte))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_of_ones_own_have_one_label_or_a_cluster() {
        let of = |text: &str| {
            let scheme = SCHEMES
                .iter()
                .find_map(|one| Some((text.find(one)?, one.len())));
            let (start, length) = scheme.unwrap();
            let found = service(text.as_bytes(), start..start + length)?;
            Some((found.service.unwrap(), text[found.range].to_owned()))
        };
        let named = |name: &str, shown: &str| Some((name.to_owned(), shown.to_owned()));
        for (text, expected) in [
            ("http://orders:8080/api", named("orders", "orders:8080")),
            (
                "http://ts-order_service:12031\"",
                named("ts-order_service", "ts-order_service:12031"),
            ),
            ("grpc://stock.shop.svc/x", named("stock", "stock.shop.svc")),
            (
                "https://stock.shop.svc.cluster.local:443",
                named("stock", "stock.shop.svc.cluster.local:443"),
            ),
            (
                "base_url=\"https://api.lesser.ai/v1\"",
                named("api.lesser.ai", "api.lesser.ai"),
            ),
            (
                "NEAR_BASE_URL: 'https://api.near.ai/openai'",
                named("api.near.ai", "api.near.ai"),
            ),
            ("base_url=\"https://api.example.com/v1\"", None),
            ("base_url=\"https://api.openai.com/v1\"", None),
            ("baseURL: 'https://app.shop.ai/login'", None),
            ("fetch('https://api.lesser.ai/v1')", None),
            ("http://orders/api", None),
            ("http://orders:$PORT/", None),
            ("http://localhost:8080", None),
            ("http://127.0.0.1:8080", None),
            ("http://orders.example.com:8080", None),
            ("http://host.docker.internal:11434", None),
            ("http://HOST:8080", None),
            ("http://user:12345@db", None),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
