use jurymast_terms::diagnostic::Diagnostic;
use jurymast_terms::source::Sources;

use super::json::read_loose;
use super::strict_json::read_strict;
use super::{Node, Value, read_json, read_yaml};

fn yaml(text: &str) -> (Vec<Node>, Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let file = sources.add("a.yaml", text);
    let mut problems = Vec::new();
    let documents = read_yaml(&sources, file, &mut problems);
    (documents, problems, sources)
}

fn one(text: &str) -> Node {
    let (mut documents, problems, _) = yaml(text);
    assert_eq!(problems, [], "{text}");
    documents.remove(0)
}

fn told(text: &str) -> Vec<(usize, String)> {
    let (_, problems, sources) = yaml(text);
    let line = |one: &Diagnostic| sources.position(one.place).line;
    let told = problems.iter().map(|one| (line(one), one.message.clone()));
    told.collect()
}

/// What is read to the letter is read alike as people's.
fn assert_alike(text: &str) {
    let mut sources = Sources::default();
    let file = sources.add("a.json", text);
    let mut told = Vec::new();
    let loose = read_loose(&sources, file, &mut told);
    if let Some((node, problems)) = read_strict(text, file) {
        assert_eq!((Some(node), problems), (loose, told), "{text}");
    }
}

#[test]
fn json_of_programs_is_read_like_that_of_people() {
    let read = |text: &str| {
        let file = Sources::default().add("a.json", text);
        assert_alike(text);
        read_strict(text, file).is_some()
    };
    for text in [
        "{}",
        " [ ] ",
        r#"{"a": [1, -0.5e+3, true, false, null, ""], "ü": {"b": "\u00e9\n\"\\/ é"}}"#,
        r#"{"a": 1, "a": 2, "b": {"c": 1, "c": 3}}"#,
        "\"x\"",
        "0",
    ] {
        assert!(read(text), "{text}");
    }
    for text in [
        "",
        "{",
        "[1,]",
        "{\"a\": 1} // x",
        "[01]",
        "[1 2]",
        "{a: 1}",
        "[\"\t\"]",
        "[\"\\ud83d\\ude00\"]",
        "[nul]",
        "[1]x",
        "[truex]",
        "[+1]",
        "[.5]",
    ] {
        assert!(!read(text), "{text}");
    }
    let deep = "[".repeat(5000) + &"]".repeat(5000);
    assert!(read_strict(&deep, Sources::default().add("a", &*deep)).is_none());
}

proptest::proptest! {
    #[test]
    fn drawn_json_is_read_alike(text in "[\\[\\]{},:\"a1.e\\\\ntrue/ -]{0,40}", keys in proptest::collection::vec(("[a-c]", "[^\\x00-\\x1f]{0,6}"), 0..4)) {
        assert_alike(&text);
        let pairs = keys.iter().map(|(key, value)| format!("{}: [{}]", serde_json::Value::from(key.as_str()), serde_json::Value::from(value.as_str())));
        assert_alike(&format!("{{{}}}", pairs.collect::<Vec<_>>().join(", ")));
    }
}

#[test]
fn places_are_those_of_the_text() {
    let text = "a: 1\nb:\n  - ü: x\n  - \"y\"\n";
    let root = one(text);
    let items = root.get("b").unwrap().items();
    let place = |node: &Node| &text[node.span.range()];
    assert_eq!(place(items[0].get("ü").unwrap()), "x");
    assert_eq!(place(&items[1]), "\"y\"");
    assert_eq!(&text[root.entry("b").unwrap().key.span.range()], "b");
}

#[test]
fn merge_keys_give_what_is_not_said() {
    let root =
        one("x: &x {a: 1, b: 2}\ny: &y\n  <<: *x\n  b: 3\nz:\n  c: 4\n  <<: [*y, {a: 9, d: 5}]\n");
    let z = root.get("z").unwrap();
    let said: Vec<(&str, f64)> = z
        .entries()
        .iter()
        .map(|entry| (entry.key.text.as_str(), entry.value.number().unwrap()))
        .collect();
    assert_eq!(said, [("c", 4.0), ("b", 3.0), ("a", 1.0), ("d", 5.0)]);
}

#[test]
fn the_next_document_is_read_after_a_broken_one() {
    let (documents, problems, _) = yaml("a: 1\n---\nb: [1, 2\n---\nc: 3\n---\n");
    let keys: Vec<&str> = documents
        .iter()
        .map(|one| one.entries()[0].key.text.as_str())
        .collect();
    assert_eq!(keys, ["a", "c"]);
    assert_eq!(problems.len(), 1);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let twice = told("a: 1\nb: 2\na: 3\n");
    assert_eq!(
        twice,
        [(3, "the key `a` stands in this map twice".to_owned())]
    );
    let unknown = told("a: *none\n");
    assert!(unknown[0].1.contains("no anchor `&none`"), "{unknown:?}");
    assert_eq!(told("a:\n\t- b\n")[0].0, 2);
    assert_eq!(
        told("a: 1\n<<: 7\n"),
        [(
            2,
            "a merge key takes maps, and this is a single value".to_owned()
        )]
    );
    assert!(
        told("a: &a [*a]\n")[0]
            .1
            .contains("names what it stands in")
    );
}

#[test]
fn aliases_cannot_explode() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 9].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    let told = told(&text);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("aliases repeat more than"));
}

#[test]
fn words_are_read_as_what_is_asked() {
    let root = one("a: no\nb: 'no'\nc: 0012\nd: ~\ne: 1_000\nf: !reset null\ng: .inf\n");
    let get = |key| root.entry(key).map(|entry| &entry.value).unwrap();
    assert_eq!(get("a").truth(), Some(false));
    assert_eq!(get("a").text(), Some("no"));
    assert_eq!(get("b").text(), Some("no"));
    assert_eq!(get("c").text(), Some("0012"));
    assert!(get("d").is_null());
    assert_eq!(root.get("d"), None);
    assert_eq!(get("e").count(), Some(1000));
    assert_eq!(get("f").tag.as_deref(), Some("!reset"));
    assert_eq!(get("g").number(), None);
}

#[test]
fn a_key_that_stands_twice_is_told_in_maps_of_any_size() {
    for (size, again) in [(3, 1), (16, 15), (17, 0), (17, 16), (40, 3), (40, 39)] {
        let mut lines: Vec<String> = (0..size).map(|at| format!("\"k{at}\": {at}")).collect();
        lines.push(format!("\"k{again}\": -1"));
        lines.push("\"end\": 0".to_owned());
        let mut sources = Sources::default();
        let file = sources.add("a.json", format!("{{\n{}\n}}", lines.join(",\n")));
        let mut problems = Vec::new();
        let root = read_json(&sources, file, &mut problems).unwrap();
        let told: Vec<(usize, usize)> = problems
            .iter()
            .map(|one| {
                let line = |place| sources.position(place).line;
                (line(one.place), line(one.related[0].place))
            })
            .collect();
        assert_eq!(told, [(size + 2, again + 2)], "{size}");
        assert_eq!(root.entries().len(), size + 1);
        assert_eq!(root.entries()[again].value.text(), Some("-1"));
    }
}

#[test]
fn json_is_the_same_tree() {
    let read = |text: &str| {
        let mut sources = Sources::default();
        let file = sources.add("a.json", text);
        let mut problems = Vec::new();
        let node = read_json(&sources, file, &mut problems);
        (node, problems)
    };
    let text = r#"{"a": [1, null, true, "\ud83d\ude00"], "b": {"c": -2.5e3}}"#;
    let (node, problems) = read(text);
    let node = node.unwrap();
    assert_eq!(problems, []);
    let items = node.get("a").unwrap().items();
    assert_eq!(items[0].count(), Some(1));
    assert!(items[1].is_null());
    assert_eq!(items[2].truth(), Some(true));
    assert_eq!(items[3].text(), Some("😀"));
    let c = node.at(&["b", "c"]).unwrap();
    assert_eq!(c.number(), Some(-2500.0));
    assert_eq!(&text[c.span.range()], "-2.5e3");
    assert!(matches!(items[3].value, Value::Scalar { quoted: true, .. }));

    let (none, problems) = read(r#"{"a": [1, 2"#);
    assert_eq!((none, problems.len()), (None, 1));
    let (twice, problems) = read(r#"{"a": 1, "a": 2}"#);
    assert_eq!(twice.unwrap().get("a").unwrap().count(), Some(2));
    assert_eq!(problems.len(), 1);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(read(&deep).1.len(), 1);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "[-a&*!{}\\[\\]:,\"'#|> \n\t<%é]{0,60}") {
        let mut sources = Sources::default();
        let file = sources.add("a", text);
        let mut problems = Vec::new();
        read_yaml(&sources, file, &mut problems);
        read_json(&sources, file, &mut problems);
        for problem in &problems {
            sources.position(problem.place);
        }
    }
}

#[test]
fn what_the_parser_has_no_words_for_is_told_all_the_same() {
    let message = "this is no YAML: something before this place is not closed";
    assert_eq!(
        told("services:\n  a: {image: x\n  b: [\n"),
        [(3, message.to_owned())]
    );
}
