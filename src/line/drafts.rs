//! Undoing, and the answers that are proposed as drafts: showing them, accepting
//! them one by one.

use crate::case::{Choice, QuestionId, Target, Text};
use crate::casefile::{DraftKey, Proposal, ProposedFrom};
use crate::interview::{Change, Position, describe_entry};

use super::command::Command;
use super::conversation::Conversation;

impl Conversation<'_> {
    /// Undoes the last accepted change of this sitting and goes to its question.
    pub(super) fn undo(&mut self) {
        let changes = match self.session.undo() {
            Ok(Some(changes)) => changes,
            Ok(None) => {
                let undo = Command::Undo;
                return self
                    .say(format!("Nothing to {undo}: no answer was accepted since the case was opened."));
            }
            Err(error) => return self.refuse(&Text::new(error.to_string()).to_string()),
        };
        self.new_questions = None;
        let today = self.session.today();
        let what: Vec<String> = changes.iter().map(|change| change.describe(today)).collect();
        self.say(format!("Undone: {}. {}.", what.join("; "), self.saved_words()));
        self.tell_duplicates();
        let place = |change: &Change| self.interview().place_of(change);
        match changes.iter().find_map(place) {
            Some(place) => self.move_to(place),
            None => self.show(),
        }
    }

    /// Proposes the answers of the other side for this side's questions.
    pub(super) fn same_as_other_side(&mut self) {
        let Some(question) = self.current_question() else { return };
        let Some(joint) = question.side() else { return self.say("This question is not about one side.") };
        if let Some(reason) = self.session.read_only() {
            let reason = format!("read-only: {reason}");
            return self.refuse(&reason);
        }
        let words = self.session.take_over_other_joint(joint);
        self.say(format!("{words}."));
        self.show();
    }

    /// Accepts the draft of the question; of a list, the first one.
    pub(super) fn accept(&mut self) {
        if self.current_question().is_none() {
            return;
        }
        let Position::Question(question, target) = self.at else { return };
        match self.session.proposal(question, target).cloned() {
            None => self.say("There is no draft here."),
            Some(proposal) if proposal.entries().is_empty() => {
                self.answer_unless_odd(question, target, proposal.answer);
            }
            Some(proposal) => self.accept_entry(question, &proposal),
        }
    }

    fn accept_entry(&mut self, question: QuestionId, proposal: &Proposal) {
        let key = DraftKey::Answer(question, Target::Whole);
        match self.session.accept_entry(question, 0) {
            Ok(()) => {
                let entry = proposal.entries().first().map(describe_entry).unwrap_or_default();
                self.say_saved(key, &format!("Recorded: {entry}."));
                self.say("");
                self.show_list(question);
            }
            Err(error) => self.say_not_taken(key, &error),
        }
    }

    /// Says the proposed answer, if there is one.
    pub(super) fn show_proposal(&mut self, question: QuestionId, target: Target) {
        let Some(proposal) = self.session.proposal(question, target) else { return };
        let answer = self.describe(&proposal.answer);
        let (draft, accept) = (draft(proposal.from), Command::Accept);
        self.say(format!("{draft}: {answer}. Type {accept} to take it."));
    }

    /// Says the entries that are proposed for a list, numbered after those in it, and
    /// what to do with them.
    pub(super) fn show_proposed_entries(&mut self, question: QuestionId) {
        let Some(proposal) = self.session.proposal(question, Target::Whole).cloned() else { return };
        if proposal.entries().is_empty() {
            return self.show_proposal(question, Target::Whole);
        }
        let first = self.entries(question).len() + 1;
        for (number, entry) in (first..).zip(proposal.entries()) {
            self.say(format!("{number}. {}: {}.", draft(proposal.from), describe_entry(entry)));
        }
        let (accept, remove) = (Command::Accept, Command::Remove.usage());
        self.say(format!("Type {accept} to take the first draft, {remove} to drop one."));
    }
}

fn draft(from: ProposedFrom) -> String {
    match from {
        ProposedFrom::Joint(joint) => format!("Draft from the {} side, not accepted yet", joint.name()),
        ProposedFrom::Undone => "Undone draft, not accepted yet".to_owned(),
    }
}
