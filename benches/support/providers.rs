use std::fmt::Write as _;

use super::dice::Dice;
use super::plan::Folder;

/// Provider, endpoint, model; neighbours are of different companies.
const CALLS: [(&str, &str, &str); 10] = [
    ("openai", "responses", "gpt-5.2"),
    ("anthropic", "messages", "claude-opus-4-7"),
    ("azure-openai", "chat-completions", "gpt-5.5"),
    ("google-vertex", "generate-content", "gemini-3-pro"),
    ("aws-bedrock", "converse", "anthropic.claude-opus-4-7"),
    ("mistral", "chat-completions", "mistral-large-4"),
    ("openai", "chat-completions", "gpt-5.2"),
    ("google-gemini", "generate-content", "gemini-3-pro"),
    ("openrouter", "chat-completions", "claude-opus-4-7"),
    ("google-vertex", "raw-predict", "claude-opus-4-7"),
];
const PLACES: [&str; 3] = ["aws-us-east-1", "gcp-us-central1", "azure-sweden-central"];
const TRIGGERS: [&str; 3] = [
    r#"["5xx", "429", "timeout"]"#,
    r#"["5xx", "timeout"]"#,
    r#"["5xx", "429", "401", "timeout"]"#,
];

/// So many services in four layers, with targets by tier, stores, and a model for
/// every third or so: each model call falls back on two others of other
/// companies, some by software, some by people.
pub(crate) fn calling_providers(services: usize) -> Folder {
    let mut dice = Dice(7);
    let models = services * 3 / 10;
    let stores = services / 5;
    let layer = services.div_ceil(4);
    let mut text = String::from("[plan]\nname = \"Calls providers\"\n\n");
    for at in 0..stores {
        let place = PLACES[at % PLACES.len()];
        let _ = writeln!(
            text,
            "[resource.store-{at}]\nkind = \"database\"\nin = [\"{place}\"]\n"
        );
    }
    for at in 0..models {
        let (provider, endpoint, model) = CALLS[at % CALLS.len()];
        let _ = writeln!(
            text,
            "[ai.model-{at}]\nprovider = \"{provider}\"\nendpoint = \"{endpoint}\"\nmodel = \"{model}\"\nlimit = {{ rpm = 600 }}\n"
        );
    }
    for at in 0..services {
        let tier = 1 + at / layer;
        let place = PLACES[dice.below(PLACES.len())];
        let _ = writeln!(
            text,
            "[service.service-{at}]\ntier = {tier}\nrto = \"{tier}h\"\nmtpd = \"{}h\"\nmbco = \"50%\"\nrestart = \"2m\"\nin = [\"{place}\"]",
            tier * 4
        );
        let deeper = (at / layer + 1) * layer;
        if deeper < services {
            let one = deeper + dice.below(services - deeper);
            let other = deeper + (one - deeper + 1) % (services - deeper);
            let fallback = match dice.below(2) {
                0 => format!(
                    "detect = \"1m\"\nfallback = [{{ to = \"service-{other}\", switch = \"automatic\", after = \"30s\", serves = \"degraded\" }}]\n"
                ),
                _ => String::new(),
            };
            let _ = writeln!(
                text,
                "[[service.service-{at}.depends_on]]\non = \"service-{one}\"\n{fallback}"
            );
        }
        let store = dice.below(stores);
        let _ = writeln!(
            text,
            "[[service.service-{at}.depends_on]]\non = \"store-{store}\"\nmode = \"{}\"\n",
            if dice.chance(50) { "soft" } else { "hard" }
        );
        if dice.chance(40) {
            let model = dice.below(models);
            let (next, last) = ((model + 1) % models, (model + 3) % models);
            let (switch, triggers) = match dice.below(4) {
                0 => ("manual", String::new()),
                at => ("automatic", format!(", triggers = {}", TRIGGERS[at - 1])),
            };
            let _ = writeln!(
                text,
                "[[service.service-{at}.depends_on]]\non = \"model-{model}\"\ndetect = \"2m\"\ndemand = {{ rpm = 150 }}\nfail_back = \"10m\"\nfallback = [\n  {{ to = \"model-{next}\", switch = \"{switch}\", after = \"1m\"{triggers} }},\n  {{ to = \"model-{last}\", switch = \"manual\", after = \"20m\", serves = \"degraded\" }},\n]\n"
            );
        }
    }
    Folder::of(text)
}
