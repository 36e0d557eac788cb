use jurymast_terms::units::Duration;

/// How long a proxy waits for an answer, line by line of its configuration.
#[derive(Debug)]
pub struct AnswerTimeouts {
    by_line: Vec<Option<Duration>>,
}

impl AnswerTimeouts {
    /// Of nginx and HAProxy each block's own, else that of the block around it; of Envoy that
    /// of the routes that lead to a cluster; of others the one time that their configuration
    /// says for all: `proxy_read_timeout` of nginx, `timeout server` of HAProxy,
    /// `responseHeaderTimeout` of Traefik and Caddy, `timeout` of Envoy's routes. Where a call
    /// is tried again it is given up when the last try is.
    pub fn of(text: &str) -> Self {
        let by_line = if text.contains("_pass ") && text.contains('{') {
            of_blocks(text)
        } else if text.contains("cluster:") && text.contains("clusters:") {
            of_clusters(text)
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
    /// To so many servers a call is sent at most; none at all is no limit.
    most_tries: Option<u64>,
    /// After so long none is tried again.
    tries_for: Option<Duration>,
    /// Whether a server that hangs is left for the next.
    leaves_hanging: Option<bool>,
    /// `upstream` blocks have the times of those who pass calls on to them.
    upstream: Option<&'t str>,
    /// How many servers it has.
    servers: u64,
}

impl NginxBlock<'_> {
    /// What a statement in it says of tries.
    fn hear(&mut self, words: &[&str]) {
        let [key, values @ ..] = words else { return };
        if *key == "server" && self.upstream.is_some() && !values.contains(&"down") {
            self.servers += 1;
        }
        let Some((of, said)) = key.split_once("_next_upstream") else {
            return;
        };
        match (PASSING.contains(&of), said, values) {
            (true, "", _) => self.leaves_hanging = Some(values.contains(&"timeout")),
            (true, "_tries", [count]) => self.most_tries = count.parse().ok(),
            (true, "_timeout", [length]) => self.tries_for = time(length, "s"),
            _ => {}
        }
    }
}

/// How nginx passes calls on.
const PASSING: [&str; 4] = ["proxy", "grpc", "fastcgi", "uwsgi"];

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
                } else {
                    blocks[current].hear(&words);
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
                        upstream,
                        ..NginxBlock::default()
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
    let around = |block: usize| std::iter::successors(Some(block), |at| blocks[*at].within);
    let time_in = |block: usize| {
        let said = around(block).find_map(|at| blocks[at].time);
        said.filter(|time| *time != Duration::ZERO)
    };
    // Until the last of so many servers is given up.
    let time_over = |block: usize, servers: u64| {
        let each = time_in(block)?;
        let leaves = around(block).find_map(|at| blocks[at].leaves_hanging);
        let most = around(block).find_map(|at| blocks[at].most_tries);
        let tries_for = around(block).find_map(|at| blocks[at].tries_for);
        let limit = |said: Option<u64>| said.filter(|count| *count > 0).unwrap_or(u64::MAX);
        let in_time = tries_for.map(|length| length.seconds().div_ceil(each.seconds()));
        let tries = servers.max(1).min(limit(most)).min(limit(in_time));
        let tries = if leaves == Some(false) { 1 } else { tries };
        Some(Duration::from_seconds(each.seconds().saturating_mul(tries)))
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
        let servers = blocks[block].servers;
        let mut times = to.map(|(block, _)| time_over(*block, servers));
        let first = times.next().flatten();
        first.filter(|first| times.all(|one| one == Some(*first)))
    };
    block_of.into_iter().map(time_of).collect()
}

/// A cluster of Envoy's, and the lines that say where it is.
struct EnvoyCluster<'t> {
    name: Option<&'t str>,
    indent: usize,
    lines: std::ops::Range<usize>,
}

/// Of each cluster of Envoy's what the routes say that lead there, where all say the same.
fn of_clusters(text: &str) -> Vec<Option<Duration>> {
    let lines: Vec<(usize, &str)> = text.lines().map(of_yaml).collect();
    let routes = routes_to_clusters(&lines);
    let mut by_line = vec![None; lines.len()];
    for cluster in clusters(&lines) {
        let to = routes.iter().filter(|(to, _)| Some(*to) == cluster.name);
        let mut times = to.map(|(_, time)| *time);
        let first = times.next().flatten();
        let time = first.filter(|first| times.all(|one| one == Some(*first)));
        by_line[cluster.lines].fill(time);
    }
    by_line
}

/// The column in which a line of YAML begins, behind the dashes of lists, and its text.
fn of_yaml(line: &str) -> (usize, &str) {
    let code = line.split(" #").next().unwrap_or_default();
    let text = code.trim_start_matches([' ', '-']).trim_end();
    let text = if text.starts_with('#') { "" } else { text };
    (code.len() - code.trim_start_matches([' ', '-']).len(), text)
}

/// The lines of a map around one of its lines: those that begin no further left.
fn map_around(lines: &[(usize, &str)], at: usize) -> std::ops::Range<usize> {
    let own = lines[at].0;
    let is_out = |(indent, text): &(usize, &str)| !text.is_empty() && *indent < own;
    let start = lines[..at].iter().rposition(is_out).map_or(0, |at| at + 1);
    let end = lines[at..].iter().position(is_out);
    start..end.map_or(lines.len(), |end| at + end)
}

fn value_of<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let value = text.strip_prefix(key)?.strip_prefix(':')?.trim();
    Some(value.trim_matches(['"', '\'']))
}

/// The cluster that each route leads to, and how long a call to it may take, however often
/// it is tried; where the route says nothing but how long one try may, all of them.
fn routes_to_clusters<'t>(lines: &[(usize, &'t str)]) -> Vec<(&'t str, Option<Duration>)> {
    let mut found = Vec::new();
    for (at, (_, text)) in lines.iter().enumerate() {
        let is_inline = text.starts_with("route: {") && text.ends_with('}');
        let inner = if is_inline {
            &text[8..text.len() - 1]
        } else {
            text
        };
        let mut parts: Vec<&str> = inner.split(',').map(str::trim).collect();
        let Some(name) = parts.iter().find_map(|one| value_of(one, "cluster")) else {
            continue;
        };
        if !is_inline {
            parts = lines[map_around(lines, at)]
                .iter()
                .map(|(_, text)| *text)
                .collect();
        }
        let said = |key: &str| parts.iter().find_map(|one| value_of(one, key));
        let seconds = |key: &str| said(key).and_then(|text| time(text, "s"));
        let set = |key: &str| seconds(key).filter(|length| *length != Duration::ZERO);
        let retries = said("num_retries").map_or(Some(1), |text| text.parse::<u64>().ok());
        let all_tries = || {
            let each = set("per_try_timeout")?.seconds();
            Some(Duration::from_seconds(
                each.saturating_mul(retries?.saturating_add(1)),
            ))
        };
        // Without a limit of its own a call lasts as long as its tries do.
        let is_unlimited = seconds("timeout") == Some(Duration::ZERO);
        let limit = set("timeout");
        found.push((name, limit.or_else(|| all_tries().filter(|_| is_unlimited))));
    }
    found
}

/// The items of lists of clusters.
fn clusters<'t>(lines: &[(usize, &'t str)]) -> Vec<EnvoyCluster<'t>> {
    let mut found: Vec<EnvoyCluster<'t>> = Vec::new();
    let mut list: Option<(usize, Option<usize>)> = None;
    for (at, (indent, text)) in lines.iter().enumerate() {
        if text.is_empty() {
            continue;
        }
        if *text == "clusters:" {
            list = Some((*indent, None));
            continue;
        }
        let Some((outer, inner)) = list else { continue };
        let inner = inner.unwrap_or(*indent);
        if *indent <= outer && *indent < inner {
            list = None;
            continue;
        }
        list = Some((outer, Some(inner)));
        if *indent == inner
            && let Some(name) = value_of(text, "name")
        {
            found.push(EnvoyCluster {
                name: Some(name),
                indent: inner,
                lines: at..at + 1,
            });
        } else if let Some(last) = found.last_mut().filter(|last| last.indent == inner) {
            last.lines.end = at + 1;
        }
    }
    found
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
    let words: Vec<&str> = line.trim_start_matches("- ").split_whitespace().collect();
    match words.as_slice() {
        [key, value]
            if key
                .strip_suffix("_read_timeout")
                .is_some_and(|of| PASSING.contains(&of)) =>
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
    fn a_call_that_is_tried_again_is_given_up_when_the_last_try_is() {
        let of = |said: &str| {
            let text = format!(
                "upstream pool {{\n server a:80;\n server b:80;\n server c:80;\n server d:80 down;\n}}\n\
                 location / {{\n proxy_read_timeout 60s;\n {said}\n proxy_pass http://pool;\n}}\n"
            );
            AnswerTimeouts::of(&text).at(1).map(|one| one.to_string())
        };
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(of(""), is("3m"));
        assert_eq!(of("proxy_next_upstream_tries 2;"), is("2m"));
        assert_eq!(of("proxy_next_upstream_tries 0;"), is("3m"));
        assert_eq!(of("proxy_next_upstream_tries 9;"), is("3m"));
        assert_eq!(of("proxy_next_upstream off;"), is("1m"));
        assert_eq!(of("proxy_next_upstream error http_502;"), is("1m"));
        assert_eq!(of("proxy_next_upstream error timeout;"), is("3m"));
        assert_eq!(of("proxy_next_upstream_timeout 90s;"), is("2m"));
    }

    #[test]
    fn each_cluster_of_envoy_is_waited_for_as_its_routes_say() {
        let text = "
static_resources:
  listeners:
  - filter_chains:
    - route_config:
        virtual_hosts:
        - name: all
          routes:
          - match: { prefix: /a }
            route:
              cluster: a
              timeout: 30s
              retry_policy: 
                num_retries: 3
          - match: { prefix: /b }
            route:
              timeout: 0s
              retry_policy:
                retry_on: 5xx
                num_retries: 2
                per_try_timeout: 5s
              cluster: b
          - match: { prefix: /c }
            route: { cluster: c, timeout: 9s }
          - match: { prefix: /d }
            route: { cluster: c, timeout: 8s }
          - match: { prefix: /e }
            route: { cluster: e }
  clusters:
  - name: a
    load_assignment:
      cluster_name: a
      endpoints:
      - lb_endpoints: [{endpoint: {address: {socket_address: {address: a, port_value: 80}}}}] # http://a
  - connect_timeout: 1s
    name: b
    hosts: http://b
  - name: c
    hosts: http://c
  - name: e
    hosts: http://e
admin: http://x
";
        assert_eq!(of(text), "30s 15s - - -");
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
                "2m 2m - 1m -",
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
