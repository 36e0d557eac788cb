pub(super) use jurymast_continuity::document::{WIDTH, wrap};
