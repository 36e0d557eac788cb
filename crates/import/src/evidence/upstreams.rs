use std::collections::BTreeSet;

/// Servers that a proxy shares its calls over.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Upstream<'a> {
    /// The lines that name them, from 0.
    pub(super) lines: BTreeSet<usize>,
    /// Each as it stands there: `web-1:80`.
    pub(super) servers: Vec<&'a str>,
}

/// The lists of servers in the configuration of a proxy, of two servers or more: `upstream` of
/// nginx, `reverse_proxy` of Caddy, `servers` of Traefik, `backend` of HAProxy.
pub(super) fn upstreams(text: &str) -> Vec<Upstream<'_>> {
    let mut found: Vec<Upstream<'_>> = Vec::new();
    let mut part = Part::None;
    for (at, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        part = part.after(indent, line, &words);
        if words[0] == "reverse_proxy" || words[0] == "to" {
            let servers = words[1..].iter().copied().filter(|word| is_server(word));
            found.push(Upstream {
                lines: BTreeSet::from([at]),
                servers: servers.collect(),
            });
            continue;
        }
        if part.begins(line, &words) {
            found.push(Upstream {
                lines: BTreeSet::new(),
                servers: Vec::new(),
            });
        }
        if let (Some(server), Some(last)) = (part.server(line, &words), found.last_mut()) {
            last.lines.insert(at);
            last.servers.push(server);
        }
    }
    found.retain(|one| one.servers.len() > 1);
    found
}

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    /// `upstream x {`
    Nginx,
    /// `servers:`, with its indent.
    Traefik(usize),
    /// `backend x`
    HaProxy,
}

impl Part {
    fn after(self, indent: usize, line: &str, words: &[&str]) -> Self {
        match self {
            _ if words[0] == "upstream" && line.ends_with('{') => Self::Nginx,
            _ if line == "servers:" => Self::Traefik(indent),
            _ if matches!(words, ["backend" | "listen", _]) && indent == 0 => Self::HaProxy,
            Self::Nginx if line.starts_with('}') => Self::None,
            Self::Traefik(own) if indent <= own && !line.starts_with('-') => Self::None,
            Self::HaProxy if indent == 0 => Self::None,
            part => part,
        }
    }

    /// Whether the line opens a list.
    fn begins(self, line: &str, words: &[&str]) -> bool {
        match self {
            Self::None => false,
            Self::Nginx => words[0] == "upstream",
            Self::Traefik(_) => line == "servers:",
            Self::HaProxy => matches!(words[0], "backend" | "listen"),
        }
    }

    fn server<'a>(self, line: &'a str, words: &[&'a str]) -> Option<&'a str> {
        let server = match (self, words) {
            (Self::Nginx, ["server", server, ..]) => server.trim_end_matches(';'),
            (Self::HaProxy, ["server", _, server, ..]) => server,
            (Self::Traefik(_), _) => {
                let said = line.trim_start_matches(['-', ' ']);
                let url = said
                    .strip_prefix("url:")
                    .or(said.strip_prefix("address:"))?;
                url.trim().trim_matches(['"', '\''])
            }
            _ => return None,
        };
        is_server(server).then_some(server)
    }
}

/// A host, and perhaps its port.
fn is_server(word: &str) -> bool {
    let word = word.rsplit_once("://").map_or(word, |(_, rest)| rest);
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "-_.:/".contains(c);
    word.starts_with(|c: char| c.is_ascii_alphanumeric()) && word.chars().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_that_share_calls_are_one_list() {
        let of = |text: &'static str| -> Vec<Vec<&str>> {
            upstreams(text).into_iter().map(|one| one.servers).collect()
        };
        assert_eq!(
            of(
                "upstream api {\n  least_conn;\n  server a:80 weight=2;\n  # server c:80;\n  server b:80 backup;\n}\nserver {\n  location / { proxy_pass http://api; }\n}\n"
            ),
            [["a:80", "b:80"]]
        );
        assert_eq!(of("upstream api {\n  server a:80;\n}\n"), [[""; 0]; 0]);
        assert_eq!(
            of(":80 {\n  reverse_proxy /x/* a:80 b:80 {\n    lb_policy first\n  }\n}\n"),
            [["a:80", "b:80"]]
        );
        assert_eq!(
            of(
                "http:\n  services:\n    x:\n      loadBalancer:\n        servers:\n          - url: \"http://a:80\"\n          - url: http://b:80\n    y:\n      loadBalancer:\n        servers:\n        - url: http://c:80\n"
            ),
            [["http://a:80", "http://b:80"]]
        );
        assert_eq!(
            of(
                "backend web\n  balance roundrobin\n  server one a:80 check\n  server two b:80 check\nfrontend x\n  bind :80\n"
            ),
            [["a:80", "b:80"]]
        );
    }
}
