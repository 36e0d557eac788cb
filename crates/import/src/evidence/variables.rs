use jurymast_terms::source::Span;
use jurymast_terms::units::Duration;

use super::hosts::HostKey;
use super::timeouts::AnswerTimeouts;
use super::upstreams::upstreams;

/// A value that a program is given, and the key that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// The key; `command` of what a command line gives.
    pub key: String,
    /// The value.
    pub value: String,
    /// Where it stands.
    pub place: Span,
    /// What the key says of the value.
    pub says: HostKey,
    /// It comes from where others get it too, whether they need it or not.
    pub is_common: bool,
    /// Nothing but the host that it names may be told.
    pub is_secret: bool,
    /// It stands in a gateway's own file, where it names who answers for some of its models.
    pub is_of_model: bool,
    /// It holds the servers that a proxy shares its calls over.
    pub is_shared: bool,
    /// How long the proxy waits for an answer whose configuration it stands in.
    pub waits: Option<Duration>,
}

impl Variable {
    /// A value of one's own that is no secret.
    pub fn new(key: impl Into<String>, value: impl Into<String>, place: Span) -> Self {
        let key = key.into();
        Self {
            says: HostKey::of(&key),
            key,
            value: value.into(),
            place,
            is_common: false,
            is_secret: false,
            is_of_model: false,
            is_shared: false,
            waits: None,
        }
    }

    /// Its value, where that may be told.
    pub fn open_value(&self) -> &str {
        match self.is_secret {
            true => HIDDEN,
            false => &self.value,
        }
    }
}

/// Stands for a value that is set and is not told.
const HIDDEN: &str = "***";

/// Programs whose next word is a host.
const ASKS_FOR: [&str; 5] = ["nslookup", "ping", "dig", "host", "hosts"];

/// Programs that wait for a host and a port.
const WAITS_FOR: [&str; 8] = [
    "nc",
    "ncat",
    "netcat",
    "telnet",
    "wait-for",
    "wait-for.sh",
    "wait-for-it",
    "wait-for-it.sh",
];

/// What the words of a command line give: `--db-host=db`, `REDIS_URL=redis://redis`,
/// `-h db`, `nc -z db 5432`, and addresses anywhere in it.
pub fn variables_of_command<'a>(
    arguments: impl Iterator<Item = &'a str>,
    place: Span,
) -> Vec<Variable> {
    let is_border = |c: char| c.is_whitespace() || ";&|()\"'`".contains(c);
    let words: Vec<&str> = arguments
        .flat_map(|argument| argument.split(is_border))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    let mut waits = false;
    for (at, word) in words.iter().enumerate() {
        waits |= WAITS_FOR.contains(&word.rsplit('/').next().unwrap_or(word));
        let before = at.checked_sub(1).map(|at| words[at]);
        let after = words.get(at + 1).copied();
        let (says, value) = match word.split_once('=') {
            Some((key, value)) if is_key(key) => (HostKey::of(key.trim_start_matches('-')), value),
            _ if is_named(before) => (HostKey::Host, *word),
            _ if waits && after.is_some_and(is_port) => {
                waits = false;
                (HostKey::Host, *word)
            }
            _ => (HostKey::Any, *word),
        };
        if !word.starts_with('-') || word.contains('=') {
            found.push(Variable {
                says,
                ..Variable::new("command", value, place)
            });
        }
    }
    // Its nodes are a cluster all together.
    let makes = words
        .windows(2)
        .position(|two| two == ["--cluster", "create"]);
    found.extend(makes.map(|at| Variable {
        says: HostKey::None,
        ..Variable::new("command", words[at..].join(" "), place)
    }));
    found
}

/// What a text of configuration gives, line by line: `db_host: db`,
/// `proxy_pass http://api:80;`. `key` says where that text comes from.
pub fn variables_of_text(key: &str, text: &str, place: Span) -> Vec<Variable> {
    let mut is_comment = false;
    let mut is_of_model = false;
    let upstreams = upstreams(text);
    let waits = AnswerTimeouts::of(text);
    let is_shared = |at: &usize| upstreams.iter().any(|one| one.lines.contains(at));
    // Members of an ensemble of ZooKeeper stand in a line each, and count together.
    let members = text.lines().map(str::trim);
    let members: Vec<&str> = members.filter(|line| is_of_ensemble(line)).collect();
    let ensemble = (members.len() > 1).then(|| Variable {
        says: HostKey::Any,
        ..Variable::new(key, members.join(" "), place)
    });
    let lines = text.lines().enumerate().filter(|(at, _)| !is_shared(at));
    let lines = lines.filter(|(_, line)| !is_of_ensemble(line.trim()));
    let lines = lines.map(|(at, line)| {
        // A key at the beginning of a line opens another part.
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            is_of_model = MODELS.iter().any(|part| line.starts_with(part));
        }
        (at, line.trim(), is_of_model)
    });
    let lines = lines.filter(move |(_, line, _)| {
        is_comment |= line.starts_with("<!--");
        let was_comment = is_comment;
        is_comment &= !line.contains("-->");
        let is_remark = line.starts_with(['#', ';']) || line.starts_with("//");
        !(was_comment || is_remark || line.is_empty())
    });
    let found = lines.map(|(at, line, is_of_model)| {
        let (says, value) = setting(line).unwrap_or((HostKey::Any, line));
        // Of a pair that is no setting the port is lost without its host.
        let value = if says == HostKey::Any { line } else { value };
        Variable {
            says,
            is_of_model,
            waits: waits.at(at),
            ..Variable::new(key, value, place)
        }
    });
    let shared = upstreams.iter().map(|one| Variable {
        says: HostKey::Host,
        is_shared: true,
        waits: one.lines.first().and_then(|line| waits.at(*line)),
        ..Variable::new(key, one.servers.join(","), place)
    });
    found.chain(shared).chain(ensemble).collect()
}

/// `server.1=zoo1:2888:3888` of a `zoo.cfg`.
fn is_of_ensemble(line: &str) -> bool {
    let number = line
        .strip_prefix("server.")
        .and_then(|rest| rest.split_once('='));
    number.is_some_and(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Parts of the files of gateways that say who answers for which model.
const MODELS: [&str; 2] = ["model_list:", "llm:"];

/// `key: value`, `key = value`, `<key>value</key>`: what the key says of the value.
fn setting(line: &str) -> Option<(HostKey, &str)> {
    if let Some(element) = line.strip_prefix('<') {
        let (tag, rest) = element.split_once('>')?;
        let value = rest.split_once("</").map(|(value, _)| value)?;
        return is_key(tag).then(|| (HostKey::of(tag), value));
    }
    let (key, value) = line.split_once([':', '='])?;
    let key = key.trim().trim_matches(['"', '\'', '-', ' ']);
    let is_said = is_key(key) && !value.starts_with("//");
    is_said.then(|| (HostKey::of(key), value))
}

fn is_key(text: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !text.is_empty() && text.chars().all(is_letter)
}

/// Whether a host follows a word.
fn is_named(before: Option<&str>) -> bool {
    before.is_some_and(|before| match before.strip_prefix('-') {
        Some("h" | "H") => true,
        Some(flag) => HostKey::of(flag.trim_start_matches('-')) == HostKey::Host,
        None => ASKS_FOR.contains(&before),
    })
}

fn is_port(word: &str) -> bool {
    word.len() >= 2 && word.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use jurymast_terms::source::{FileId, Span};

    use super::*;
    use crate::evidence::hosts_in;

    fn hosts(command: &[&str]) -> Vec<String> {
        let place = Span::start_of(FileId::ROOT);
        named(&variables_of_command(command.iter().copied(), place))
    }

    fn named(variables: &[Variable]) -> Vec<String> {
        let hosts = variables.iter().flat_map(|one| {
            let hosts = hosts_in(&one.value).into_iter();
            hosts.filter(|host| host.is_sure || one.says == HostKey::Host)
        });
        hosts.map(|host| host.host.to_owned()).collect()
    }

    #[test]
    fn command_lines_name_hosts() {
        assert_eq!(hosts(&["--db-host=db", "--name", "web"]), ["db"]);
        assert_eq!(hosts(&["--broker", "kafka:9092"]), ["kafka"]);
        assert_eq!(
            hosts(&["sh", "-c", "until nc -z db 5432; do sleep 10; done"]),
            ["db"]
        );
        assert_eq!(hosts(&["redis-cli -h cache ping"]), ["cache"]);
        assert_eq!(hosts(&["API_URL=http://api:80 ./run worker"]), ["api"]);
        assert_eq!(hosts(&["celery", "worker", "-l", "info"]), [""; 0]);
        assert_eq!(hosts(&["run", "--no-proxy=db"]), [""; 0]);
    }

    #[test]
    fn texts_of_configuration_name_hosts() {
        let place = Span::start_of(FileId::ROOT);
        let text = "# http://old:1\nserver web:80;\nproxy_pass http://api:5000/;\n\
                    db:\n  host: postgres\n  name: redis\nquery_range:\n  - cache:6379\n\
                    no_proxy: web2\nurl = amqp://u:p@queue\n\
                    <!-- <host>a</host>\n<host>b</host> -->\n<host>keeper</host>\n<name>c</name>\n";
        let found = named(&variables_of_text("ConfigMap app", text, place));
        assert_eq!(
            found,
            ["web", "api", "postgres", "cache", "queue", "keeper"]
        );
    }
}
