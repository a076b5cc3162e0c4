//! The interview called directly: what the user interfaces must agree with.

use sij_intake::case::{Answer, Case, Entry, QuestionId, Recorded, Target};
use sij_intake::interview::{AnswerError, Interview, Position};
use sij_intake::policy::PolicySettings;
use sij_intake::questions::{doubt, part_shape};
use sij_intake::report;

use super::lines::line_of;
use super::{Change, Failing, UserInterface, today};

/// A walk through a new case.
struct Walk {
    interview: Interview,
    lines: Vec<String>,
}

impl Walk {
    /// Answers a question, and gives the position that this leads to.
    fn answer(&mut self, question: QuestionId, answer: Option<Answer>) -> Position {
        let at = Position::whole(question);
        match &answer {
            Some(Answer::Entries(entries)) if !entries.is_empty() => {
                entries.iter().for_each(|entry| self.add(question, entry));
                self.lines.push("done".to_owned());
            }
            Some(answer) => {
                self.lines.push(line_of(Some(answer)));
                if doubt(self.interview.facts(), question, answer, today()).is_some() {
                    self.lines.push(String::new());
                }
                self.interview.answer_at(question, Target::Whole, answer).unwrap();
            }
            None => {
                self.lines.push(line_of(None));
                return self.interview.next(at);
            }
        }
        self.interview.after_answer(at)
    }

    /// Adds an entry, with an answer to each part that is asked.
    fn add(&mut self, question: QuestionId, entry: &Entry) {
        self.lines.push("add".to_owned());
        let mut at = self.interview.new_entry(question).unwrap();
        while let Position::Question(_, target @ Target::Part { part, .. }) = at {
            let answer = entry.part(part).unwrap();
            self.lines.push(line_of(Some(answer)));
            self.interview.answer_at(question, target, answer).unwrap();
            at = self.interview.after_answer(at);
        }
    }
}

/// The interview itself, and its states before each later change.
pub(super) struct Direct(pub(super) Interview, Vec<Interview>);

impl Direct {
    /// Walks through a new case from its first question, with the answers of another; and
    /// the same as lines for line mode.
    pub(super) fn walk(case: &Case) -> (Self, String) {
        let mut walk =
            Walk { interview: Interview::of(Case::default(), &PolicySettings::default()), lines: Vec::new() };
        let mut at = walk.interview.start();
        while let Position::Question(question, Target::Whole) = at {
            at = walk.answer(question, case.facts.answer(question));
        }
        let mut direct = Self(walk.interview, Vec::new());
        direct.accepted(None);
        (direct, walk.lines.join("\n") + "\n")
    }

    /// Records the determination of a complete case; an equal one keeps its date.
    fn accepted(&mut self, before: Option<Recorded>) {
        let determination = self.0.findings(&PolicySettings::default()).unwrap();
        let now = report::recorded(&determination, Some(today())).filter(|_| determination.complete);
        if let Some(now) = now {
            let same = before.filter(|before| Recorded { date: now.date, ..before.clone() } == now);
            self.0.record(Some(same.unwrap_or(now)));
        }
    }

    fn take(&mut self, change: impl FnOnce(&mut Interview) -> Result<(), AnswerError>) -> bool {
        let before = self.0.clone();
        let taken = change(&mut self.0).is_ok();
        if taken {
            self.accepted(before.case().recorded.clone());
            if before.facts() != self.0.facts() {
                self.1.push(before);
            }
        }
        taken
    }

    /// Undoes the last change everywhere, if there was one.
    pub(super) fn undo(&mut self, interfaces: &mut [&mut dyn UserInterface]) {
        let Some(before) = self.1.pop() else { return };
        interfaces.iter_mut().for_each(|interface| interface.undo());
        let recorded = before.case().recorded.clone();
        self.0 = before;
        self.accepted(recorded);
    }

    fn count(&self, question: QuestionId) -> usize {
        self.0.facts().entries(question).len()
    }

    fn current(&self, question: QuestionId, target: Target) -> Option<Answer> {
        match target {
            Target::Whole => self.0.facts().answer(question),
            Target::Part { index, part } => self.0.facts().entries(question).get(index)?.part(part).cloned(),
        }
    }

    /// Goes to a question in every user interface and changes its answer.
    pub(super) fn change(
        &mut self,
        interfaces: &mut [&mut dyn UserInterface],
        question: QuestionId,
        change: &Change,
        failing: Failing,
    ) {
        let Some(number) = self.0.questions().iter().position(|asked| *asked == question) else { return };
        interfaces.iter_mut().for_each(|interface| interface.go_to(question, number + 1));
        let count = self.count(question);
        match change {
            Change::Answer(answer) => {
                self.give(interfaces, Position::whole(question), answer, failing);
            }
            Change::Add(entry) => {
                interfaces.iter_mut().for_each(|interface| interface.add());
                let mut at = self.0.new_entry(question).unwrap();
                let mut failing = failing;
                while let Position::Question(_, Target::Part { part, .. }) = at {
                    let answer = entry.part(part).cloned().unwrap_or(Answer::NotDocumented);
                    if !self.give(interfaces, at, &answer, std::mem::replace(&mut failing, Failing::Never)) {
                        return;
                    }
                    at = self.0.after_answer(at);
                }
            }
            Change::Part(index, part, entry) if count > 0 => {
                let index = index % count;
                let parts = self.0.entry_parts(question, index);
                let skipped = part % parts.len();
                interfaces.iter_mut().for_each(|interface| interface.change(index, count, skipped));
                let answer = entry.part(parts[skipped]).cloned().unwrap_or(Answer::NotDocumented);
                let at = Position::Question(question, Target::Part { index, part: parts[skipped] });
                self.give(interfaces, at, &answer, failing);
            }
            Change::Remove(index) if count > 0 => {
                let index = index % count;
                if failing != Failing::Never {
                    interfaces.iter_mut().for_each(|interface| interface.move_folder_away());
                    interfaces.iter_mut().for_each(|interface| interface.remove(index, count));
                    interfaces.iter_mut().for_each(|interface| interface.move_folder_back());
                }
                if failing != Failing::Always {
                    interfaces.iter_mut().for_each(|interface| interface.remove(index, count));
                    assert!(self.take(|interview| interview.remove_entry(question, index)));
                }
            }
            Change::Part(..) | Change::Remove(_) => {}
        }
    }

    /// Gives an answer everywhere; whether the interview took it.
    fn give(
        &mut self,
        interfaces: &mut [&mut dyn UserInterface],
        at: Position,
        answer: &Answer,
        failing: Failing,
    ) -> bool {
        let Position::Question(question, target) = at else { return false };
        let shape = match target {
            Target::Whole => self.0.facts().fact(question).shape(),
            Target::Part { part, .. } => part_shape(question, part).unwrap().shape,
        };
        let current = self.current(question, target);
        let doubt = doubt(self.0.facts(), question, answer, today());
        let is_odd = doubt.is_some() && current.as_ref() != Some(answer);
        let give = |interface: &mut dyn UserInterface| {
            interface.answer(shape, current.as_ref(), answer);
            if is_odd {
                interface.keep_odd();
            }
        };
        if failing == Failing::Never {
            interfaces.iter_mut().for_each(|interface| give(*interface));
        } else {
            for interface in interfaces.iter_mut() {
                interface.move_folder_away();
                give(*interface);
                interface.move_folder_back();
                if failing == Failing::Once {
                    interface.answer_again(shape, answer);
                }
            }
        }
        failing != Failing::Always && self.take(|interview| interview.answer_at(question, target, answer))
    }
}
