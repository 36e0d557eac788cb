use jurymast_terms::units::Duration;

/// How long a proxy waits for an answer of what stands behind it, where its configuration says
/// one time for all: `proxy_read_timeout` of nginx, `timeout server` of HAProxy,
/// `responseHeaderTimeout` of Traefik and Caddy, `timeout` of Envoy's routes.
pub fn answer_timeout(text: &str) -> Option<Duration> {
    let is_envoy = text.contains("route_config:") || text.contains("virtual_hosts:");
    let mut all = text
        .lines()
        .filter_map(|line| of_line(line.trim(), is_envoy));
    let first = all.next()?;
    // None at all is no time.
    (first != Duration::ZERO && all.all(|one| one == first)).then_some(first)
}

fn of_line(line: &str, is_envoy: bool) -> Option<Duration> {
    const NGINX: [&str; 4] = ["proxy", "grpc", "fastcgi", "uwsgi"];
    let words: Vec<&str> = line.trim_start_matches("- ").split_whitespace().collect();
    match words.as_slice() {
        [key, value]
            if key
                .strip_suffix("_read_timeout")
                .is_some_and(|of| NGINX.contains(&of)) =>
        {
            time(value.trim_end_matches(';'), "s")
        }
        ["timeout", "server", value] => time(value, "ms"),
        ["responseHeaderTimeout:" | "response_header_timeout", value] => {
            time(value.trim_matches(['"', '\'']), "s")
        }
        ["timeout:", value] if is_envoy => time(value.trim_matches(['"', '\'']), "s"),
        _ => None,
    }
}

/// A number with a unit, or without one in that of its program; in whole seconds.
fn time(text: &str, unit: &str) -> Option<Duration> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, said) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let said = if said.is_empty() { unit } else { said };
    let seconds = match said {
        "ms" if number.is_multiple_of(1000) => number / 1000,
        "s" => number,
        "m" => number.checked_mul(60)?,
        "h" => number.checked_mul(3600)?,
        "d" => number.checked_mul(86_400)?,
        _ => return None,
    };
    Some(Duration::from_seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_say_how_long_they_wait() {
        let of = |text: &str| answer_timeout(text).map(|time| time.to_string());
        for (text, expected) in [
            (
                "location / {\n  proxy_pass http://a;\n  proxy_read_timeout 300;\n}",
                Some("5m"),
            ),
            (
                "proxy_read_timeout 2m;\nproxy_send_timeout 60s;",
                Some("2m"),
            ),
            ("proxy_read_timeout 60s;\nproxy_read_timeout 90s;", None),
            ("# proxy_read_timeout 60s;", None),
            (
                "defaults\n  timeout client 30s\n  timeout server 50000\n",
                Some("50s"),
            ),
            (
                "forwardingTimeouts:\n  responseHeaderTimeout: \"30s\"",
                Some("30s"),
            ),
            (
                "virtual_hosts:\n- routes:\n  - route:\n      timeout: 15s",
                Some("15s"),
            ),
            (
                "virtual_hosts:\n- routes:\n  - route:\n      timeout: 0s",
                None,
            ),
            ("timeout: 15s", None),
        ] {
            assert_eq!(of(text).as_deref(), expected, "{text}");
        }
    }
}
