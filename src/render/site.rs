use super::{
    Input, Page, bia, components, contacts, continuity, findings, outages, overview, providers,
    service, services, waived,
};

/// Every page of the site, sorted by path.
///
/// # Errors
/// When a template cannot be rendered.
pub fn site(input: &Input) -> Result<Vec<Page>, askama::Error> {
    let makers = [
        overview::pages,
        services::pages,
        service::pages,
        providers::pages,
        components::pages,
        bia::pages,
        continuity::pages,
        outages::pages,
        contacts::pages,
        findings::pages,
        waived::pages,
    ];
    let mut pages = Vec::new();
    for make in makers {
        pages.extend(make(input)?);
    }
    pages.sort_by(|a: &Page, b: &Page| a.path.cmp(&b.path));
    Ok(pages)
}
