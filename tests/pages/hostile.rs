//! A plan whose every text tries to become markup or script.

use std::fs;

/// What the plan calls itself.
pub(crate) const NAME: &str = "</title><script>window.pwned=1</script>";

/// Leads each its number, so that it can be found on a page.
const TEXTS: [&str; 12] = [
    "<script>window.pwned=1</script>",
    "\"><img src=x onerror=window.pwned=1>",
    "' onmouseover='window.pwned=1' x='",
    "</style></script></title></textarea></pre><script>window.pwned=1</script>",
    "javascript:window.pwned=1",
    "<svg onload=window.pwned=1><foreignObject><iframe srcdoc='<script>parent.pwned=1</script>'>",
    "--><script>window.pwned=1</script><!--",
    "]]><script>window.pwned=1</script>",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "[click](javascript:window.pwned=1) <a href=javascript:window.pwned=1>click</a>",
    "{{ 7 * 7 }} {% include \"x\" %} </details></table></main><base href=//evil.example>",
    "<style>@import url(//evil.example)</style><link rel=stylesheet href=//evil.example>",
];

const URL: &str = "https://evil.example/\"><script>window.pwned=1</script>'onclick='window.pwned=1";

const TEMPLATE: &str = include_str!("hostile-plan.txt");

/// The folder of the plan.
pub(crate) fn plan() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("jurymast.toml"), toml()).unwrap();
    let more = folder.path().join("<img src=x onerror=pwned=1>");
    if fs::create_dir(&more).is_ok() {
        fs::write(more.join("a'b.toml"), "[service.elsewhere]\ntier = 1\n").unwrap();
        fs::write(more.join("<b>.py"), "import stripe\n").unwrap();
    } else {
        fs::create_dir(folder.path().join("more")).unwrap();
        fs::write(folder.path().join("more/a.toml"), "[service.elsewhere]\n").unwrap();
        fs::write(folder.path().join("more/b.py"), "import stripe\n").unwrap();
    }
    folder
}

/// What each hostile text begins with.
pub(crate) fn markers() -> impl Iterator<Item = String> {
    (0..TEMPLATE
        .lines()
        .skip(1)
        .map(|line| line.matches('@').count())
        .sum())
        .map(marker)
}

fn marker(number: usize) -> String {
    format!("hostile-{number}-text")
}

fn toml() -> String {
    let mut plan = String::new();
    let body = TEMPLATE.split_once('\n').unwrap().1;
    for (number, part) in body.split('@').enumerate() {
        if number > 0 {
            let text = format!("{} {}", marker(number - 1), TEXTS[number % TEXTS.len()]);
            plan += &quoted(&text);
        }
        plan += &part
            .replace("URL", &quoted(URL))
            .replace("PLAN-NAME", &quoted(NAME))
            .replace("\"MODEL\"", &quoted(&format!("m{}", TEXTS[1])));
    }
    plan
}

/// A JSON string is a TOML string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// The template knows every text of the language, or this test fails.
#[test]
fn the_hostile_plan_says_every_text() {
    let schema = fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/plan.schema.json"),
    )
    .unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let mut texts = Vec::new();
    collect(&schema, &mut texts);
    assert!(texts.len() > 30, "{texts:?}");
    // It names a file that must be there.
    texts.retain(|key| key != "path");
    for key in texts {
        let said = [" ", "\n", "{", "["]
            .iter()
            .any(|before| TEMPLATE.contains(&format!("{before}{key} = ")));
        assert!(said, "the hostile plan does not say `{key}`");
    }
}

/// The keys that hold text of no given form.
fn collect(schema: &serde_json::Value, texts: &mut Vec<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        for (key, of) in properties {
            let of = if of["items"].is_object() {
                &of["items"]
            } else {
                of
            };
            let formless = ["pattern", "enum", "format"]
                .iter()
                .all(|form| of[form].is_null())
                && of["minLength"] != 2;
            if of["type"] == "string" && formless && !texts.contains(key) {
                texts.push(key.clone());
            }
        }
    }
    match schema {
        serde_json::Value::Object(parts) => parts.values().for_each(|part| collect(part, texts)),
        serde_json::Value::Array(parts) => parts.iter().for_each(|part| collect(part, texts)),
        _ => {}
    }
}
