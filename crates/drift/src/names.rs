use std::collections::HashMap;

use jurymast_plan::catalogue::provider_of_host;
use jurymast_plan::model::{Component, ComponentId, Detail, Kind, Plan};
use jurymast_terms::suggest;

/// The names by which components of a plan are known to other programs.
#[derive(Debug)]
pub(crate) struct ComponentNames<'p> {
    plan: &'p Plan,
    /// By id, alias and name, in the spelling of ids; `None`: two bear it.
    exact: HashMap<String, Option<ComponentId>>,
    /// Hosts of the plan's own providers.
    hosts: HashMap<String, ComponentId>,
    /// By what is left of an id or a name without a usual ending.
    stems: HashMap<String, Vec<ComponentId>>,
}

/// A component that a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameMatch {
    /// Which one.
    pub(crate) component: ComponentId,
    /// How it is like the component's, where it is not the component's own name.
    pub(crate) likeness: Option<&'static str>,
}

/// What became of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NameLookup {
    /// One component bears it, or one alone is like it.
    Found(NameMatch),
    /// Several are like it: none is taken.
    Several(Vec<ComponentId>),
    /// None is.
    Unknown,
}

impl<'p> ComponentNames<'p> {
    /// Of all that calls and is called.
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let mut names = Self {
            plan,
            exact: HashMap::new(),
            hosts: HashMap::new(),
            stems: HashMap::new(),
        };
        // Ids come first: a name of another component does not shadow one.
        for (id, component) in plan.enumerate().filter(|(_, one)| is_callable(one)) {
            let whole = component.copy_of.unwrap_or(id);
            names.exact.insert(spelt(&component.id), Some(whole));
        }
        let whole = |one: &Component| is_callable(one) && one.copy_of.is_none();
        for (id, component) in plan.enumerate().filter(|(_, one)| whole(one)) {
            let name = spelt(&component.name);
            if name != spelt(&component.id) {
                let entry = names.exact.entry(name);
                entry
                    .and_modify(|known| {
                        if known.is_some_and(|known| {
                            spelt(&plan.component(known).id) != spelt(&component.name)
                        }) {
                            *known = None;
                        }
                    })
                    .or_insert(Some(id));
            }
            if let Detail::Provider(provider) = &component.detail {
                let hosts = provider.hosts.iter().map(|host| host.to_ascii_lowercase());
                names.hosts.extend(hosts.map(|host| (host, id)));
            }
            for text in [&component.id, &component.name] {
                let stems = names.stems.entry(stem(text)).or_default();
                if !stems.contains(&id) {
                    stems.push(id);
                }
            }
        }
        names
    }

    /// The component that a thing with these names is: by its own name in any of them, else
    /// by likeness.
    pub(crate) fn find<'f>(&self, forms: impl Iterator<Item = &'f str> + Clone) -> NameLookup {
        if let Some(component) = forms.clone().find_map(|form| self.own(form)) {
            return NameLookup::Found(NameMatch {
                component,
                likeness: None,
            });
        }
        let mut several = Vec::new();
        for form in forms {
            for (part, likeness) in parts(form) {
                if let Some(component) = self.own(part) {
                    return NameLookup::Found(NameMatch {
                        component,
                        likeness: Some(likeness),
                    });
                }
            }
            for part in std::iter::once(form).chain(parts(form).map(|(part, _)| part)) {
                match self.stems.get(&stem(part)).map(Vec::as_slice) {
                    None | Some([]) => {}
                    Some([component]) => {
                        return NameLookup::Found(NameMatch {
                            component: *component,
                            likeness: Some("but for a usual ending"),
                        });
                    }
                    Some(all) if several.is_empty() => several = all.to_vec(),
                    Some(_) => {}
                }
            }
        }
        match several.is_empty() {
            true => NameLookup::Unknown,
            false => NameLookup::Several(several),
        }
    }

    /// The id that is spelt most like a name that nothing bears.
    pub(crate) fn nearest(&self, name: &str) -> Option<&'p str> {
        let ids = |text: fn(&str) -> String, name: &str| {
            let all = self.plan.components.iter();
            let all = all.filter(|one| is_callable(one) && one.copy_of.is_none());
            let spelt: Vec<(String, &str)> =
                all.map(|one| (text(&one.id), one.id.as_str())).collect();
            let near = suggest::nearest(name, spelt.iter().map(|(text, _)| text.as_str()))?;
            let found = spelt.iter().find(|(text, _)| text == near);
            found.map(|(_, id)| *id)
        };
        ids(stem, &stem(name)).or_else(|| ids(spelt, &spelt(name)))
    }

    /// By id, alias or name, or by a host that is known to be somebody's.
    fn own(&self, form: &str) -> Option<ComponentId> {
        let host = host_of(form);
        if let Some(id) = self.plan.find(host)
            && is_callable(self.plan.component(id))
        {
            return Some(self.plan.component(id).copy_of.unwrap_or(id));
        }
        if let Some(found) = self.exact.get(&spelt(host)) {
            return *found;
        }
        if let Some(id) = self.own_host(host) {
            return Some(id);
        }
        let provider = provider_of_host(host)?;
        self.plan.find(provider)
    }

    fn own_host(&self, host: &str) -> Option<ComponentId> {
        let host = host.to_ascii_lowercase();
        if let Some(id) = self.hosts.get(&host) {
            return Some(*id);
        }
        let mut dots = host.match_indices('.');
        dots.find_map(|(at, _)| self.hosts.get(&format!("*{}", &host[at..])).copied())
    }
}

/// What takes part in calls.
fn is_callable(one: &Component) -> bool {
    matches!(
        one.kind(),
        Kind::Service | Kind::Resource | Kind::Ai | Kind::Provider
    )
}

/// In the spelling of ids, but for dots and slashes, which are borders.
fn spelt(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            '_' | ' ' => out.push('-'),
            letter => out.push(letter),
        }
    }
    out
}

/// `https://api.acme.example:443/v1` is `api.acme.example`; what is no address stays.
fn host_of(form: &str) -> &str {
    let (rest, is_address) = match form.split_once("://") {
        Some((_, rest)) => (rest.split(['/', '?']).next().unwrap_or(rest), true),
        None => (form, false),
    };
    match rest.rsplit_once(':') {
        Some((host, port))
            if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            host
        }
        _ if is_address => rest,
        _ => form,
    }
}

/// Parts of a name that may be the name of the thing itself, with what was taken away.
fn parts(form: &str) -> impl Iterator<Item = (&str, &'static str)> {
    let host = host_of(form);
    let is_number = host
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let label = host.split_once('.').map(|(first, _)| first);
    let label = label.filter(|_| !is_number && provider_of_host(host).is_none());
    let behind = form.rsplit_once('/').map(|(_, last)| last);
    let behind = behind.filter(|_| !form.contains("://"));
    let label = label.map(|one| (one, "but for its namespace or domain"));
    label
        .into_iter()
        .chain(behind.map(|one| (one, "but for its namespace")))
        .filter(|(part, _)| !part.is_empty())
}

/// Endings that say what kind of thing it is, or which release.
const ENDINGS: [&str; 5] = ["service", "svc", "server", "deployment", "app"];

/// A name without hyphens and without a usual ending: `cart-service`, `cartservice` and
/// `cart-v2` are `cart`.
fn stem(text: &str) -> String {
    let spelt = spelt(text);
    let without_version = match spelt.rsplit_once("-v") {
        Some((start, number))
            if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            start
        }
        _ => &spelt,
    };
    let bare: String = without_version.chars().filter(|c| *c != '-').collect();
    let stem = ENDINGS.iter().find_map(|ending| {
        let start = bare.strip_suffix(ending)?;
        (start.len() > 1).then(|| start.to_owned())
    });
    stem.unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(plan: &Plan, form: &str) -> String {
        match ComponentNames::new(plan).find(std::iter::once(form)) {
            NameLookup::Found(found) => {
                let id = &plan.component(found.component).id;
                format!("{id}{}", if found.likeness.is_some() { "~" } else { "" })
            }
            NameLookup::Several(all) => format!("{} of them", all.len()),
            NameLookup::Unknown => "-".to_owned(),
        }
    }

    #[test]
    fn names_are_found_and_likeness_is_said() {
        let text = "[plan]\nname = \"x\"\n[service.cart]\nname = \"Shopping Basket\"\n\
                    depends_on = [\"orders-db\", \"openai\", \"acme\"]\n[resource.orders-db]\n\
                    [provider.acme]\nhosts = [\"api.acme.example\", \"*.acme.test\"]\n\
                    [service.mail-service]\n[service.mail-server]\n[service.user-v2]\n";
        let texts = [("jurymast.toml".to_owned(), text.to_owned())];
        let plan = jurymast_plan::language::reread(texts).plan;
        for (form, expected) in [
            ("cart", "cart"),
            ("Shopping Basket", "cart"),
            ("orders_db", "orders-db"),
            ("orders-db:5432", "orders-db"),
            ("postgres://orders-db:5432/x", "orders-db"),
            ("orders-db.shop.svc.cluster.local:5432", "orders-db~"),
            ("shop/cart", "cart~"),
            ("cartservice", "cart~"),
            ("cart-service.shop", "cart~"),
            ("user", "user-v2~"),
            ("api.openai.com", "openai"),
            ("https://api.openai.com/v1", "openai"),
            ("api.acme.example", "acme"),
            ("eu.acme.test:443", "acme"),
            ("mail", "2 of them"),
            ("mail-service", "mail-service"),
            ("10.0.0.7:5432", "-"),
            ("search", "-"),
            ("openai/responses", "-"),
        ] {
            assert_eq!(found(&plan, form), expected, "{form}");
        }
        assert_eq!(
            ComponentNames::new(&plan).nearest("orders-bd"),
            Some("orders-db")
        );
        assert_eq!(
            ComponentNames::new(&plan).nearest("carts-service"),
            Some("cart")
        );
    }
}
