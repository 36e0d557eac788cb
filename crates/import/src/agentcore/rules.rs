use crate::tree::Node;

const TYPE: &str = "AWS::BedrockAgentCore::GatewayRule";

/// A rule, and its path in the file.
#[derive(Debug)]
pub(super) struct Rule<'a> {
    pub(super) node: &'a Node,
    pub(super) path: String,
    /// As a template calls it.
    pub(super) named: Option<&'a str>,
}

/// A field, which templates write with a capital.
pub(super) fn field<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    let capital = || {
        let mut letters = key.chars();
        let first = letters.next()?.to_ascii_uppercase();
        node.get(&format!("{first}{}", letters.as_str()))
    };
    node.get(key).or_else(capital)
}

/// The text of a field.
pub(super) fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    field(node, key)?.text()
}

/// Whether a document holds rules of a gateway.
pub fn is_agentcore(root: &Node) -> bool {
    !rules(root).is_empty()
}

/// The rules of a document.
pub(super) fn rules(root: &Node) -> Vec<Rule<'_>> {
    let routes = |node: &Node| {
        let actions = field(node, "actions").map(Node::items).unwrap_or_default();
        let mut all = actions.iter();
        all.any(|one| field(one, "routeToTarget").is_some())
    };
    let listed = root
        .get("gatewayRules")
        .map(Node::items)
        .unwrap_or_default();
    let listed = listed.iter().enumerate().map(|(at, node)| Rule {
        node,
        path: format!("gatewayRules[{at}]"),
        named: None,
    });
    let resources = root.get("Resources").map(Node::entries).unwrap_or_default();
    let resources = resources.iter().filter_map(|entry| {
        let is_rule = entry.value.text_at(&["Type"]) == Some(TYPE);
        let node = entry.value.get("Properties").filter(|_| is_rule)?;
        Some(Rule {
            node,
            path: format!("Resources.{}.Properties", entry.key.text),
            named: Some(&entry.key.text),
        })
    });
    let own = routes(root).then_some(Rule {
        node: root,
        path: String::new(),
        named: None,
    });
    let all = listed.chain(resources).chain(own);
    all.filter(|one| routes(one.node)).collect()
}
