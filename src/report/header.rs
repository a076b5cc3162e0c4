//! The head of a report: whose request it is, and for what.

use crate::case::{Choice, Facts, Laterality, Text};
use crate::questions::option_label;

/// The facts at the head of a report. They decide nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportHeader {
    /// The name of the case.
    pub case: Text,
    /// A label and a text for each row.
    pub rows: Vec<(&'static str, String)>,
}

impl ReportHeader {
    /// The head of the report of the case of that name.
    pub fn of(case: &Text, facts: &Facts) -> Self {
        let received = facts.request.received.0.map(|day| day.to_string());
        let rows = [
            ("Member", member(facts)),
            ("Request", request(facts)),
            ("Received", received),
            ("Service", services(facts)),
        ];
        let known = rows.into_iter().filter_map(|(label, text)| Some((label, text?)));
        Self { case: case.clone(), rows: known.collect() }
    }
}

fn member(facts: &Facts) -> Option<String> {
    let member = &facts.member;
    let name = member.name.known().map(|name| format!(" {name}")).unwrap_or_default();
    let born = member.birth_date.known().map(|day| format!(", born {day}")).unwrap_or_default();
    member.id.0.as_ref().map(|id| format!("{id}{name}{born}"))
}

fn request(facts: &Facts) -> Option<String> {
    let side = facts.request.side.0.map(|side| format!(", {}", side_words(side.name()))).unwrap_or_default();
    let procedure = facts.request.procedure.0?;
    Some(format!("{}{side}", option_label(procedure.name())))
}

fn side_words(side: &str) -> &str {
    if side == "both" { "both sides" } else { side }
}

/// The planned day of each requested joint.
fn services(facts: &Facts) -> Option<String> {
    let joints = facts.request.side.0?.joints();
    let of = |side: &Laterality| {
        let day = facts.joint(*side).service_date.known();
        let day = day.map_or("not known".to_owned(), ToString::to_string);
        if joints.len() > 1 { format!("{} {day}", side.name()) } else { day }
    };
    Some(joints.iter().map(of).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::RequestedSide;
    use crate::report::outline::tests::case_with_every_section;

    #[test]
    fn the_head_names_the_member_the_request_and_its_dates() {
        let (mut case, _) = case_with_every_section();
        let rows = |facts: &Facts| ReportHeader::of(&Text::new("one"), facts).rows;
        let expected = [
            ("Member", "TC0001234"),
            ("Request", "diagnostic injection, both sides"),
            ("Received", "2026-03-02"),
            ("Service", "left 2026-02-20, right not known"),
        ];
        assert_eq!(rows(&case.facts), expected.map(|(label, text)| (label, text.to_owned())));
        case.facts.member.name = crate::case::Fact::Known(Text::new("Pat Sample"));
        case.facts.member.birth_date = crate::case::Fact::Known("1968-04-02".parse().unwrap());
        assert_eq!(rows(&case.facts)[0].1, "TC0001234 Pat Sample, born 1968-04-02");
        case.facts.request.side.0 = Some(RequestedSide::Left);
        assert_eq!(rows(&case.facts)[3], ("Service", "2026-02-20".to_owned()));
        assert_eq!(rows(&Facts::default()), []);
    }
}
