//! Kubernetes manifests: files, and what `helm template` and `kustomize build` print.
//!
//! In:  documents with `apiVersion` and `kind`, in any number and order, lists of them too.
//! Out: a [`Draft`](crate::draft::Draft): a service or resource for each workload, and
//!      what each needs.
//!
//! `objects` sorts the documents, `shape` tells what no cluster would take; `workload` finds
//! the pods in them; `values` gives a container its variables, `names` tells what answers to a
//! host; `edges` puts these together; `table` makes a table of a workload, with `probe` and
//! `schedule`; `reach` tells who is entered from outside, and whom policies let in. Source: the
//! API reference of Kubernetes 1.34, Gateway API 1.4.

mod edges;
mod fates;
mod names;
mod objects;
mod probe;
mod reach;
mod read;
mod schedule;
mod shape;
mod table;
mod values;
mod workload;

pub use objects::is_kubernetes;
pub use read::read;
