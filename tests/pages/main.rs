//! The pages in a real browser: the examples' sites, and the site of a plan
//! whose every text tries to become markup.
//!
//! Chromium and axe-core are looked for; without them these tests say so and
//! pass, unless `JURYMAST_PAGES=required`; `JURYMAST_PAGES=no` leaves them out.

#![cfg(test)]

mod browser;
mod hostile;
mod site;

use std::collections::{BTreeMap, BTreeSet};

use browser::{Browser, Scheme, Seen};
use site::Sites;

#[test]
fn pages_are_sound_in_light() {
    sound(Scheme::Light);
}

#[test]
fn pages_are_sound_in_dark() {
    sound(Scheme::Dark);
}

#[test]
fn pages_print() {
    let Some(browser) = Browser::find() else {
        return;
    };
    let sites = Sites::render();
    let kinds = ["chat-and-video/after/", "hostile/"];
    let pages: Vec<&String> = sites
        .pages
        .iter()
        .filter(|page| kinds.iter().any(|kind| page.starts_with(kind)))
        .collect();
    std::thread::scope(|scope| {
        for half in pages.chunks(pages.len().div_ceil(2)) {
            let (browser, sites) = (&browser, &sites);
            scope.spawn(move || {
                for page in half {
                    let pdf = browser.print(&sites.folder.path().join(page));
                    assert!(pdf.starts_with(b"%PDF-"), "{page} gives no PDF");
                }
            });
        }
    });
}

/// Every page carries the policy that forbids what these tests look for.
#[test]
fn pages_forbid_scripts_and_outside() {
    let sites = Sites::render();
    assert!(sites.pages.len() > 60, "{} pages", sites.pages.len());
    for page in &sites.pages {
        let text = sites.text(page);
        let policy = text
            .split("http-equiv=\"Content-Security-Policy\"")
            .nth(1)
            .and_then(|rest| rest.split('>').next())
            .unwrap_or_else(|| panic!("{page} has no content security policy"));
        assert!(policy.contains("default-src 'none'"), "{page}: {policy}");
        assert!(!policy.contains("script-src"), "{page}: {policy}");
        for outside in ["@import", "url(http", "url(\"http", "url('http", "url(//"] {
            let styles = text.split("<style>").skip(1);
            for style in styles.filter_map(|rest| rest.split("</style>").next()) {
                assert!(!style.contains(outside), "{page}: {outside}");
            }
        }
    }
}

#[test]
fn links_that_run_scripts_are_refused() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let plan = format!("[plan]\nname = \"x\"\n[service.a]\nhealth = \"{address}\"\n");
        std::fs::write(folder.path().join("jurymast.toml"), plan).unwrap();
        let done = site::render(folder.path(), &folder.path().join("site"));
        assert_eq!(done.status.code(), Some(2), "{address}");
        assert!(!folder.path().join("site").exists(), "{address}");
    }
}

fn sound(scheme: Scheme) {
    let Some(browser) = Browser::find() else {
        return;
    };
    let sites = Sites::render();
    let seen = browser.look(&sites, scheme);
    let opened: Vec<&String> = seen.iter().map(|one| &one.page).collect();
    assert_eq!(
        opened,
        sites.pages.iter().collect::<Vec<_>>(),
        "all pages were opened"
    );
    let mut faults = Vec::new();
    let ids: BTreeMap<&str, BTreeSet<&str>> = seen
        .iter()
        .map(|one| {
            (
                one.page.as_str(),
                one.ids.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    for one in &seen {
        let mut fault = |what: String| faults.push(format!("{}: {what}", one.page));
        if let Some(error) = &one.error {
            fault(format!("could not be looked at: {error}"));
            continue;
        }
        assert_eq!(
            one.dark,
            scheme == Scheme::Dark,
            "the browser took the scheme"
        );
        for violation in &one.violations {
            if ["serious", "critical"].contains(&violation.impact.as_str()) {
                let browser::Violation {
                    rule,
                    impact,
                    nodes,
                } = violation;
                fault(format!("{rule}, {impact}: {nodes:#?}"));
            }
        }
        if one.ran_script {
            fault("a script ran".to_owned());
        }
        if !one.active.is_empty() {
            fault(format!("active content: {:#?}", one.active));
        }
        if !one.fetched.is_empty() {
            fault(format!("loads something: {:#?}", one.fetched));
        }
        if !one.too_wide.is_empty() {
            fault(format!("wider than 360 px: {:#?}", one.too_wide));
        }
        if one.ids.len() != ids[one.page.as_str()].len() {
            fault("an id stands twice".to_owned());
        }
        for link in &one.links {
            if let Err(why) = leads_somewhere(one, link, &ids) {
                fault(format!("the link `{link}` {why}"));
            }
        }
        if one.page.starts_with("hostile/") && !one.title.ends_with(hostile::NAME) {
            fault(format!("the title became `{}`", one.title));
        }
    }
    let hostile: Vec<&Seen> = seen
        .iter()
        .filter(|one| one.page.starts_with("hostile/"))
        .collect();
    let words: String = hostile.iter().map(|one| one.words.as_str()).collect();
    let shown = hostile::markers()
        .filter(|marker| words.contains(marker.as_str()))
        .count();
    let all = hostile::markers().count();
    assert!(
        shown * 10 >= all * 8,
        "only {shown} of {all} hostile texts are on a page"
    );
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

fn leads_somewhere(
    from: &Seen,
    link: &str,
    ids: &BTreeMap<&str, BTreeSet<&str>>,
) -> Result<(), &'static str> {
    if ["https://", "http://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| link.starts_with(scheme))
    {
        return Ok(());
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let page = if path.is_empty() {
        from.page.clone()
    } else {
        joined(&from.page, path)
    };
    let Some(ids) = ids.get(page.as_str()) else {
        return Err("leads to no page");
    };
    if anchor.is_empty() || ids.contains(anchor) {
        Ok(())
    } else {
        Err("leads to no place on its page")
    }
}

/// `path` as seen from the folder of `page`.
fn joined(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}
