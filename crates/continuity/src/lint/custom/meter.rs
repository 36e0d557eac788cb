use std::cell::Cell;
use std::sync::{Arc, LazyLock};

use cel::common::ast::{CallExpr, Expr, IdedExpr};
use cel::common::types::DYN_TYPE;
use cel::common::value::CowVal;
use cel::{Env, ExecutionError};

/// Steps that one rule may take, over all that it looks at: an element of a list that is
/// gone through or looked into, a byte of a text that is put together.
pub(super) const STEPS: u64 = 1_000_000;

/// A name that no expression can spell.
const COUNTED: &str = "@counted";

/// CEL as it is defined, with its macros, and with what counts. No regular expressions,
/// times or extensions: what they cost is not bounded by what is counted.
pub(super) static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut env = Env::stdlib().with_optional_support(false);
    // Nobody else has the name.
    let _ = env.add_overload(COUNTED, COUNTED, vec![DYN_TYPE], count);
    Arc::new(env)
});

thread_local! {
    /// Of the rule that this thread judges.
    static TAKEN: Cell<u64> = const { Cell::new(0) };
}

/// Counts the steps of one rule. Once they are used up all that counts fails, so that no
/// loop goes on.
#[derive(Debug)]
pub(super) struct Meter;

impl Meter {
    pub(super) fn start() -> Self {
        TAKEN.set(0);
        Self
    }

    pub(super) fn is_used_up(&self) -> bool {
        TAKEN.get() > STEPS
    }
}

/// Hands on what it is given, which takes as many steps as that has parts.
fn count<'b, 'v>(mut given: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let value = given
        .pop()
        .ok_or_else(ExecutionError::missing_argument_or_target)?;
    let parts = value.as_sizer().map_or(0, |sized| *sized.size().inner());
    let parts = u64::try_from(parts).unwrap_or(0);
    let taken = TAKEN.get().saturating_add(parts.saturating_add(1));
    TAKEN.set(taken);
    match taken > STEPS {
        true => Err(ExecutionError::function_error(COUNTED, "too many steps")),
        false => Ok(value),
    }
}

/// Makes of a part of an expression the same, which counts.
pub(super) fn counted(expr: &mut IdedExpr) {
    let inner = std::mem::take(expr);
    expr.id = inner.id;
    expr.expr = Expr::Call(CallExpr {
        func_name: COUNTED.to_owned(),
        target: None,
        args: vec![inner],
    });
}
