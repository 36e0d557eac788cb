use std::ops::Range;

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

/// The service that an address behind `scheme` calls: a name of one label with a port
/// (`http://orders:8080`), or one of a cluster (`http://orders.shop.svc.cluster.local`).
/// What has other labels is a site, and others know it.
pub(super) fn service(text: &[u8], scheme: Range<usize>) -> Option<Literal> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let length = run(&text[scheme.end..], is_part);
    let host = scheme.end..scheme.end + length;
    let named = std::str::from_utf8(&text[host.clone()]).ok()?;
    let port = port(&text[host.end..]);
    let (name, is_of_cluster) = match named.split_once('.') {
        None => (named, false),
        Some((name, rest)) => (name, is_cluster(rest).then_some(true)?),
    };
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_nobody = NOBODY.contains(&name.to_ascii_lowercase().as_str());
    if !begins || is_nobody || (port.is_none() && !is_of_cluster) {
        return None;
    }
    Some(Literal {
        range: host.start..host.end + port.unwrap_or_default(),
        provider: None,
        model: None,
        service: Some(name.to_owned()),
        kind: EvidenceKind::Host,
        strength: Strength::Host,
    })
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
            let scheme = SCHEMES.iter().find(|scheme| text.starts_with(**scheme));
            let found = service(text.as_bytes(), 0..scheme.unwrap().len())?;
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
