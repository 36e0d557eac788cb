use std::collections::BTreeSet;

use cel::Program;
use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue, operators as op,
};
use jurymast_terms::suggest;
use jurymast_terms::vocabulary::RuleSubject;

use super::alike::never_alike;
use super::functions::{function, seconds};
use super::limits::ExpressionFault;
use super::meter;
use super::places::ExpressionPlaces;
use super::shape::{FactShape, Of, variables};
use super::types::{Ty, either, is_number, is_text, quoted, short, sign, words};

/// Levels of an expression, each a place on the stack.
const DEEPEST: usize = 80;

/// The expression with what counts its steps, and the names of the fields in it.
pub(super) fn checked(
    program: &Program,
    text: &str,
    on: RuleSubject,
) -> Result<(IdedExpr, BTreeSet<String>), ExpressionFault> {
    let mut expression = program.expression().clone();
    let mut checker = Checker {
        places: ExpressionPlaces { program, text },
        variables: variables(on),
        loops: Vec::new(),
        used: BTreeSet::new(),
        depth: 0,
    };
    let found = checker.ty(&mut expression)?;
    if !matches!(found, Ty::Flag | Ty::Any) {
        let message = format!("this gives {}, and not true or false", words(&found));
        return Err(ExpressionFault::new(message, 0..text.len())
            .help("say what is wrong as a question: `component.tier == 1`"));
    }
    Ok((expression, checker.used))
}

struct Checker<'a> {
    places: ExpressionPlaces<'a>,
    variables: Vec<&'static FactShape>,
    /// The variables of the loops around, the innermost last.
    loops: Vec<(String, Ty)>,
    used: BTreeSet<String>,
    depth: usize,
}

impl Checker<'_> {
    fn ty(&mut self, expr: &mut IdedExpr) -> Result<Ty, ExpressionFault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let at = self.places.token(expr.id);
            return Err(ExpressionFault::new("the expression is too deep", at)
                .help("make several rules of it"));
        }
        let found = self.ty_of(expr);
        self.depth -= 1;
        found
    }

    fn ty_of(&mut self, expr: &mut IdedExpr) -> Result<Ty, ExpressionFault> {
        let id = expr.id;
        match &mut expr.expr {
            Expr::Literal(literal) => Ok(match literal {
                LiteralValue::Boolean(_) => Ty::Flag,
                LiteralValue::Int(_) => Ty::Whole,
                LiteralValue::Double(_) => Ty::Number,
                LiteralValue::String(_) => Ty::Text,
                LiteralValue::Null => Ty::Null,
                LiteralValue::Bytes(_) | LiteralValue::UInt(_) => Ty::Any,
            }),
            Expr::Ident(name) => self.variable(name, id),
            Expr::Select(select) => {
                let of = self.ty(&mut select.operand)?;
                let field = self.field(&of, &select.field, id)?;
                if select.test && matches!(of, Ty::Object(_)) {
                    // What is not declared is null, and not there.
                    let mut inner = std::mem::take(select);
                    inner.test = false;
                    let inner = IdedExpr {
                        id,
                        expr: Expr::Select(inner),
                    };
                    let null = IdedExpr {
                        id,
                        expr: Expr::Literal(LiteralValue::Null),
                    };
                    expr.expr = call(op::NOT_EQUALS, vec![inner, null]);
                    return Ok(Ty::Flag);
                }
                Ok(if select.test { Ty::Flag } else { field })
            }
            Expr::List(list) => {
                let mut of: Option<Ty> = None;
                for element in &mut list.elements {
                    let one = self.ty(element)?;
                    of = Some(of.map_or(one.clone(), |of| either(of, one)));
                }
                Ok(Ty::List(Box::new(of.unwrap_or(Ty::Any))))
            }
            Expr::Map(map) => {
                for entry in &mut map.entries {
                    if let EntryExpr::MapEntry(entry) = &mut entry.expr {
                        self.ty(&mut entry.key)?;
                        self.ty(&mut entry.value)?;
                    }
                }
                Ok(Ty::Map)
            }
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            Expr::Call(_) => self.call(expr),
            Expr::Struct(_) | Expr::Unspecified => Err(ExpressionFault::new(
                "there are no types to make values of",
                self.places.token(id),
            )),
        }
    }

    fn variable(&self, name: &str, id: u64) -> Result<Ty, ExpressionFault> {
        let own = self.loops.iter().rev().find(|(own, _)| own == name);
        if let Some((_, ty)) = own {
            return Ok(ty.clone());
        }
        if let Some(shape) = self.variables.iter().find(|one| one.name == name) {
            return Ok(Ty::Object(shape));
        }
        let all = self.variables.iter().map(|one| one.name);
        let all: Vec<&str> = all.collect();
        let first = self.variables[0];
        let near = suggest::did_you_mean(name, all.iter().copied());
        let help = match first.field(name) {
            Some(field) => format!("write `{}.{}`", first.name, field.name),
            None => near.unwrap_or_else(|| format!("there is {}", quoted(&all))),
        };
        Err(
            ExpressionFault::new(format!("unknown variable `{name}`"), self.places.token(id))
                .help(help),
        )
    }

    fn field(&mut self, of: &Ty, name: &str, id: u64) -> Result<Ty, ExpressionFault> {
        let at = || self.places.name_behind(name, id);
        match of {
            Ty::Object(shape) => match shape.field(name) {
                Some(field) => {
                    self.used.insert(name.to_owned());
                    Ok(match field.of {
                        Of::Flag => Ty::Flag,
                        Of::Whole => Ty::Whole,
                        Of::Number => Ty::Number,
                        Of::Text => Ty::Text,
                        Of::Word(words) => Ty::Word(words()),
                        Of::Texts => Ty::List(Box::new(Ty::Text)),
                        Of::Words(words) => Ty::List(Box::new(Ty::Word(words()))),
                        Of::Many(shape) => Ty::List(Box::new(Ty::Object(shape))),
                    })
                }
                None => {
                    let names = shape.fields.iter().map(|field| field.name);
                    let names: Vec<&str> = names.collect();
                    let message = format!("a {} has no `{name}`", shape.name);
                    let unit = names
                        .iter()
                        .find(|one| one.strip_suffix("_s") == Some(name));
                    let near = unit
                        .copied()
                        .or_else(|| suggest::nearest(name, names.iter().copied()));
                    Err(ExpressionFault::new(message, at()).help(match near {
                        Some(near) => suggest::ask(near),
                        None => format!("it has {}", quoted(&names)),
                    }))
                }
            },
            Ty::Any | Ty::Map => Ok(Ty::Any),
            other => Err(ExpressionFault::new(
                format!("{} has no fields", words(other)),
                at(),
            )),
        }
    }

    fn comprehension(&mut self, loop_: &mut ComprehensionExpr) -> Result<Ty, ExpressionFault> {
        let range = self.ty(&mut loop_.iter_range)?;
        let element = match &range {
            Ty::List(of) => (**of).clone(),
            Ty::Any | Ty::Map => Ty::Any,
            other => {
                let at = self.places.token(loop_.iter_range.id);
                return Err(ExpressionFault::new(
                    format!("{} is no list", words(other)),
                    at,
                ));
            }
        };
        meter::counted(&mut loop_.iter_range);
        let start = self.ty(&mut loop_.accu_init)?;
        let is_list = matches!(start, Ty::List(_));
        let before = self.loops.len();
        self.loops.push((loop_.accu_var.clone(), start.clone()));
        self.loops.push((loop_.iter_var.clone(), element));
        let index = loop_.iter_var2.clone();
        self.loops.extend(index.map(|name| (name, Ty::Any)));
        let step = self.step(&loop_.accu_var, &mut loop_.loop_step)?;
        self.loops.truncate(before);
        let end = if is_list { step } else { start };
        self.loops.push((loop_.accu_var.clone(), end));
        let found = self.ty(&mut loop_.result);
        self.loops.truncate(before);
        found
    }

    /// What a round of a loop makes of what is gathered. What a list gets in each round is
    /// counted with the rounds, and left as the interpreter knows it.
    fn step(&mut self, gathered: &str, step: &mut IdedExpr) -> Result<Ty, ExpressionFault> {
        let is_gathered =
            |one: &IdedExpr| matches!(&one.expr, Expr::Ident(name) if name == gathered);
        let at = step.id;
        let Expr::Call(made) = &mut step.expr else {
            return self.ty(step);
        };
        match (made.func_name.as_str(), made.args.as_mut_slice()) {
            (op::ADD, [first, added]) if is_gathered(first) => self.ty(added),
            (op::CONDITIONAL, [guard, then, other]) if is_gathered(other) => {
                let asked = self.ty(guard)?;
                self.is_flag(&asked, at)?;
                self.step(gathered, then)
            }
            (op::LOGICAL_AND | op::LOGICAL_OR, [first, asked]) if is_gathered(first) => {
                let place = asked.id;
                let asked = self.ty(asked)?;
                self.is_flag(&asked, place)?;
                Ok(Ty::Flag)
            }
            _ => self.ty(step),
        }
    }

    fn call(&mut self, expr: &mut IdedExpr) -> Result<Ty, ExpressionFault> {
        let id = expr.id;
        let Expr::Call(made) = &mut expr.expr else {
            return Ok(Ty::Any);
        };
        if made.func_name == "seconds" && made.target.is_none() {
            let length = seconds(made, id, self.places)?;
            expr.expr = Expr::Literal(LiteralValue::Int(length.into()));
            return Ok(Ty::Whole);
        }
        let mut tys = Vec::new();
        for one in made.target.as_deref_mut().into_iter().chain(&mut made.args) {
            let place = one.id;
            tys.push((self.ty(one)?, place));
        }
        if let Some(sign) = sign(&made.func_name) {
            return self.operator(made, sign, &tys, id);
        }
        function(made, &tys, id, self.places)
    }

    fn operator(
        &mut self,
        made: &mut CallExpr,
        sign: &str,
        tys: &[(Ty, u64)],
        id: u64,
    ) -> Result<Ty, ExpressionFault> {
        let at = self.places.token(id);
        let name = made.func_name.as_str();
        let cannot = |a: &Ty, b: &Ty| {
            let message = format!("`{sign}` takes no {} and {}", short(a), short(b));
            Err(ExpressionFault::new(message, at.clone()))
        };
        match (name, tys) {
            (op::LOGICAL_AND | op::LOGICAL_OR, all) | (op::LOGICAL_NOT, all) => {
                for (ty, place) in all {
                    self.is_flag(ty, *place)?;
                }
                Ok(Ty::Flag)
            }
            (op::CONDITIONAL, [(asked, place), (then, _), (other, _)]) => {
                self.is_flag(asked, *place)?;
                Ok(either(then.clone(), other.clone()))
            }
            (op::EQUALS | op::NOT_EQUALS, [(a, _), (b, _)]) => {
                never_alike(made, (a, b), at, self.places)?;
                let is_short = |ty: &Ty| {
                    matches!(
                        ty,
                        Ty::Null | Ty::Flag | Ty::Whole | Ty::Number | Ty::Word(_)
                    )
                };
                if !is_short(a) && !is_short(b) {
                    made.args.iter_mut().for_each(meter::counted);
                }
                Ok(Ty::Flag)
            }
            (op::LESS | op::LESS_EQUALS | op::GREATER | op::GREATER_EQUALS, [(a, _), (b, _)]) => {
                if let (Ty::Word(known), _) | (_, Ty::Word(known)) = (a, b) {
                    let message = format!("`{sign}` would go by the alphabet");
                    let some = known.iter().take(2).map(|word| format!("'{word}'"));
                    let some: Vec<String> = some.collect();
                    return Err(ExpressionFault::new(message, at)
                        .help(format!("name what is meant: `in [{}]`", some.join(", "))));
                }
                let fits = (is_number(a) && is_number(b)) || (is_text(a) && is_text(b));
                if fits { Ok(Ty::Flag) } else { cannot(a, b) }
            }
            (op::IN, [(a, _), (b, other)]) => {
                let of = match b {
                    Ty::List(of) => (**of).clone(),
                    Ty::Any | Ty::Map => Ty::Any,
                    other_ty => {
                        let fault = ExpressionFault::new(
                            format!("{} is no list", words(other_ty)),
                            self.places.token(*other),
                        );
                        return Err(match is_text(other_ty) {
                            true => fault.help("write `text.contains('part')`"),
                            false => fault,
                        });
                    }
                };
                never_alike(made, (a, &of), at, self.places)?;
                if let Some(list) = made.args.last_mut() {
                    meter::counted(list);
                }
                Ok(Ty::Flag)
            }
            (op::ADD, [(a, _), (b, _)]) => {
                let sum = match (a, b) {
                    (Ty::Whole, Ty::Whole) => Ty::Whole,
                    (Ty::Number, Ty::Number) => Ty::Number,
                    (Ty::List(a), Ty::List(b)) => {
                        Ty::List(Box::new(either((**a).clone(), (**b).clone())))
                    }
                    (Ty::Any, _) | (_, Ty::Any) => Ty::Any,
                    (a, b) if is_text(a) && is_text(b) => Ty::Text,
                    _ => return cannot(a, b),
                };
                if !matches!(sum, Ty::Whole | Ty::Number) {
                    made.args.iter_mut().for_each(meter::counted);
                }
                Ok(sum)
            }
            (op::SUBSTRACT | op::MULTIPLY | op::DIVIDE | op::MODULO, [(a, _), (b, _)]) => {
                match (a, b) {
                    (Ty::Whole, Ty::Whole) => Ok(Ty::Whole),
                    (Ty::Number, Ty::Number) => Ok(Ty::Number),
                    (Ty::Any, _) | (_, Ty::Any) => Ok(Ty::Any),
                    (Ty::Whole, Ty::Number) | (Ty::Number, Ty::Whole) => {
                        let message =
                            format!("`{sign}` takes no whole number and a number with a point");
                        Err(ExpressionFault::new(message, at)
                            .help("write `2.0`, or `double(...)` around the whole one"))
                    }
                    _ => cannot(a, b),
                }
            }
            (op::NEGATE, [(a, _)]) if is_number(a) => Ok(a.clone()),
            (op::INDEX, [(of, _), (by, _)]) => match of {
                Ty::List(of) if is_number(by) => Ok((**of).clone()),
                Ty::Any | Ty::Map => Ok(Ty::Any),
                Ty::Object(shape) => {
                    let message = format!("the facts of a {} are named with a point", shape.name);
                    Err(ExpressionFault::new(message, at)
                        .help(format!("such as `{}.{}`", shape.name, shape.fields[0].name)))
                }
                _ => cannot(of, by),
            },
            _ => Err(ExpressionFault::new(
                format!("`{sign}` cannot be used here"),
                at,
            )),
        }
    }

    fn is_flag(&self, ty: &Ty, id: u64) -> Result<(), ExpressionFault> {
        match ty {
            Ty::Flag | Ty::Any => Ok(()),
            other => Err(ExpressionFault::new(
                format!("{} stands where true or false must", words(other)),
                self.places.token(id),
            )),
        }
    }
}

fn call(name: &str, args: Vec<IdedExpr>) -> Expr {
    Expr::Call(CallExpr {
        func_name: name.to_owned(),
        target: None,
        args,
    })
}
