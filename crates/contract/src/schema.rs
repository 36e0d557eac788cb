use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::{
    AdviseOutput, BaselineFile, BlastAllOutput, BlastOutput, CatalogueEndsOutput,
    CatalogueListOutput, CatalogueShowOutput, CheckOutput, DiffOutput, DriftOutput, ExerciseOutput,
    ExplainOutput, GapsOutput, ImportOutput, IncidentOutput, RulesOutput, ScanOutput,
    SimulateOutput, Versioned,
};

/// The schema of one command's output.
#[derive(Debug, Clone, Copy)]
pub struct OutputSchema {
    /// `check`, `blast-all`, `catalogue-show` ...
    pub name: &'static str,
    make: fn() -> Value,
}

impl OutputSchema {
    /// The file that holds it in the project.
    pub fn file(&self) -> String {
        format!("schemas/output/{}.schema.json", self.name)
    }

    /// As it is, without what a file says of itself.
    pub(super) fn value(&self) -> Value {
        (self.make)()
    }

    /// The JSON Schema (2020-12), pretty printed, with a final line break. It allows
    /// fields it does not know: outputs gain some.
    pub fn text(&self) -> String {
        let mut ordered = serde_json::Map::new();
        ordered.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        ordered.insert("$id".to_owned(), json!(format!("{ADDRESS}{}", self.file())));
        if let Value::Object(mut rest) = (self.make)() {
            rest.shift_remove("$schema");
            for key in ["title", "description"] {
                ordered.extend(rest.shift_remove_entry(key));
            }
            ordered.append(&mut rest);
        }
        format!("{:#}\n", Value::Object(ordered))
    }
}

/// Where the project's files are found.
const ADDRESS: &str = "https://raw.githubusercontent.com/jurymast/jurymast/main/";

/// The schemas of all outputs.
const SCHEMAS: [OutputSchema; 18] = [
    entry::<CheckOutput<'static>>("check"),
    entry::<BaselineFile<'static>>("baseline"),
    entry::<ExplainOutput>("explain"),
    entry::<RulesOutput>("rules"),
    entry::<BlastOutput<'static>>("blast"),
    entry::<BlastAllOutput<'static>>("blast-all"),
    entry::<GapsOutput<'static>>("gaps"),
    entry::<SimulateOutput<'static>>("simulate"),
    entry::<ExerciseOutput<'static>>("exercise"),
    entry::<IncidentOutput<'static>>("incident"),
    entry::<AdviseOutput<'static>>("advise"),
    entry::<ImportOutput<'static>>("import"),
    entry::<ScanOutput<'static>>("scan"),
    entry::<DriftOutput<'static>>("drift"),
    entry::<DiffOutput<'static>>("diff"),
    entry::<CatalogueListOutput>("catalogue-list"),
    entry::<CatalogueShowOutput>("catalogue-show"),
    entry::<CatalogueEndsOutput<'static>>("catalogue-ends"),
];

/// The schema of every output, in the order of the commands.
pub fn schemas() -> &'static [OutputSchema] {
    &SCHEMAS
}

/// The schema of that name.
pub fn schema(name: &str) -> Option<&'static OutputSchema> {
    SCHEMAS.iter().find(|one| one.name == name)
}

const fn entry<T: JsonSchema>(name: &'static str) -> OutputSchema {
    OutputSchema {
        name,
        make: make::<T>,
    }
}

fn make<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.into_generator();
    // The title and the words of the output itself, not of what puts the version in front.
    let own = generator.clone().into_root_schema_for::<T>();
    let mut whole = generator.into_root_schema_for::<Versioned<T>>();
    for key in ["title", "description"] {
        if let Some(said) = own.get(key) {
            whole.insert(key.to_owned(), said.clone());
        }
    }
    whole.to_value()
}
