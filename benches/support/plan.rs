use std::fmt::Write as _;
use std::path::PathBuf;

use super::dice::Dice;

/// A plan in a folder of its own.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    _removed_at_the_end: tempfile::TempDir,
}

impl Folder {
    pub(crate) fn with_services(services: usize, shape: Shape) -> Self {
        Self::of(plan(services, shape))
    }

    pub(crate) fn of(text: String) -> Self {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        std::fs::write(folder.path().join("jurymast.toml"), &text).expect("a file in it");
        Self {
            path: folder.path().to_owned(),
            text,
            _removed_at_the_end: folder,
        }
    }
}

const MODELS: [(&str, &str, &str); 4] = [
    ("openai", "responses", "gpt-5.2"),
    ("mistral", "chat-completions", "mistral-large-4"),
    ("azure-openai", "chat-completions", "gpt-5.5"),
    ("anthropic", "messages", "claude-opus-4-7"),
];

const PLACES: [&str; 3] = ["aws-us-east-1", "gcp", "office"];

/// Who calls whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Four layers, teams that mostly call their own: as people build.
    Layered,
    /// Each calls any two before it, hard: long chains, wide blasts.
    Tangled,
}

/// A plan of so many services with two dependencies each: teams of 25, a store
/// for every fifth service, an AI dependency for every tenth, both with
/// fallbacks. Services call others in deeper layers, as a rule of their own team.
fn plan(services: usize, shape: Shape) -> String {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let teams = services.div_ceil(25);
    let stores = services.div_ceil(5);
    let ais = services.div_ceil(10);
    let mut text = String::from("[plan]\nname = \"Generated\"\nowner = \"team-0\"\n\n");
    for at in 0..teams {
        let up = (at + 1) % teams;
        let _ = writeln!(
            text,
            "[team.team-{at}]\nname = \"Team {at}\"\non_call = {{ channel = \"#team-{at}\", phone = \"+1 202 555 0100\" }}\nescalate_to = [\"team-{up}\"]\n"
        );
    }
    text.push_str("[domain.office]\nname = \"Servers in the office\"\nkind = \"site\"\n\n");
    for at in 0..stores {
        let (place, team) = (PLACES[at % PLACES.len()], at % teams);
        let _ = writeln!(
            text,
            "[resource.store-{at}]\nkind = \"database\"\nteam = \"team-{team}\"\nrto = \"30m\"\nrpo = \"5m\"\nin = [\"{place}\"]\n"
        );
    }
    for at in 0..ais {
        let (provider, endpoint, model) = MODELS[at % MODELS.len()];
        let _ = writeln!(
            text,
            "[ai.model-{at}]\nprovider = \"{provider}\"\nendpoint = \"{endpoint}\"\nmodel = \"{model}\"\nneeds = {{ tools = true, streaming = true, context = \"32k\" }}\nlimit = {{ rpm = 500 }}\n"
        );
    }
    let layer = services.div_ceil(4).max(1);
    for at in 0..services {
        let team = at % teams;
        let tier = 1 + at / layer;
        let place = PLACES[dice.below(PLACES.len())];
        let _ = writeln!(
            text,
            "[service.service-{at}]\nname = \"Service {at}\"\ndescription = \"Does the work of number {at} and tells others of it.\"\nteam = \"team-{team}\"\ntier = {tier}\nrto = \"{}h\"\nmtpd = \"{}h\"\nrestart = \"2m\"\navailability = \"99.9%\"\nin = [\"{place}\"]\n",
            tier,
            tier * 4,
        );
        let deeper = (at / layer + 1) * layer;
        let first = match dice.below(10) {
            _ if shape == Shape::Tangled && at > 0 => format!("service-{}", dice.below(at)),
            0..6 if deeper < services => {
                let below = deeper + dice.below(services - deeper);
                let own_team = below - below % teams + team;
                let to = if dice.below(10) < 7 { own_team } else { below };
                format!("service-{}", to.clamp(deeper, services - 1))
            }
            _ => format!("store-{}", dice.below(stores)),
        };
        let _ = writeln!(
            text,
            "[[service.service-{at}.depends_on]]\non = \"{first}\"\ndetect = \"2m\"\nwhy = \"Nothing can be written without it\"\n"
        );
        let second = match at % 10 {
            2..=4 | 7..=9 if shape == Shape::Tangled && at > 1 => {
                let drawn = dice.below(at);
                let other = besides(&first, "service", drawn, at);
                format!("on = \"{other}\"")
            }
            0 | 5 => {
                let (model, other) = (at / 10, (at / 10 + 1) % ais);
                format!(
                    "on = \"model-{model}\"\ndetect = \"1m\"\ndemand = {{ rpm = 120 }}\nfallback = [\n  {{ to = \"model-{other}\", switch = \"automatic\", after = \"30s\", triggers = [\"5xx\", \"429\", \"timeout\"], tested = 2026-10-01 }},\n]"
                )
            }
            1 | 6 => {
                let one = dice.below(stores);
                let other = (one + 1) % stores;
                format!("any_of = [\"store-{one}\", \"store-{other}\"]\nat_least = 1")
            }
            _ => {
                let drawn = dice.below(stores);
                let store = besides(&first, "store", drawn, stores);
                format!("on = \"{store}\"\nmode = \"soft\"\ndegraded = \"Answers from its cache\"")
            }
        };
        let _ = writeln!(text, "[[service.service-{at}.depends_on]]\n{second}\n");
    }
    text
}

/// What was drawn of so many, or the next one where that is needed already.
fn besides(needed: &str, kind: &str, drawn: usize, of: usize) -> String {
    let name = format!("{kind}-{drawn}");
    if name == needed {
        format!("{kind}-{}", (drawn + 1) % of)
    } else {
        name
    }
}
