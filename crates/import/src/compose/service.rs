use jurymast_terms::source::Span;

use super::given_addresses::GivenAddresses;
use super::machine::{name_machine, told_of_machine};
use super::project::Service;
use crate::draft::{Doubt, DraftTable, Finding, Mapping};
use crate::evidence::{
    ContainerCommand, ImageRole, LIBRECHAT, Variable, may_hold_secret, role_of_image,
    software_of_image, variables_of_command,
};
use crate::reading::Reading;
use crate::tree::Node;

/// The variables that a container is given.
#[derive(Debug, Default)]
pub(super) struct Environment {
    pub(super) variables: Vec<Variable>,
    /// What mounted settings give.
    pub(super) mounted: Vec<Variable>,
}

impl Environment {
    /// Of the files that the service names, then of its own list or map, where later
    /// ones win; and of its command line.
    pub(super) fn of(service: &Service, given: &GivenAddresses, reading: &mut Reading) -> Self {
        let mut environment = Self::default();
        let files = service.node.get("env_file").map(Node::one_or_more);
        for file in files.unwrap_or_default() {
            environment.file(file, service, reading);
        }
        let own = service.node.get("environment");
        for entry in own.map(Node::entries).unwrap_or_default() {
            let value = entry.value.text().unwrap_or_default();
            let key = entry.key.text.as_str();
            let address = given.address(key, value, service);
            let value = address.unwrap_or_else(|| service.variables.expand(value));
            environment.put(key, value, entry.key.span);
        }
        for item in own.map(Node::items).unwrap_or_default() {
            let said = item.text().unwrap_or_default();
            let text = service.variables.expand(said);
            match text.split_once('=') {
                Some((key, value)) => {
                    let raw = said.split_once('=').map_or("", |(_, raw)| raw);
                    let address = given.address(key, raw, service);
                    let value = address.unwrap_or_else(|| value.to_owned());
                    environment.put(key, value, item.span);
                }
                // Without a value it is that of whoever starts the program.
                None => {
                    let value = service.variables.get(&text).unwrap_or_default();
                    environment.put(&text, value.to_owned(), item.span);
                }
            }
        }
        for said in ["entrypoint", "command"] {
            let said = service.node.get(said);
            environment.command(said.map(Node::one_or_more).unwrap_or_default(), service);
        }
        name_machine(&mut environment.variables, service);
        environment
    }

    fn file(&mut self, file: &Node, service: &Service, reading: &mut Reading) {
        let path = file.text().or_else(|| file.text_at(&["path"]));
        let Some(path) = path.map(|path| service.variables.expand(path)) else {
            return;
        };
        let is_required = file.get("required").and_then(Node::truth) != Some(false);
        let beside = reading.beside(file.span.file, &path);
        let found = match is_required {
            true => reading.open_named(file.span, &path),
            false => reading.open(&beside).ok(),
        };
        let Some(found) = found else { return };
        let text = reading.sources.get(found).text.clone();
        for line in text.lines() {
            let line = line.trim();
            if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
                let value = value.split(" #").next().unwrap_or(value);
                let value = value.trim().trim_matches(['"', '\'']);
                self.put(key.trim(), service.variables.expand(value), file.span);
                if let Some(last) = self.variables.last_mut() {
                    last.is_common = true;
                }
            }
        }
    }

    fn command(&mut self, words: &[Node], service: &Service) {
        let Some(first) = words.first() else { return };
        let words = words.iter().filter_map(Node::text);
        let words: Vec<String> = words.map(|word| service.variables.expand(word)).collect();
        let given = variables_of_command(words.iter().map(String::as_str), first.span);
        self.variables.extend(given);
    }

    fn put(&mut self, key: &str, value: String, place: Span) {
        self.variables.retain(|one| one.key != key);
        self.variables.push(Variable::new(key, value, place));
    }
}

/// What kind of thing a service is, and what else than its image says so.
pub(super) fn role_of(name: &str, service: &Service) -> (ImageRole, Option<String>) {
    let expanded = |node: &Node| Some(service.variables.expand(node.text()?));
    let image = service.node.get("image").and_then(expanded);
    let by_image = image.as_deref().map_or(ImageRole::Service, role_of_image);
    let by_name = || (role_of_image(name), Some(format!("by its name, `{name}`")));
    let build = match (service.node.get("build"), &image) {
        (Some(build), _) => build,
        (None, Some(_)) => return (by_image, None),
        (None, None) => return by_name(),
    };
    // The name of what is built here is anybody's choice; what it is built upon is not.
    let arguments = build.get("args");
    let upon = arguments.map(Node::entries).unwrap_or_default().iter();
    let upon = upon.filter(|one| one.key.text.ends_with("IMAGE"));
    let upon = upon.filter_map(|one| expanded(&one.value));
    let listed = arguments.map(Node::items).unwrap_or_default().iter();
    let listed = listed.filter_map(expanded);
    let listed = listed.filter_map(|one| Some(one.split_once("IMAGE=")?.1.to_owned()));
    let mut upon = upon.chain(listed);
    if let Some(base) = upon.find(|base| role_of_image(base) != ImageRole::Service) {
        return (role_of_image(&base), Some(format!("built upon {base}")));
    }
    match by_image {
        ImageRole::Service => by_name(),
        role => (role, None),
    }
}

/// The table of a service, but for what it needs. `compose` is the command that asks compose
/// about these files.
pub(super) fn table(
    name: &str,
    id: String,
    (service, compose): (&Service, &str),
    (role, guess): (ImageRole, Option<String>),
    findings: &mut Vec<Finding>,
) -> DraftTable {
    let (kind, of_role) = role.as_table();
    let mut table = DraftTable::new(kind, id, service.place);
    if table.id != name {
        table.set("name", name);
    }
    if let Some(of_role) = of_role {
        match guess {
            Some(guess) => table.set_doubted("kind", of_role, Doubt::Guessed(guess)),
            None => table.set("kind", of_role),
        }
    }
    table.software = software(service).map(str::to_owned);
    replicas(&mut table, service);
    let way = format!("{compose} exec -T {name}");
    health(name, &mut table, (service, &way), findings);
    table
}

/// The software of the catalogue that it runs.
pub(super) fn software(service: &Service) -> Option<&'static str> {
    let image = service.node.get("image").and_then(Node::text);
    let image = image.map(|image| service.variables.expand(image));
    let by_image = image.and_then(|image| software_of_image(&image));
    by_image.or_else(|| mounts_settings_of_chat(service).then_some(LIBRECHAT))
}

/// Whether the settings of LibreChat are mounted into it.
fn mounts_settings_of_chat(service: &Service) -> bool {
    let volumes = service.node.get("volumes").map(Node::items);
    let mut targets = volumes.unwrap_or_default().iter().filter_map(|one| {
        let said = one.text().and_then(|text| text.split(':').nth(1));
        said.or_else(|| one.text_at(&["target"]))
    });
    targets.any(|target| target.ends_with("/librechat.yaml"))
}

fn replicas(table: &mut DraftTable, service: &Service) {
    let said = service.node.at(&["deploy", "replicas"]);
    let said = said.or_else(|| service.node.get("scale"));
    let count = said
        .and_then(Node::text)
        .map(|text| service.variables.expand(text));
    let count = count.and_then(|text| text.trim().parse::<u64>().ok());
    if let Some(count) = count.filter(|count| *count > 1) {
        table.set("replicas", count);
    }
}

/// Whether the file says that none of it runs.
pub(super) fn is_off(service: &Service) -> bool {
    let said = service.node.at(&["deploy", "replicas"]);
    let said = said.or_else(|| service.node.get("scale"));
    let count = said
        .and_then(Node::text)
        .map(|text| service.variables.expand(text));
    count.is_some_and(|text| text.trim() == "0")
}

/// Whether the file says that it ends by itself, and is not started again.
pub(super) fn runs_once(service: &Service) -> bool {
    let said = service.node.get("restart").and_then(Node::text);
    said.map(|said| service.variables.expand(said)).as_deref() == Some("no")
}

/// `way` leads into its container.
fn health(
    name: &str,
    table: &mut DraftTable,
    (service, way): (&Service, &str),
    findings: &mut Vec<Finding>,
) {
    let Some(check) = service.node.get("healthcheck") else {
        return;
    };
    let mut told = |mapping, message: &str| {
        findings.push(Finding {
            source_path: format!("services.{name}.healthcheck"),
            place: check.span,
            mapping,
            message: message.to_owned(),
        });
    };
    match command(check, way) {
        Some(command) if may_hold_secret(command.strip_prefix(way).unwrap_or(&command)) => told(
            Mapping::Manual,
            "its command may hold a secret, so that `check` was left out",
        ),
        Some(command) => {
            if is_interpolated(check) {
                let guess = "its variables are set in the container too".to_owned();
                table.set_doubted("check", command, Doubt::Guessed(guess));
            } else {
                table.set("check", command);
            }
            told(
                Mapping::Approximate,
                "taken as `check`; what its times make of `detect` and `restart` is guessed",
            );
        }
        None if is_asked(check) => told(
            Mapping::Manual,
            "its command has several lines, so that `check` was left out",
        ),
        None => {}
    }
    if let Some(start) = check
        .get("start_period")
        .and_then(Node::text)
        .and_then(duration)
    {
        let doubt = Doubt::Guessed("the start period of its health check".to_owned());
        table.set_doubted("restart", start, doubt);
    }
}

/// The command of a health check, asked from outside; none of one of several lines.
fn command(check: &Node, way: &str) -> Option<String> {
    let test = check.get("test").filter(|_| is_asked(check))?;
    let words: Vec<String> = test
        .one_or_more()
        .iter()
        .filter_map(|word| Some(word.text()?.replace("$$", "$")))
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let command = match words.as_slice() {
        [text] if !test.is_list() => ContainerCommand::Script(text),
        ["CMD-SHELL", text, ..] => ContainerCommand::Script(text),
        ["CMD", words @ ..] | words => ContainerCommand::Words(words),
    };
    command.asked_by(way)
}

/// Whether compose would put values of its own into the command.
fn is_interpolated(check: &Node) -> bool {
    let test = check.get("test").map(Node::one_or_more).unwrap_or_default();
    let mut words = test.iter().filter_map(Node::text);
    words.any(|word| word.replace("$$", "").contains('$'))
}

/// Whether it is asked at all.
fn is_asked(check: &Node) -> bool {
    let is_off = check.get("disable").and_then(Node::truth) == Some(true);
    let test = check.get("test").map(Node::one_or_more).unwrap_or_default();
    let first = test.first().and_then(Node::text);
    !is_off && first.is_some_and(|first| first != "NONE")
}

/// How long a loss stays unnoticed by the health check: interval times retries, by the
/// specification's defaults where one is not said.
pub(super) fn detect(service: &Service) -> Option<String> {
    let check = service.node.get("healthcheck")?;
    is_asked(check).then_some(())?;
    let text = |key: &str| check.get(key).and_then(Node::text);
    let seconds = |text: &str| seconds(&service.variables.expand(text));
    let interval = text("interval").map_or(Some(30.0), seconds)?;
    let retries = text("retries").map_or(Some(3.0), |text| {
        service.variables.expand(text).trim().parse().ok()
    })?;
    let all = interval * retries;
    (all >= 1.0).then(|| words(all.ceil() as u64))
}

fn duration(text: &str) -> Option<String> {
    let all = seconds(text)?;
    (all >= 1.0).then(|| words(all.ceil() as u64))
}

/// `1m30s` in seconds.
fn seconds(text: &str) -> Option<f64> {
    let mut total = 0.0;
    let mut number = String::new();
    let mut unit = String::new();
    let mut parts = Vec::new();
    for c in text.trim().chars() {
        if c.is_ascii_digit() || c == '.' {
            if !unit.is_empty() {
                parts.push((std::mem::take(&mut number), std::mem::take(&mut unit)));
            }
            number.push(c);
        } else {
            unit.push(c);
        }
    }
    parts.push((number, unit));
    for (number, unit) in parts {
        let times = match unit.as_str() {
            "us" | "µs" => 1e-6,
            "ms" => 1e-3,
            "s" | "" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * times;
    }
    Some(total)
}

fn words(seconds: u64) -> String {
    jurymast_terms::units::Duration::from_seconds(seconds).to_string()
}

/// What a table of a plan cannot say, or what nothing was made of.
pub(super) fn unsupported(name: &str, service: &Service, findings: &mut Vec<Finding>) {
    const LEFT: [(&str, Mapping, &str); 4] = [
        ("secrets", Mapping::Unsupported, "secrets are never read"),
        (
            "configs",
            Mapping::Manual,
            "mounted configuration may name further hosts",
        ),
        ("devices", Mapping::Unsupported, "devices of the host"),
        (
            "volumes_from",
            Mapping::Unsupported,
            "volumes of another container",
        ),
    ];
    findings.extend(told_of_machine(name, service));
    for (key, mapping, message) in LEFT {
        if let Some(said) = service.node.get(key) {
            findings.push(Finding {
                source_path: format!("services.{name}.{key}"),
                place: said.span,
                mapping,
                message: message.to_owned(),
            });
        }
    }
}
