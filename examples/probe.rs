use jurymast::language::*;
fn main() {
    let here = std::env::current_dir().unwrap();
    for p in std::env::args().skip(1) {
        match load(std::path::Path::new(&p), &here, &Limits::default()) {
            Err(e) => println!("{e:?}"),
            Ok(l) => {
                for d in &l.problems {
                    let p = l.sources.position(d.place);
                    println!(
                        "{}:{}:{} {} {} {} {:?} {:?}",
                        l.sources.get(d.place.file).path,
                        p.line,
                        p.column,
                        d.severity,
                        d.code,
                        d.message,
                        d.help,
                        d.related
                            .iter()
                            .map(|r| l.sources.position(r.place).line)
                            .collect::<Vec<_>>()
                    );
                }
                println!(
                    "{} components: {}",
                    l.plan.components.len(),
                    l.plan
                        .components
                        .iter()
                        .map(|c| c.id.as_str())
                        .collect::<Vec<_>>()
                        .join(" ")
                );
            }
        }
    }
}
