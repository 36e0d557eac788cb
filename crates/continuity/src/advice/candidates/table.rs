use jurymast_plan::model::{AiNeeds, Component, Level, Mode, Needed, Plan, Requirement};
use jurymast_terms::text::double_quoted;

/// The lines of a new table.
#[derive(Debug)]
pub(super) struct TableText {
    section: String,
    lines: Vec<String>,
}

impl TableText {
    pub(super) fn new(kind: &str, id: &str) -> Self {
        Self {
            section: format!("{kind}.{id}"),
            lines: Vec::new(),
        }
    }

    /// The same lines under another id.
    pub(super) fn named(mut self, id: &str) -> Self {
        let kind = self.section.split('.').next().unwrap_or_default();
        self.section = format!("{kind}.{id}");
        self
    }

    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.lines.push(format!("{key} = {}", double_quoted(value)));
    }

    pub(super) fn raw(&mut self, key: &str, value: &str) {
        self.lines.push(format!("{key} = {value}"));
    }

    pub(super) fn list<'a>(&mut self, key: &str, values: impl IntoIterator<Item = &'a str>) {
        let values: Vec<String> = values.into_iter().map(double_quoted).collect();
        if !values.is_empty() {
            self.lines.push(format!("{key} = [{}]", values.join(", ")));
        }
    }

    /// One entry to a line; nothing where there is none.
    pub(super) fn depends_on(&mut self, entries: &[String]) {
        if !entries.is_empty() {
            let lines: String = entries.iter().map(|one| format!("  {one},\n")).collect();
            self.raw("depends_on", &format!("[\n{lines}]"));
        }
    }

    pub(super) fn remark(&mut self, text: &str) {
        self.lines.push(format!("# {text}"));
    }

    /// The team of what it stands in for, but not its tier: nobody is promised the
    /// stand-in itself.
    pub(super) fn like(&mut self, plan: &Plan, primary: &Component) {
        if let Some(team) = primary.team {
            self.text("team", &plan.team(team.value).id);
        }
    }

    pub(super) fn draft(self) -> super::DraftedTable {
        let Self { section, lines } = self;
        let mut table = format!("[{section}]\n");
        for line in lines {
            table.push_str(&line);
            table.push('\n');
        }
        super::DraftedTable { section, table }
    }
}

/// A requirement as an inline entry: what decides when it is met.
pub(super) fn entry(plan: &Plan, requirement: &Requirement) -> String {
    let id = |at: jurymast_plan::model::ComponentId| double_quoted(&plan.component(at).id);
    let group: Vec<String> = requirement.group.iter().map(|to| id(to.value)).collect();
    let plain = requirement.fallbacks.is_empty()
        && requirement.mode == Mode::Hard
        && requirement.needed == Needed::Run
        && requirement.holds.is_none();
    if let ([one], true) = (group.as_slice(), plain) {
        return one.clone();
    }
    let mut out = match group.as_slice() {
        [one] => format!("{{ on = {one}"),
        many => format!(
            "{{ any_of = [{}], at_least = {}",
            many.join(", "),
            requirement.at_least
        ),
    };
    if requirement.needed != Needed::Run {
        out.push_str(&format!(", needed = \"{}\"", requirement.needed));
    }
    if let Some(time) = requirement.holds {
        out.push_str(&format!(", holds = \"{}\"", time.value));
    }
    if requirement.mode == Mode::Soft {
        out.push_str(", mode = \"soft\"");
        if let Some(degraded) = &requirement.degraded {
            out.push_str(&format!(", degraded = {}", double_quoted(degraded)));
        }
    }
    let fallbacks: Vec<String> = requirement
        .fallbacks
        .iter()
        .map(|fallback| {
            let mut one = format!("{{ to = {}", id(fallback.to.value));
            if let Some(switch) = fallback.switch {
                one.push_str(&format!(", switch = \"{}\"", switch.value));
            }
            if fallback.serves == Level::Degraded {
                one.push_str(", serves = \"degraded\"");
            }
            if let Some(time) = fallback.holds {
                one.push_str(&format!(", holds = \"{}\"", time.value));
            }
            if let Some(capacity) = fallback.capacity {
                one.push_str(&format!(", capacity = \"{}\"", capacity.value));
            }
            one + " }"
        })
        .collect();
    if !fallbacks.is_empty() {
        out.push_str(&format!(", fallback = [{}]", fallbacks.join(", ")));
    }
    out + " }"
}

/// What a caller needs of a model, as an inline table; `None` when nothing is said.
pub(super) fn needs(needs: AiNeeds) -> Option<String> {
    let AiNeeds {
        tools,
        structured_output,
        vision,
        streaming,
        context,
        latency,
    } = needs;
    let flags = [
        ("tools", tools),
        ("structured_output", structured_output),
        ("vision", vision),
        ("streaming", streaming),
    ];
    let mut parts: Vec<String> = flags
        .iter()
        .filter_map(|(key, flag)| flag.map(|flag| format!("{key} = {flag}")))
        .collect();
    parts.extend(context.map(|tokens| format!("context = {tokens}")));
    parts.extend(latency.map(|time| format!("latency = \"{time}\"")));
    (!parts.is_empty()).then(|| format!("{{ {} }}", parts.join(", ")))
}
