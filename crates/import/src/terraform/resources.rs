use jurymast_terms::diagnostic::Diagnostic;

use crate::tree::Node;

/// The version of the JSON format that is read, whatever comes behind the dot.
const FORMAT: &str = "1";

/// The version of state files.
const STATE: u64 = 4;

/// A resource that Terraform manages.
#[derive(Debug, Clone)]
pub(super) struct TerraformResource<'a> {
    /// `azurerm_cognitive_deployment`
    pub(super) kind: &'a str,
    /// As the configuration calls it.
    pub(super) name: &'a str,
    /// `module.ai.azurerm_cognitive_deployment.chat`
    pub(super) address: String,
    pub(super) values: &'a Node,
    pub(super) node: &'a Node,
}

/// All of a document, and the document itself for what stands elsewhere in it.
#[derive(Debug)]
pub(super) struct TerraformFile<'a> {
    pub(super) root: &'a Node,
    pub(super) resources: Vec<TerraformResource<'a>>,
}

impl<'a> TerraformResource<'a> {
    /// A value.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.values.get(key)
    }

    /// A text that is said.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.text()
    }

    /// A field of a block, which stands in a list of one.
    pub(super) fn in_block(&self, block: &str, key: &str) -> Option<&'a Node> {
        self.get(block)?.one_or_more().first()?.get(key)
    }

    /// The path of a field in reports.
    pub(super) fn path(&self, key: &str) -> String {
        format!("{}.{key}", self.address)
    }
}

impl<'a> TerraformFile<'a> {
    pub(super) fn of(root: &'a Node, problems: &mut Vec<Diagnostic>) -> Self {
        let mut file = Self {
            root,
            resources: Vec::new(),
        };
        if let Some(version) = root.get("format_version") {
            let text = version.text().unwrap_or_default();
            if text.split('.').next() != Some(FORMAT) {
                let message = format!("the format is version `{text}`, and {FORMAT} is read");
                problems.push(
                    Diagnostic::error("other-version", message, version.span)
                        .label("another version")
                        .help("write it anew: terraform show -json"),
                );
                return file;
            }
            let shown = root.get("planned_values").or_else(|| root.get("values"));
            if let Some(module) = shown.and_then(|one| one.get("root_module")) {
                file.module(module);
            }
            return file;
        }
        match root.get("version").and_then(Node::count) {
            Some(STATE) => file.state(),
            _ => {
                let place = root.get("version").unwrap_or(root).span;
                let message = format!("a state of another version than {STATE} is not read");
                problems.push(
                    Diagnostic::error("other-version", message, place)
                        .label("another version")
                        .help("write it anew: terraform show -json"),
                );
            }
        }
        file
    }

    fn module(&mut self, module: &'a Node) {
        let resources = module.get("resources").map(Node::items).unwrap_or_default();
        for node in resources {
            let is_managed = node.text_at(&["mode"]).is_none_or(|mode| mode == "managed");
            let kind = node.text_at(&["type"]).filter(|_| is_managed);
            let (Some(kind), Some(values)) = (kind, node.get("values")) else {
                continue;
            };
            let name = node.text_at(&["name"]).unwrap_or(kind);
            let address = node.text_at(&["address"]);
            self.resources.push(TerraformResource {
                kind,
                name,
                address: address.map_or_else(|| format!("{kind}.{name}"), str::to_owned),
                values,
                node,
            });
        }
        for child in module
            .get("child_modules")
            .map(Node::items)
            .unwrap_or_default()
        {
            self.module(child);
        }
    }

    fn state(&mut self) {
        let resources = self
            .root
            .get("resources")
            .map(Node::items)
            .unwrap_or_default();
        for node in resources {
            let is_managed = node.text_at(&["mode"]) == Some("managed");
            let Some(kind) = node.text_at(&["type"]).filter(|_| is_managed) else {
                continue;
            };
            let name = node.text_at(&["name"]).unwrap_or(kind);
            let module = node.text_at(&["module"]);
            let module = module.map_or(String::new(), |module| format!("{module}."));
            let instances = node.get("instances").map(Node::items).unwrap_or_default();
            for instance in instances {
                let Some(values) = instance.get("attributes") else {
                    continue;
                };
                let index = instance.text_at(&["index_key"]);
                let index = index.map_or(String::new(), |index| format!("[{index}]"));
                self.resources.push(TerraformResource {
                    kind,
                    name,
                    address: format!("{module}{kind}.{name}{index}"),
                    values,
                    node: instance,
                });
            }
        }
    }

    /// The region that a provider is configured with, in itself or by a variable.
    pub(super) fn provider_region(&self, provider: &str) -> Option<&'a Node> {
        let configs = self.root.at(&["configuration", "provider_config"])?;
        let mut all = configs.entries().iter();
        let config = all.find(|entry| {
            let name = entry.value.text_at(&["name"]).unwrap_or(&entry.key.text);
            name == provider
        })?;
        let region = config.value.at(&["expressions", "region"])?;
        let variable = || {
            let references = region
                .get("references")
                .map(Node::items)
                .unwrap_or_default();
            let mut names = references
                .iter()
                .filter_map(|one| one.text()?.strip_prefix("var."));
            self.root.at(&["variables", names.next()?, "value"])
        };
        region.get("constant_value").or_else(variable)
    }

    /// The resource of a kind that an expression of another one refers to, where its value
    /// is not known yet.
    pub(super) fn referred(
        &self,
        by: &TerraformResource<'_>,
        key: &str,
        kind: &str,
    ) -> Option<&TerraformResource<'a>> {
        let configured = self
            .root
            .at(&["configuration", "root_module", "resources"])?;
        let mut all = configured.items().iter();
        let own = all.find(|one| one.text_at(&["address"]) == Some(without_index(&by.address)))?;
        let references = own.at(&["expressions", key, "references"])?;
        let names = references.items().iter().filter_map(Node::text);
        let names: Vec<&str> = names.collect();
        let mut found = self.resources.iter().filter(|one| one.kind == kind);
        found.find(|one| names.contains(&without_index(&one.address)))
    }
}

fn without_index(address: &str) -> &str {
    address.split('[').next().unwrap_or(address)
}
