pub(in crate::lint) mod unused_waiver;
