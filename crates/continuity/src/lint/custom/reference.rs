use std::fmt::Write;

use super::shape::{FactShape, Of};

/// What expressions may ask, as tables in Markdown.
pub fn fact_tables() -> String {
    let mut out = String::new();
    for shape in FactShape::ALL {
        let _ = write!(
            out,
            "### `{}`\n\n{}\n\n| Fact | What it is | Meaning |\n|---|---|---|\n",
            shape.name, shape.says
        );
        for field in shape.fields {
            let null = if field.is_always { "" } else { " or null" };
            let _ = writeln!(
                out,
                "| `{}` | {}{null} | {} |",
                field.name,
                what(field.of),
                field.says
            );
        }
        out.push('\n');
    }
    out
}

fn listed(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|one| format!("`{one}`")).collect();
    words.join(", ")
}

fn what(of: Of) -> String {
    match of {
        Of::Flag => "true or false".to_owned(),
        Of::Whole => "whole number".to_owned(),
        Of::Number => "number".to_owned(),
        Of::Text => "text".to_owned(),
        Of::Word(words) => listed(&words()),
        Of::Texts => "list of texts".to_owned(),
        Of::Words(words) => format!("list of {}", listed(&words())),
        Of::Many(shape) => format!("list of [{0}](#{0})", shape.name),
    }
}
