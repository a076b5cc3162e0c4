//! A made-up rule, for the tests of later editions.

use crate::case::{Field, ProvocationTest};

use super::engine::{Criterion, Item, Rule, Unit, Verdict, VerdictSet};

/// D.I.A.3 as a later edition might have it: two of the named tests are needed.
pub(crate) static TWO_TESTS: Rule = Rule {
    item: Item::with_key("2027-01-01 D.I.A.3", "D.I.A.3"),
    title: "two positive provocation tests",
    summary: "Two of the named pain provocation tests were positive on this joint.",
    criteria: "Two or more of the named tests: met.",
    whole: Criterion {
        reads: &[Field::PositiveTests],
        remedy: "two of the named tests recorded as positive on this joint",
        evaluate: two_positive,
        explain: |unit, out| {
            out.push_str(match named_tests(unit) {
                None => "positive provocation tests not known",
                Some(0 | 1) => "fewer than two named tests positive",
                Some(_) => "two or more named tests positive",
            });
            Ok(())
        },
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

fn named_tests(unit: &Unit<'_>) -> Option<usize> {
    let tests = unit.joint.positive_tests.known()?;
    Some(tests.iter().filter(|test| **test != ProvocationTest::Other).count())
}

fn two_positive(unit: &Unit<'_>) -> VerdictSet {
    let unknown = VerdictSet::between(Verdict::MET, Verdict::NOT_MET);
    named_tests(unit).map_or(unknown, |count| VerdictSet::only(Verdict::met_if(count >= 2)))
}
