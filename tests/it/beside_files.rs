//! What files say otherwise than the plan is told, whichever command reads them.

use super::driver::Case;

const PROXY: &str = "\
model_list:
  - model_name: chat
    litellm_params: {model: openai/gpt-5.2, timeout: 30}
  - model_name: chat-backup
    litellm_params: {model: anthropic/claude-opus-5-5, timeout: 30}
  - model_name: third
    litellm_params: {model: mistral/mistral-large-4, timeout: 30}
router_settings:
  fallbacks: [{chat: [chat-backup]}]
";

const COMPOSE: &str = "\
services:
  web:
    image: acme/web
    environment: {OPENAI_BASE_URL: 'http://llm-gateway:4000', OPENAI_MODEL: chat, S3_BUCKET: uploads, AWS_SECRET_ACCESS_KEY: hunter2}
  llm-gateway:
    image: ghcr.io/berriai/litellm:main
";

fn shop() -> Case {
    let case = Case::new()
        .file("compose.yaml", COMPOSE)
        .file("litellm.yaml", PROXY)
        .may_write();
    case.run(["init", "--from", "compose.yaml", "litellm.yaml"])
        .exit(0);
    case
}

#[test]
fn a_bucket_is_asked_about() {
    let plan = shop().read("jurymast.toml");
    assert!(plan.contains("# ask: S3_BUCKET names a bucket"), "{plan}");
    assert!(!plan.contains("hunter2"), "{plan}");
}

#[test]
fn the_image_of_a_declared_service_is_declared() {
    shop()
        .run(["scan", "."])
        .stdout_has("LiteLLM SDK / proxy (litellm, declared)")
        .stdout_lacks("LiteLLM SDK / proxy is used here");
    let other = COMPOSE.replace("llm-gateway:\n", "proxy:\n");
    shop()
        .file("other/compose.yaml", &other)
        .run(["scan", "."])
        .stdout_has("LiteLLM SDK / proxy is used here");
}

#[test]
fn a_party_whose_other_model_is_called_is_declared() {
    shop()
        .file("src/a.py", "x('claude-sonnet-5-5')\n")
        .run(["scan", "src"])
        .stdout_has("Anthropic API (anthropic, declared)")
        .stdout_has("no `ai`");
}

#[test]
fn clients_of_aws_are_told() {
    let source =
        "a = boto3.client(\"s3\")\nb = boto3.client('sqs')\nc = boto3.client('bedrock-runtime')\n";
    shop()
        .file("src/a.py", source)
        .run(["scan", "src"])
        .stdout_has("Amazon S3 (amazon-s3, not declared)")
        .stdout_has("sqs.amazonaws.com (unknown to the catalogue, not declared)")
        .stdout_has("Amazon Bedrock (aws-bedrock, not declared)");
}

#[test]
fn fallbacks_that_changed_are_told_when_they_are_laid_in() {
    let case = shop();
    let into = [
        "import",
        "litellm",
        "litellm.yaml",
        "--into",
        "jurymast.toml",
    ];
    let same = case.run(into).exit(0);
    assert!(!same.stderr.contains("left:"), "{}", same.stderr);
    let changed = PROXY.replace(
        "{chat: [chat-backup]}",
        "{chat: [third, chat-backup]}, {chat-backup: [nope]}",
    );
    let case = case.file("litellm.yaml", &changed);
    for command in [&into[..], &[&into[..], &["--write"]].concat()] {
        let told = case.run(command).exit(0).stderr;
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            "left: the gateway lets `third` stand in for `chat`, and the plan does not say so (jurymast.toml:",
            ", litellm.yaml:2): `jurymast drift` compares",
            "left: fallbacks.chat-backup: no group is called `nope`",
        ] {
            assert!(told.contains(part), "{part}\n{told}");
        }
    }
    let changed = PROXY.replace("{chat: [chat-backup]}", "");
    let told = case.file("litellm.yaml", &changed).run(into).exit(0).stderr;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("left: the plan lets `chat-backup` stand in for `chat`"),
        "{told}"
    );
}
