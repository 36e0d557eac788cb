//! Fallbacks of which nobody says that they can do the work: they count, in doubt, and
//! every answer that leans on one says so.

use super::driver::Case;

/// An agent whose model needs much, with this as what is said of its fallback.
fn agent(given: &str) -> Case {
    Case::plan(&format!(
        "[plan]\nname = \"x\"\n[service.agent]\n\
         depends_on = [{{ on = \"main\", detect = \"1m\", fallback = [{{ to = \"second\", switch = \"automatic\" }}] }}]\n\
         [ai.main]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nresidency = [\"eu\"]\n\
         needs = {{ context = \"200k\", tools = true, vision = false }}\n\
         [ai.second]\nprovider = \"lab\"\n{given}\n[provider.lab]\n"
    ))
}

/// What the finding says of it, what `blast` says behind the fallback's name, and whether
/// the sheet says the same.
fn said(case: &Case) -> (Vec<String>, Vec<String>) {
    let findings = case.findings("fitness-undeclared").into_iter();
    let findings = findings.map(|one| {
        assert_eq!(one["severity"], "warning");
        one["message"].as_str().unwrap().to_owned()
    });
    let blast = case
        .run(["blast", "main", "--format", "json"])
        .exit(0)
        .json();
    let fallback = &blast["requirements"][0]["fallbacks"][0];
    assert_eq!(fallback["level"], "up", "a doubt is no loss");
    let doubts = fallback["doubts"].as_array().into_iter().flatten();
    let doubts: Vec<String> = doubts.map(|one| one.as_str().unwrap().to_owned()).collect();
    let text = case.run(["blast", "main"]).exit(0).stdout;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sheet = case.run(["incident", "main", "--format", "json"]).exit(0);
    let sheet = sheet.json()["fallbacks"][0]["reasons"].clone();
    let reasons: Vec<&str> = sheet
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap())
        .collect();
    for doubt in &doubts {
        assert!(text.contains(&format!("second; {doubt}")), "{text}");
        assert!(reasons.contains(&doubt.as_str()), "{reasons:?}");
    }
    (findings.collect(), doubts)
}

#[test]
fn nothing_declared_is_in_doubt_and_no_loss() {
    let what = "not known to give text, a context of 200k, tools and processing in eu alone";
    assert_eq!(
        said(&agent("")),
        (
            vec![format!("`second` stands in for `main` and is {what}")],
            vec![what.to_owned()]
        )
    );
    // What is said is in doubt no more, and what nobody asks for never was.
    let given = "endpoint = \"chat\"\nresidency = [\"eu\"]\nneeds = { context = \"1m\" }";
    let what = "not known to give tools";
    assert_eq!(
        said(&agent(given)),
        (
            vec![format!("`second` stands in for `main` and is {what}")],
            vec![what.to_owned()]
        )
    );
    let given =
        "endpoint = \"chat\"\nresidency = [\"eu\"]\nneeds = { context = \"1m\", tools = true }";
    assert_eq!(said(&agent(given)), (Vec::new(), Vec::new()));
}

/// Found by `unfit-fallback`, but not so sure that it counts as a loss.
#[test]
fn what_is_only_perhaps_unfit_is_said_where_it_holds() {
    let abroad = agent(
        "endpoint = \"chat\"\nresidency = [\"us\"]\nneeds = { context = \"1m\", tools = true }",
    );
    let doubt = "perhaps unfit: data in us and not in eu alone".to_owned();
    assert_eq!(said(&abroad), (Vec::new(), vec![doubt]));
    let asked = agent(
        "endpoint = \"chat\"\nresidency = [\"eu\"]\nneeds = { context = \"1m\", tools = false }\n\
         [service.tags]\ndepends_on = [\"second\"]",
    );
    let doubt = "perhaps unfit: no tools".to_owned();
    assert_eq!(said(&asked), (Vec::new(), vec![doubt]));
}

/// One fallback of several is one finding, where the cure is written.
#[test]
fn who_asks_is_gathered_at_the_fallback() {
    let case = Case::plan(
        "[plan]\nname = \"x\"\n[service.search]\ndepends_on = [{ on = \"a\", fallback = [\"c\"] }]\n\
         [service.tags]\ndepends_on = [{ on = \"b\", fallback = [\"c\"] }]\n\
         [ai.a]\nprovider = \"openai\"\nmodel = \"text-embedding-3-large\"\n\
         [ai.b]\nprovider = \"openai\"\nmodel = \"gpt-5.2\"\nneeds = { vision = true }\n\
         [ai.c]\nprovider = \"lab\"\nmodel = \"lab-1\"\n[provider.lab]\n",
    );
    let found = case.findings("fitness-undeclared");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["component"], "c");
    assert_eq!(
        found[0]["message"],
        "`c` stands in for `a` and `b` and is not known to give embeddings, text and vision"
    );
}

/// Two of one's own runtimes with one model make the same vectors; two models nobody knows
/// may not.
#[test]
fn one_space_is_known_by_one_model() {
    let search = |model: &str| {
        Case::plan(&format!(
            "[plan]\nname = \"x\"\n[service.search]\ndepends_on = [{{ on = \"a\", fallback = [\"b\"] }}]\n\
             [ai.a]\nprovider = \"ollama\"\nmodel = \"nomic-embed-text\"\n\
             [ai.b]\nprovider = \"ollama\"\nmodel = \"{model}\"\n"
        ))
    };
    assert!(
        search("nomic-embed-text")
            .findings("fitness-undeclared")
            .is_empty()
    );
    let found = search("other-embed").findings("fitness-undeclared");
    let says = "`b` stands in for `a` and is not known to give vectors of the same embedding space";
    assert_eq!(found[0]["message"], says);
}
