//! Files of several formats make one plan: calls that are led to a gateway end at what its
//! own file says.

use std::collections::BTreeSet;

use super::driver::{Imported, PIECES, import, together};

/// Needs of one component, without those that have a part in other tests.
fn needs(imported: &Imported, from: &str) -> Vec<String> {
    let pairs = imported.pairs().into_iter();
    let own = pairs.filter(|(one, _)| one == from);
    own.map(|(_, on)| on).collect()
}

const PROXY: &str = "
model_list:
  - model_name: chat
    litellm_params: {model: openai/gpt-5.2, timeout: 30}
  - model_name: chat-b
    litellm_params: {model: anthropic/claude-sonnet-4-5, timeout: 30}
  - model_name: embed
    litellm_params: {model: openai/text-embedding-3-large, timeout: 30}
router_settings:
  fallbacks: [{chat: [chat-b]}]
";

fn compose(environment: &str, gateway: &str) -> String {
    let lines = environment.lines().map(|line| format!("      {line}\n"));
    let lines: String = lines.collect();
    format!("services:\n  web:\n    image: acme/web\n    environment:\n{lines}{gateway}")
}

const LITELLM: &str =
    "  litellm:\n    image: ghcr.io/berriai/litellm:main\n    environment: {OPENAI_API_KEY: x}\n";

#[test]
fn calls_through_a_gateway_end_at_its_groups() {
    for environment in [
        "OPENAI_BASE_URL: http://litellm:4000\nOPENAI_API_KEY: sk-x\nOPENAI_MODEL: chat",
        "OPENAI_API_BASE: http://litellm:4000/v1\nOPENAI_CHAT_MODEL: chat",
        "OPENAI_API_BASE_URL: http://litellm:4000/v1\nMODEL: chat",
        "LITELLM_URL: http://litellm:4000\nOPENAI_API_KEY: sk-x\nOPENAI_MODEL: chat",
        "LLM_BASE_URL: http://litellm:4000\nLLM_MODEL: chat",
        "LLM_GATEWAY: http://litellm:4000\nLITELLM_PROXY_API_BASE: http://litellm:4000\nDEFAULT_MODEL: chat",
        "ANTHROPIC_BASE_URL: http://litellm:4000\nANTHROPIC_AUTH_TOKEN: x\nANTHROPIC_MODEL: chat",
        "AZURE_OPENAI_ENDPOINT: http://litellm:4000\nAZURE_OPENAI_DEPLOYMENT: chat",
        "SPRING_AI_OPENAI_BASE_URL: http://litellm:4000\nSPRING_AI_OPENAI_CHAT_OPTIONS_MODEL: chat",
        "MODELS_AT: http://litellm:4000\nGATEWAY_HOST: litellm\nCHAT_MODEL: chat",
    ] {
        let compose = compose(environment, LITELLM);
        for texts in [[compose.as_str(), PROXY], [PROXY, compose.as_str()]] {
            let imported = together(&texts);
            let needs = needs(&imported, "web");
            assert_eq!(needs, ["chat-group", "litellm"], "{environment}");
            let text = imported.draft.to_toml();
            assert!(!text.contains("sk-x"), "{text}");
            let ais = imported.draft.tables.iter();
            let ais = ais.filter(|one| one.kind.as_str() == "ai");
            let ais: Vec<&str> = ais.map(|one| one.id.as_str()).collect();
            assert_eq!(ais, ["chat", "chat-b", "embed"], "{environment}");
            assert_eq!(imported.key("chat", "via").unwrap(), "[\"litellm\"]");
        }
    }
}

/// All orders of some texts.
fn orders<'a>(texts: &[&'a str]) -> Vec<Vec<&'a str>> {
    if texts.len() < 2 {
        return vec![texts.to_vec()];
    }
    let firsts = 0..texts.len();
    let orders = firsts.flat_map(|at| {
        let mut rest = texts.to_vec();
        let first = rest.remove(at);
        let rest = orders(&rest).into_iter();
        rest.map(move |others| [&[first], others.as_slice()].concat())
    });
    orders.collect()
}

/// A model that says nothing of whom it is asked is asked of the gateway where that one answers
/// for its very name, in whatever order the files stand.
#[test]
fn models_beside_a_gateways_address_are_its_groups_whatever_the_order() {
    let environment = "OPENAI_BASE_URL: http://litellm:4000\nOPENAI_MODEL: chat\nEMBEDDING_MODEL: embed\nRERANK_MODEL: BAAI/bge-reranker\nSUMMARY_MODEL: chat-b";
    let web = compose(environment, LITELLM);
    let worker = pod(
        "worker",
        "acme/worker",
        "{name: OPENAI_BASE_URL, value: 'http://litellm:4000'}, {name: CHAT_MODEL, value: chat}, {name: OPENAI_MODEL, value: chat-b}",
    );
    let score = "apiVersion: score.dev/v1b1\nmetadata: {name: batch}\ncontainers: {main: {image: acme/batch, variables: {LLM_BASE_URL: 'http://litellm:4000', LLM_MODEL: chat, EMBEDDING_MODEL: embed}}}\n";
    let other = PIECES[6];
    let mut texts: BTreeSet<String> = BTreeSet::new();
    for order in orders(&[&web, PROXY, &worker, score, other]) {
        let imported = together(&order);
        assert_eq!(
            needs(&imported, "web"),
            ["chat-b", "chat-group", "embed", "litellm"]
        );
        assert_eq!(needs(&imported, "worker"), ["chat-b", "chat-group"]);
        assert_eq!(needs(&imported, "batch"), ["chat-group", "embed"]);
        let embed = imported.table("web").to_toml();
        let embed = embed
            .lines()
            .find(|line| line.contains("\"embed\""))
            .unwrap();
        assert!(embed.contains("EMBEDDING_MODEL"), "{embed}");
        texts.insert(imported.draft.to_toml());
    }
    assert_eq!(texts.len(), 1);
    // Without the gateway's file nobody knows that it is a call.
    let alone = together(&[&web]);
    assert!(!alone.draft.to_toml().contains("embed"));
}

#[test]
fn a_gateway_is_known_by_its_image_whatever_its_name() {
    let gateway = "  llm-proxy:\n    image: docker.litellm.ai/berriai/litellm\n";
    let web = compose(
        "OPENAI_BASE_URL: http://llm-proxy:4000\nOPENAI_MODEL: chat\nEMBEDDING_MODEL: embed",
        gateway,
    );
    let imported = together(&[&web, PROXY]);
    assert_eq!(
        needs(&imported, "web"),
        ["chat-group", "embed", "llm-proxy"]
    );
    assert_eq!(imported.key("chat", "via").unwrap(), "[\"llm-proxy\"]");
    // Of no image that is known, by what is asked of it.
    let gateway = "  llm-proxy:\n    build: ./proxy\n";
    let web = compose(
        "OPENAI_BASE_URL: http://llm-proxy:4000\nOPENAI_MODEL: chat\nEMBEDDING_MODEL: embed",
        gateway,
    );
    let imported = together(&[&web, PROXY]);
    assert_eq!(
        needs(&imported, "web"),
        ["chat-group", "embed", "llm-proxy"]
    );
    let text = imported.draft.to_toml();
    assert!(
        text.contains("# guessed: llm-proxy is taken for litellm"),
        "{text}"
    );
    // Where it runs is in no file.
    let web = compose(
        "OPENAI_BASE_URL: https://llm.corp.example/v1\nOPENAI_MODEL: chat",
        "",
    );
    let imported = together(&[&web, PROXY]);
    assert_eq!(needs(&imported, "web"), ["chat-group"]);
    let web = compose(
        "OPENAI_BASE_URL: http://litellm:4000\nOPENAI_MODEL: embed",
        "",
    );
    assert_eq!(needs(&together(&[&web, PROXY]), "web"), ["embed"]);
}

#[test]
fn what_is_asked_of_a_gateway_is_never_taken_for_its_makers_own() {
    let web = compose(
        "OPENAI_BASE_URL: http://litellm:4000\nOPENAI_API_KEY: x\nOPENAI_MODEL: gpt-5.2",
        LITELLM,
    );
    let imported = import("compose", &web);
    assert_eq!(needs(&imported, "web"), ["gpt-5-2", "litellm"]);
    assert_eq!(imported.key("gpt-5-2", "provider").unwrap(), "\"litellm\"");
    assert_eq!(imported.key("gpt-5-2", "via").unwrap(), "[\"litellm\"]");
    // The file of the gateway knows no such name: it is asked.
    let imported = together(&[&web, PROXY]);
    let text = imported.draft.to_toml();
    assert!(
        text.contains("# ask: `litellm` has no `gpt-5.2`: who answers?"),
        "{text}"
    );
    // Nothing says which: all that may be is named.
    let web = compose(
        "OPENAI_BASE_URL: http://litellm:4000\nOPENAI_API_KEY: x",
        LITELLM,
    );
    let text = together(&[&web, PROXY]).draft.to_toml();
    let question = "# ask: which does it ask of `litellm`: `chat`, `chat-b` and `embed`?";
    assert!(text.contains(question), "{text}");
    // Another's address is another's.
    let web = compose(
        "OPENAI_BASE_URL: https://api.groq.com/openai/v1\nOPENAI_API_KEY: x\nOPENAI_MODEL: llama-3.3-70b",
        "",
    );
    let imported = import("compose", &web);
    assert_eq!(
        imported.key("llama-3-3-70b", "provider").unwrap(),
        "\"groq\""
    );
    let web = compose(
        "OPENAI_BASE_URL: https://llm.corp.example/v1\nOPENAI_API_KEY: x\nOPENAI_MODEL: m",
        "",
    );
    let text = import("compose", &web).draft.to_toml();
    assert!(
        text.contains("# ask: what runs at llm.corp.example?"),
        "{text}"
    );
    assert!(!text.contains("\"openai\""), "{text}");
}

#[test]
fn runtimes_that_run_here_are_where_models_are_called() {
    let ollama = "  ollama:\n    image: ollama/ollama\n  gpu:\n    image: vllm/vllm-openai\n";
    let web = compose(
        "OPENAI_BASE_URL: http://gpu:8000/v1\nOPENAI_MODEL: qwen3\nOLLAMA_HOST: http://ollama:11434\nOLLAMA_MODEL: llama3.2",
        ollama,
    );
    let imported = import("compose", &web);
    assert_eq!(
        needs(&imported, "web"),
        ["gpu", "llama3-2", "ollama", "qwen3"]
    );
    let keys = |id: &str| ["provider", "via"].map(|key| imported.key(id, key).unwrap_or_default());
    assert_eq!(keys("qwen3"), ["\"vllm\"", "[\"gpu\"]"]);
    assert_eq!(keys("llama3-2"), ["\"ollama\"", "[\"ollama\"]"]);
    // The same behind the gateway, which names them by their hosts.
    let proxy = "
model_list:
  - model_name: local
    litellm_params: {model: ollama/llama3.2, api_base: http://ollama:11434}
  - model_name: big
    litellm_params: {model: openai/qwen3, api_base: http://gpu:8000/v1}
  - model_name: other
    litellm_params: {model: ollama/llama3.2, api_base: http://far:11434}
";
    let imported = together(&[&compose("A: b", &format!("{LITELLM}{ollama}")), proxy]);
    let keys =
        |id: &str| ["provider", "via", "in"].map(|key| imported.key(id, key).unwrap_or_default());
    assert_eq!(
        keys("local"),
        ["\"ollama\"", "[\"litellm\", \"ollama\"]", ""]
    );
    assert_eq!(keys("big"), ["\"vllm\"", "[\"litellm\", \"gpu\"]", ""]);
    assert_eq!(keys("other"), ["\"ollama\"", "[\"litellm\"]", "[\"far\"]"]);
}

#[test]
fn stores_of_the_gateway_are_those_that_run_here() {
    let proxy = format!(
        "{PROXY}  redis_host: os.environ/REDIS_HOST\ngeneral_settings: {{database_url: 'postgres://u:hunter2@db:5432/l'}}\n"
    );
    let stores = "  litellm:\n    image: ghcr.io/berriai/litellm\n    environment: {REDIS_HOST: redis}\n  redis: {image: redis}\n  db: {image: postgres}\n";
    let imported = together(&[&compose("A: b", stores), &proxy]);
    assert_eq!(needs(&imported, "litellm"), ["db", "redis"]);
    let text = imported.draft.to_toml();
    assert!(
        !text.contains("litellm-redis") && !text.contains("litellm-db"),
        "{text}"
    );
    assert!(!text.contains("hunter2"), "{text}");
}

fn pod(name: &str, image: &str, environment: &str) -> String {
    format!(
        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: ai}}\nspec: {{template: {{metadata: {{labels: {{app: {name}}}}}, \
         spec: {{containers: [{{name: {name}, image: {image}, env: [{environment}]}}]}}}}}}\n---\napiVersion: v1\nkind: Service\n\
         metadata: {{name: {name}, namespace: ai}}\nspec: {{selector: {{app: {name}}}}}\n"
    )
}

#[test]
fn it_is_the_same_in_a_cluster() {
    let web = pod(
        "web",
        "acme/web",
        "{name: OPENAI_BASE_URL, value: 'http://llm.ai.svc.cluster.local:4000'}, \
         {name: OPENAI_API_KEY, valueFrom: {secretKeyRef: {name: k, key: k}}}, {name: OPENAI_MODEL, value: chat}",
    );
    let llm = pod("llm", "ghcr.io/berriai/litellm", "{name: A, value: b}");
    let ollama = pod(
        "ollama",
        "ollama/ollama",
        "{name: OLLAMA_HOST, value: 0.0.0.0}",
    );
    let proxy = format!("{PROXY}model_group: x\n").replace(
        "{model: anthropic/claude-sonnet-4-5, timeout: 30}",
        "{model: ollama/llama3.2, api_base: 'http://ollama.ai.svc:11434'}",
    );
    let manifests = [web, llm, ollama].concat();
    for texts in [[manifests.as_str(), &proxy], [&proxy, &manifests]] {
        let imported = together(&texts);
        assert_eq!(needs(&imported, "web"), ["chat-group", "llm"]);
        assert_eq!(imported.key("chat", "via").unwrap(), "[\"llm\"]");
        assert_eq!(
            imported.key("chat-b", "via").unwrap(),
            "[\"llm\", \"ollama\"]"
        );
        assert_eq!(needs(&imported, "ollama"), Vec::<String>::new());
    }
}

#[test]
fn other_gateways_answer_too() {
    let portkey = r#"{"strategy": {"mode": "fallback"}, "targets": [
        {"provider": "openai", "override_params": {"model": "gpt-5.2"}},
        {"provider": "anthropic", "override_params": {"model": "claude-sonnet-4-5"}}]}"#;
    let web = compose(
        "OPENAI_BASE_URL: http://gateway:8787/v1\nOPENAI_MODEL: gpt-5.2",
        "  gateway:\n    image: portkeyai/gateway\n",
    );
    let imported = together(&[portkey, &web]);
    let needs = needs(&imported, "web");
    assert_eq!(needs.len(), 2, "{}", imported.draft.to_toml());
    let group = needs.iter().find(|id| *id != "gateway").unwrap();
    let fallbacks = &imported.table(group).requirements[0].fallbacks;
    assert_eq!(fallbacks.len(), 1, "{}", imported.draft.to_toml());
    // At its maker's own place.
    let far = compose(
        "OPENAI_BASE_URL: https://api.portkey.ai/v1\nOPENAI_API_KEY: x\nMODEL: gpt-5.2",
        "",
    );
    let imported = together(&[portkey, &far]);
    let fallbacks = &imported.table(group).requirements[0].fallbacks;
    assert_eq!(self::needs(&imported, "web"), [group.as_str()]);
    assert_eq!(fallbacks.len(), 1);
    // A gateway that asks for models by name.
    let agentgateway = PIECES[6];
    let web = compose(
        "OPENAI_BASE_URL: http://gateway:4000\nOPENAI_MODEL: web",
        "  gateway: {image: ghcr.io/agentgateway/agentgateway}\n",
    );
    let imported = together(&[agentgateway, &web]);
    assert_eq!(
        self::needs(&imported, "web"),
        ["gateway", "web-3"],
        "{}",
        imported.draft.to_toml()
    );
}

#[test]
fn hosts_that_no_file_runs_are_drafted_or_told() {
    let web = compose(
        "SMTP_HOST: mail.acme.example\nSMTP_PASSWORD: hunter2\n\
         REPORTS_URL: postgres://u:hunter2@r.abc.eu-west-1.rds.amazonaws.com:5432/r\n\
         QUEUE_URL: https://sqs.eu-west-1.amazonaws.com/1/q\n\
         CRM_ENDPOINT: https://u:hunter2@api.crm.example/v2\n\
         BILLING_DSN: mysql://u:hunter2@10.1.2.3:3306/b\n\
         PUBLIC_URL: https://shop.acme.example\nDOCS: see example.com\nHOOK_URL: https://hooks.example.com/x\n\
         IMAP_HOST: ${IMAP_HOST}\nWEBDAV_URL: ''",
        "",
    );
    let imported = import("compose", &web);
    let text = imported.draft.to_toml();
    assert_eq!(
        needs(&imported, "web"),
        [
            "10-1-2-3",
            "api-crm-example",
            "mail-acme-example",
            "r",
            "sqs"
        ],
        "{text}"
    );
    assert_eq!(imported.key("r", "in").unwrap(), "[\"aws-eu-west-1\"]");
    assert_eq!(imported.key("10-1-2-3", "in").unwrap(), "[]");
    assert!(
        text.contains("# ask: what answers at mail.acme.example"),
        "{text}"
    );
    assert!(!text.contains("hunter2"), "{text}");
    let told = imported.told("services.web.environment").join("\n");
    for said in [
        "names shop.acme.example, and it is taken for an address of its own",
        "names hooks.example.com, and it is an address of examples",
        "no value here for IMAP_HOST and WEBDAV_URL",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
}

/// Whatever stands together, the plan reads; the order of files changes nothing in it.
#[test]
fn any_formats_together_make_a_plan_that_reads() {
    for bits in 1..1_usize << PIECES.len() {
        let mut some: Vec<&str> = Vec::new();
        some.extend(
            (0..PIECES.len())
                .filter(|at| bits >> at & 1 == 1)
                .map(|at| PIECES[at]),
        );
        let tables = |texts: &[&str]| {
            let mut all = together(texts).draft;
            all.name = None;
            all.to_toml()
        };
        let first = tables(&some);
        some.reverse();
        assert_eq!(first, tables(&some), "{some:#?}");
        let ids = first.lines().filter(|line| line.starts_with('['));
        let ids: Vec<&str> = ids.collect();
        assert_eq!(
            ids.len(),
            ids.iter().collect::<BTreeSet<_>>().len(),
            "{ids:?}"
        );
    }
}

#[test]
fn a_host_of_the_catalogue_that_stands_alone_is_a_party() {
    let web = compose(
        "SMTP_HOST: smtp.sendgrid.net\nPAYMENTS: api.stripe.com\nNOTE: see api.groq.com for more",
        "",
    );
    let imported = import("compose", &web);
    let needs = needs(&imported, "web");
    assert!(needs.contains(&"sendgrid".to_owned()), "{needs:?}");
    assert!(needs.contains(&"stripe".to_owned()), "{needs:?}");
    assert!(!needs.contains(&"groq".to_owned()), "{needs:?}");
}
