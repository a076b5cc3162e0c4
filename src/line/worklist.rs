//! The list of cases in line mode: 20 rows at a time, and words that find a case.

use std::io::{self, Write};

use crate::case::Text;
use crate::session::Workspace;
use crate::store::CaseId;
use crate::worklist::{
    ClockSettings, Find, NumberedView, Order, SAME_REQUEST, SortBy, View, Worklist, describe, side_by_side,
};

use super::LineIo;
use super::command::{self, Command, Context};
use super::read_line::{NOT_TEXT, TOO_LONG, Typed};
use super::withdraw::move_case;

/// The case that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// A new case.
    New,
    /// An existing case.
    Case(CaseId),
}

/// Lists the cases of the folder and asks which one to open; `None` when the user quits.
///
/// # Errors
/// When the folder or the input can't be read, or the output can't be written.
pub fn choose(workspace: &Workspace, to: &mut LineIo<'_>) -> io::Result<Option<Chosen>> {
    let out = &mut *to.out;
    if let Some(warning) = workspace.folder.warning() {
        writeln!(out, "{warning}")?;
    }
    if workspace.program.clocks.are_federal_only() {
        writeln!(out, "{}.", ClockSettings::FEDERAL_ONLY)?;
    }
    let mut chooser = Chooser { cases: workspace.list()?, views: &workspace.program.views, next: 0 };
    if let Some(problem) = workspace.log_list(&chooser.cases) {
        writeln!(out, "{problem}.")?;
    }
    chooser.list(out)?;
    loop {
        match chooser.ask(to)? {
            Step::Move(command, name) => {
                if move_case(workspace, command, &name, to.out)? {
                    chooser.cases = workspace.list()?;
                    chooser.list(to.out)?;
                }
            }
            Step::Lock => {
                if !to.lock(&[])? {
                    return Ok(None);
                }
                let view = chooser.cases.view().clone();
                chooser.cases = workspace.list()?;
                chooser.show(view, to.out)?;
            }
            Step::End(chosen) => return Ok(chosen),
            Step::Ask => {}
        }
    }
}

/// The cases, and the first one that is not printed yet.
struct Chooser<'w> {
    cases: Worklist,
    views: &'w [NumberedView],
    next: usize,
}

/// How many rows are printed at once.
const PAGE: usize = 20;

/// What a line leads to.
enum Step {
    Ask,
    /// Withdraws or restores the case of this name.
    Move(Command, String),
    /// Nobody types: locks the terminal.
    Lock,
    End(Option<Chosen>),
}

impl Chooser<'_> {
    /// Prints how many cases there are, and the first rows.
    fn list(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let (shown, all) = (self.cases.shown_count(), self.cases.count());
        match (shown, all) {
            (0, 0) => writeln!(out, "There are no cases yet.")?,
            (1, 1) => writeln!(out, "There is 1 case.")?,
            (shown, all) if shown == all => writeln!(out, "There are {all} cases.")?,
            (shown, all) => writeln!(out, "{shown} of {all} cases match.")?,
        }
        self.next = 0;
        self.more(out)
    }

    /// Prints the next rows.
    fn more(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let rows = self.cases.iter().enumerate().skip(self.next).take(PAGE);
        for (row, entry) in rows {
            writeln!(out, "{}. {}", row + 1, describe(entry, self.cases.moment()))?;
        }
        self.next = (self.next + PAGE).min(self.cases.shown_count());
        match self.cases.shown_count() - self.next {
            0 => Ok(()),
            left => writeln!(out, "{left} more: type {}.", Command::More),
        }
    }

    /// Asks until a line leads out of the list.
    fn ask(&mut self, to: &mut LineIo<'_>) -> io::Result<Step> {
        loop {
            let out = &mut *to.out;
            let (new, help, quit) = (Command::NewCase, Command::Help, Command::QuitWorklist);
            writeln!(
                out,
                "Type the number or the name of a case, words to find one, {new}, {help} or {quit}."
            )?;
            out.flush()?;
            match to.line()? {
                Typed::Line(line) => match self.take(line.trim(), to.out)? {
                    Step::Ask => {}
                    step => return Ok(step),
                },
                Typed::TooLong => writeln!(to.out, "{TOO_LONG}")?,
                Typed::Nothing => return Ok(Step::Lock),
                // What follows is no better: this is not what a person typed.
                Typed::NotText => return Err(io::Error::new(io::ErrorKind::InvalidData, NOT_TEXT)),
                Typed::End => return Ok(Step::End(None)),
            }
        }
    }

    fn take(&mut self, typed: &str, out: &mut dyn Write) -> io::Result<Step> {
        if typed.is_empty() {
            writeln!(out, "Nothing was typed.")?;
            return Ok(Step::Ask);
        }
        if let Some((command, rest)) = command::read(Context::Worklist, typed) {
            return self.run(command, rest, out);
        }
        let name = self.case(typed);
        if let Some(entry) = name.as_deref().and_then(|name| self.cases.get(name))
            && let Some(advice) = entry.row.advice()
        {
            writeln!(out, "{}: {advice}.", entry.row.name)?;
            return Ok(Step::Ask);
        }
        match name.and_then(|name| CaseId::new(&name)) {
            Some(id) => Ok(Step::End(Some(Chosen::Case(id)))),
            None => self.find(typed, out),
        }
    }

    fn run(&mut self, command: Command, rest: &str, out: &mut dyn Write) -> io::Result<Step> {
        match command {
            Command::NewCase => return Ok(Step::End(Some(Chosen::New))),
            Command::QuitWorklist => return Ok(Step::End(None)),
            Command::Withdraw | Command::Restore => return Ok(Step::Move(command, rest.to_owned())),
            Command::Help => command::help_in_list().try_for_each(|line| writeln!(out, "{line}"))?,
            Command::More => self.more(out)?,
            Command::All => self.show(View { find: Find::default(), ..self.cases.view().clone() }, out)?,
            Command::Sort => self.sort(rest, out)?,
            Command::View => self.view(rest, out)?,
            Command::Duplicates => self.compare(rest, out)?,
            _ => {}
        }
        Ok(Step::Ask)
    }

    /// The name of the case with that name, else of the one with that number.
    fn case(&mut self, typed: &str) -> Option<Box<str>> {
        if self.cases.get(typed).is_some() {
            return Some(typed.into());
        }
        let row = typed.parse::<usize>().ok()?.checked_sub(1)?;
        self.cases.shown(row).map(|entry| entry.row.name.clone())
    }

    fn show(&mut self, view: View, out: &mut dyn Write) -> io::Result<()> {
        self.cases.show(view);
        self.list(out)
    }

    /// Shows the cases that these words find; if there are none, the list stays.
    fn find(&mut self, typed: &str, out: &mut dyn Write) -> io::Result<Step> {
        let before = self.cases.view().clone();
        self.cases.show(View { find: Find::of(typed), order: before.order });
        if self.cases.shown_count() > 0 {
            self.list(out)?;
        } else {
            self.cases.show(before);
            writeln!(out, "There is no case {}, and no case that these words find.", Text::new(typed))?;
        }
        Ok(Step::Ask)
    }

    /// Sorts by a column; by the one it is sorted by already, the other way round.
    fn sort(&mut self, column: &str, out: &mut dyn Write) -> io::Result<()> {
        let View { find, order } = self.cases.view().clone();
        let Some(by) = SortBy::named(column) else {
            let names: Vec<&str> = SortBy::ALL.iter().map(|by| by.name()).collect();
            return writeln!(out, "Type {} with one of: {}.", Command::Sort, names.join(", "));
        };
        let is_reversed = by == order.by && !order.is_reversed;
        self.show(View { find, order: Order { by, is_reversed } }, out)
    }

    fn view(&mut self, number: &str, out: &mut dyn Write) -> io::Result<()> {
        let views = self.views;
        match views.iter().find(|view| view.number.to_string() == number) {
            Some(found) => self.show(found.view.clone(), out),
            None => {
                let names: Vec<String> =
                    views.iter().map(|view| format!("{} {}", view.number, view.name)).collect();
                writeln!(out, "Type {} with one of: {}.", Command::View, names.join(", "))
            }
        }
    }

    /// Prints a case beside its possible duplicates.
    fn compare(&mut self, typed: &str, out: &mut dyn Write) -> io::Result<()> {
        let named = self.case(typed).and_then(|name| self.cases.get(&name).cloned());
        let Some(entry) = named else {
            return writeln!(out, "Type {}: the number or the name of a case.", Command::Duplicates.usage());
        };
        let others = self.cases.duplicates_of_entry(&entry);
        if others.is_empty() {
            return writeln!(out, "No other case looks like {}.", entry.row.name);
        }
        for other in others {
            for line in side_by_side(&entry, other, self.cases.moment()) {
                writeln!(out, "{line}")?;
            }
        }
        writeln!(out, "{SAME_REQUEST}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Chooser, Chosen, LineIo, Step};
    use crate::store::CaseId;
    use crate::worklist::{Entry, Moment, Row, Worklist, usual_views};

    fn chooser(names: &[&str]) -> Chooser<'static> {
        let entry = |name: &&str| Entry::of(Row::unreadable(name));
        let cases = Worklist::of(names.iter().map(entry).collect(), Moment::default());
        Chooser { cases, views: usual_views().leak(), next: 0 }
    }

    /// What is chosen and printed when this is typed at a list of these cases.
    fn typed(names: &[&str], typed: &str) -> (Option<Chosen>, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut to = LineIo { input: &mut typed.as_bytes(), out: &mut out, err: &mut err, idle: None };
        let Step::End(chosen) = chooser(names).ask(&mut to).unwrap() else {
            unreachable!("no case is moved")
        };
        (chosen, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_name_takes_precedence_over_a_number() {
        let case = |name: &str| CaseId::new(name).map(Chosen::Case);
        let chosen = |line: &str| typed(&["2", "a"], line).0;
        assert_eq!(chosen("a\n"), case("a"));
        assert_eq!(chosen("1\n"), case("2"));
        assert_eq!(chosen("2\n"), case("2"));
        assert_eq!(chosen("0\n7\nnew\n"), Some(Chosen::New));
        assert_eq!(chosen("quit\na\n"), None);
        assert_eq!(chosen(""), None);
    }

    #[test]
    fn a_line_that_is_too_long_is_not_kept_and_the_next_one_is_read() {
        let (chosen, output) = typed(&["a"], &format!("{}\na\n", "x".repeat(1_000_000)));
        assert_eq!(chosen, CaseId::new("a").map(Chosen::Case));
        assert!(output.contains("This line is too long: shorten it.\n"), "{} bytes", output.len());
    }

    #[test]
    fn cases_are_counted_and_numbered_twenty_at_a_time() {
        let listed = |names: &[&str]| {
            let mut out = Vec::new();
            chooser(names).list(&mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(listed(&[]), "There are no cases yet.\n");
        assert_eq!(listed(&["a"]), "There is 1 case.\n1. a: unreadable\n");
        let names: Vec<String> = (1..=45).map(|number| format!("case-{number:02}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let output = listed(&names);
        assert!(output.ends_with("20. case-20: unreadable\n25 more: type page.\n"), "{output}");
        let (_, output) = typed(&names, "page\npage\npage\n");
        assert!(output.contains("1. case-01: unreadable\n"), "{output}");
        assert!(output.contains("45. case-45: unreadable\nType"), "{output}");
    }

    #[test]
    fn words_find_cases_and_all_shows_all_again() {
        let (chosen, output) = typed(&["one", "two", "twelve"], "tw\n2\n");
        assert!(
            output.contains("2 of 3 cases match.\n1. twelve: unreadable\n2. two: unreadable\n"),
            "{output}"
        );
        assert_eq!(
            chosen,
            CaseId::new("two").map(Chosen::Case),
            "numbers are those of the list that is shown"
        );
        let (_, output) = typed(&["one", "two"], "tw\nall\nthree\n");
        assert!(output.contains("There are 2 cases.\n1. one"), "{output}");
        assert!(output.contains("There is no case three, and no case that these words find."), "{output}");
    }

    #[test]
    fn help_lists_what_can_be_typed() {
        let (_, output) = typed(&["one"], "help\n");
        for words in ["new: starts a new case.\n", "withdraw NAME: takes a case out", "quit or q: ends.\n"] {
            assert!(output.contains(words), "{words}: {output}");
        }
        assert!(!output.contains("skip"), "that is for questions: {output}");
    }

    #[test]
    fn sorting_twice_by_a_column_turns_it_round() {
        let entry = |name: &str| Entry::of(Row { member_id: name.into(), ..Row::unreadable(name) });
        let cases = Worklist::of(["a", "b"].map(entry).to_vec(), Moment::default());
        let mut chooser = Chooser { cases, views: &[], next: 0 };
        let listed = ["sort member"; 3].map(|typed| {
            chooser.take(typed, &mut Vec::new()).unwrap();
            chooser.cases.iter().map(|entry| entry.row.name.to_string()).collect::<String>()
        });
        assert_eq!(listed, ["ab", "ba", "ab"]);
    }

    #[test]
    fn commands_without_what_they_need_say_what_can_be_typed() {
        let (_, output) = typed(&["one", "two"], "sort\nview 9\ncompare one\ncompare x\n");
        for words in [
            "Type sort with one of: due, received, member, stands.",
            "Type view with one of: 1 all, 2 unfinished",
            "No other case looks like one.",
            "Type compare NUMBER: the number or the name of a case.",
        ] {
            assert!(output.contains(words), "{words}: {output}");
        }
    }
}
