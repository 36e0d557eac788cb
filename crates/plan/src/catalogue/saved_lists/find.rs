use crate::catalogue::ModelName;
use crate::catalogue::models::spellings;
use crate::model::{ListedModel, SavedModelList};

/// What a list says of the model that a call names by this id, however it is spelt; a
/// name without a day means the last of its snapshots.
pub(in crate::catalogue) fn find_saved<'a>(
    list: &'a SavedModelList,
    model: &str,
) -> Option<&'a ListedModel> {
    let mut spelt = spellings(&list.provider, model);
    if let Some(exact) = spelt.find_map(|id| list.models.get(id)) {
        return Some(exact);
    }
    let name = ModelName::of(model);
    let named = || list.models.iter().map(|(id, one)| (ModelName::of(id), one));
    let same = named().filter(|(one, _)| *one == name).map(|(_, one)| one);
    last(same).or_else(|| {
        let kin = named().filter(|(one, _)| name.floats() && one.is_kin(&name));
        last(kin.map(|(_, one)| one))
    })
}

/// The listed id that an id is most likely meant to be.
pub(in crate::catalogue) fn nearest_saved<'a>(
    list: &'a SavedModelList,
    model: &str,
) -> Option<&'a str> {
    let name = ModelName::of(model);
    let near = list.models.keys().filter_map(|id| {
        let one = ModelName::of(id);
        Some((name.slips_to(&one)?, !one.floats(), id.as_str()))
    });
    near.min().map(|(_, _, id)| id)
}

/// The one that lives longest.
fn last<'a>(all: impl Iterator<Item = &'a ListedModel>) -> Option<&'a ListedModel> {
    all.max_by_key(|one| one.lasts())
}
