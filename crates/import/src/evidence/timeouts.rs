use jurymast_terms::units::Duration;

/// How long a proxy waits for an answer, line by line of its configuration.
#[derive(Debug)]
pub struct AnswerTimeouts {
    by_line: Vec<Option<Duration>>,
}

impl AnswerTimeouts {
    /// Of nginx and HAProxy each block's own, else that of the block around it; of others the
    /// one time that their configuration says for all: `proxy_read_timeout` of nginx, `timeout
    /// server` of HAProxy, `responseHeaderTimeout` of Traefik and Caddy, `timeout` of Envoy's
    /// routes.
    pub fn of(text: &str) -> Self {
        let by_line = if text.contains("_pass ") && text.contains('{') {
            of_blocks(text)
        } else if text.contains("timeout server ") {
            of_sections(text)
        } else {
            let one = answer_timeout(text);
            text.lines().map(|_| one).collect()
        };
        Self { by_line }
    }

    /// Of what a line names, counted from 0.
    pub fn at(&self, line: usize) -> Option<Duration> {
        self.by_line.get(line).copied().flatten()
    }
}

/// A block of nginx's configuration.
#[derive(Default)]
struct NginxBlock<'t> {
    within: Option<usize>,
    time: Option<Duration>,
    /// `upstream` blocks have the times of those who pass calls on to them.
    upstream: Option<&'t str>,
}

fn of_blocks(text: &str) -> Vec<Option<Duration>> {
    let mut blocks: Vec<NginxBlock<'_>> = vec![NginxBlock::default()];
    let mut current = 0;
    // The block in which the first word of each line stands, or where it passes calls on.
    let mut block_of: Vec<usize> = Vec::new();
    let mut passes: Vec<(usize, &str)> = Vec::new();
    for line in text.lines() {
        let code = line.split('#').next().unwrap_or_default();
        let mut own = None;
        let mut rest = code;
        loop {
            let end = rest.find([';', '{', '}']);
            let statement = rest[..end.unwrap_or(rest.len())].trim();
            let words: Vec<&str> = statement.split_whitespace().collect();
            if let [key, target, ..] = words.as_slice() {
                if key.ends_with("_pass") {
                    passes.push((current, target));
                    own = Some(current);
                } else if let Some(time) = of_line(statement, false) {
                    blocks[current].time = Some(time);
                }
                own = own.or(Some(current));
            }
            let Some(end) = end else { break };
            match rest.as_bytes()[end] {
                b'{' => {
                    let upstream = match words.as_slice() {
                        ["upstream", name] => Some(*name),
                        _ => None,
                    };
                    blocks.push(NginxBlock {
                        within: Some(current),
                        time: None,
                        upstream,
                    });
                    current = blocks.len() - 1;
                }
                b'}' => current = blocks[current].within.unwrap_or(0),
                _ => {}
            }
            rest = &rest[end + 1..];
        }
        block_of.push(own.unwrap_or(current));
    }
    let time_in = |block: usize| {
        let mut around = std::iter::successors(Some(block), |at| blocks[*at].within);
        let said = around.find_map(|at| blocks[at].time);
        said.filter(|time| *time != Duration::ZERO)
    };
    let time_of = |block: usize| {
        let Some(name) = blocks[block].upstream else {
            return time_in(block);
        };
        let leads_there = |target: &str| {
            let host = target.split_once("://").map_or(target, |(_, rest)| rest);
            host.split(['/', ':', '$']).next() == Some(name)
        };
        let to = passes.iter().filter(|(_, target)| leads_there(target));
        let mut times = to.map(|(block, _)| time_in(*block));
        let first = times.next().flatten();
        first.filter(|first| times.all(|one| one == Some(*first)))
    };
    block_of.into_iter().map(time_of).collect()
}

/// Sections of HAProxy begin where a line does; `defaults` counts for those behind it.
fn of_sections(text: &str) -> Vec<Option<Duration>> {
    const SECTIONS: [&str; 5] = ["global", "defaults", "frontend", "backend", "listen"];
    let mut usual = None;
    let mut lengths: Vec<(usize, Option<Duration>)> = Vec::new();
    let mut is_usual = false;
    for line in text.lines() {
        let word = line.split_whitespace().next().unwrap_or_default();
        if SECTIONS.contains(&word) {
            is_usual = word == "defaults";
            lengths.push((0, if is_usual { None } else { usual }));
        } else if lengths.is_empty() {
            lengths.push((0, None));
        }
        let code = line.split('#').next().unwrap_or_default();
        if let Some(section) = lengths.last_mut() {
            section.0 += 1;
            if let Some(time) = of_line(code.trim(), false) {
                section.1 = Some(time).filter(|time| *time != Duration::ZERO);
                if is_usual {
                    usual = section.1;
                }
            }
        }
    }
    let each = lengths.into_iter();
    each.flat_map(|(length, time)| std::iter::repeat_n(time, length))
        .collect()
}

/// How long is waited, where a configuration says one time for all.
fn answer_timeout(text: &str) -> Option<Duration> {
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

    /// The times of the lines that name a server, in order.
    fn of(text: &str) -> String {
        let times = AnswerTimeouts::of(text);
        let lines = text.lines().enumerate();
        let naming = lines.filter(|(_, line)| line.contains("http://") || line.contains("server "));
        let naming = naming.filter(|(_, line)| !line.contains("timeout server"));
        let said = naming.map(|(at, _)| times.at(at).map_or("-".to_owned(), |one| one.to_string()));
        said.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn proxies_say_how_long_they_wait() {
        for (text, expected) in [
            (
                "location / {\n  proxy_pass http://a;\n  proxy_read_timeout 300;\n}",
                "5m",
            ),
            (
                "http {\n proxy_read_timeout 2m; # for all\n proxy_send_timeout 60s;\n\
                 location / { proxy_pass http://a; }\n\
                 location /b { proxy_read_timeout 90s; proxy_pass http://b; }\n\
                 location /c {\n proxy_pass http://c;\n proxy_read_timeout 0;\n }\n}",
                "2m 1m 30s -",
            ),
            (
                "upstream pool {\n server a:80;\n server b:80;\n}\nupstream one {\n server c:80;\n}\n\
                 location / {\n proxy_pass http://pool/x;\n proxy_read_timeout 60s;\n}\n\
                 location /b { proxy_pass http://one; }\n",
                "1m 1m - 1m -",
            ),
            (
                "location /a { proxy_pass http://a; }\n# proxy_read_timeout 60s;",
                "-",
            ),
            (
                "defaults\n  timeout client 30s\n  timeout server 50000\n\
                 backend a\n  server a1 a:80\nbackend b\n  timeout server 5m\n  server b1 b:80\n",
                "50s 5m",
            ),
            (
                "forwardingTimeouts:\n  responseHeaderTimeout: \"30s\"\nurl: http://a",
                "30s",
            ),
            (
                "virtual_hosts:\n- routes:\n  - route:\n      timeout: 15s\nurl: http://a",
                "15s",
            ),
            (
                "virtual_hosts:\n- routes:\n  - route:\n      timeout: 0s\nurl: http://a",
                "-",
            ),
            ("timeout: 15s\nurl: http://a", "-"),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
