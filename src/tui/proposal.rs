//! A proposed answer on its question: it is shown where the answer is edited, and
//! accepted there like any other.

use crate::case::{Answer, Choice, Entry, Facts, Target};
use crate::casefile::{Proposal, ProposedFrom};

use super::app::{App, View};
use super::editor::{Editor, to_input_text};
use super::keys::Command;
use super::question_editor::QuestionEditor;
use super::text_buffer::TextBuffer;

impl QuestionEditor {
    /// Shows a proposed answer, unless it is the saved one or does not fit the question.
    pub(super) fn propose(&mut self, proposal: &Proposal, facts: &Facts) {
        let answer = &proposal.answer;
        let is_saved = proposal.entries().is_empty() && self.saved_answer(facts).as_ref() == Some(answer);
        let fits = match &mut self.editor {
            Editor::TextInput { input, .. } => {
                *input = TextBuffer::new(to_input_text(answer));
                true
            }
            Editor::Select { rows, selected } => {
                *selected = rows.iter().position(|row| row.answer == *answer);
                selected.is_some()
            }
            Editor::MultiSelect { rows, marked, selected } => {
                let names: &[&str] = match answer {
                    Answer::Choices(names) => names,
                    _ => &[],
                };
                let is_marked = |name: Option<&'static str>| name.is_some_and(|name| names.contains(&name));
                *marked = rows.iter().map(|row| is_marked(row.name)).collect();
                let row = rows.iter().position(|row| row.name.is_none() && row.answer == *answer);
                *selected = row.unwrap_or(*selected);
                row.is_some() || !names.is_empty()
            }
            Editor::Entries { .. } => true,
        };
        if fits && !is_saved {
            self.proposal = Some(proposal.clone());
            self.message = Some(self.words_for(proposal));
        }
    }

    /// Where a proposed answer comes from and how to accept it. One that the field does
    /// not show is named.
    fn words_for(&self, proposal: &Proposal) -> String {
        let unseen = match &self.editor {
            Editor::TextInput { input, .. } if input.is_blank() => ": not documented",
            _ => "",
        };
        let accepts = if proposal.entries().is_empty() { "accepts it" } else { "accepts each" };
        let hint = self.hint(&[(Command::Enter, accepts)]);
        format!("{}{unseen}, not accepted yet: {hint}", origin(proposal.from))
    }

    /// The entries that are proposed for this list.
    pub(super) fn proposed_entries(&self) -> &[Entry] {
        let is_list = matches!(self.editor, Editor::Entries { .. });
        self.proposal.as_ref().filter(|_| is_list).map_or(&[], Proposal::entries)
    }

    /// What a proposed answer says in place of an empty field, list or set of marks.
    pub(super) fn proposed_without_entries(&self) -> Option<&Answer> {
        self.proposal
            .as_ref()
            .filter(|proposal| proposal.entries().is_empty())
            .map(|proposal| &proposal.answer)
    }
}

/// Where a proposed answer comes from, in words.
pub(super) fn origin(from: ProposedFrom) -> String {
    match from {
        ProposedFrom::Joint(joint) => format!("from the {} side", joint.name()),
        ProposedFrom::Undone => "undone".to_owned(),
    }
}

impl App {
    /// Proposes the answers of the other side for this side's questions.
    pub(super) fn propose_other_side(&mut self) {
        self.stash_draft();
        let (View::Question(editor), Some(session)) = (&self.view, &mut self.session) else { return };
        let (question, target) = (editor.question, editor.target);
        let Some(joint) = question.side() else {
            self.message = Some("this question is not about one side".to_owned());
            return;
        };
        if let Some(reason) = session.read_only() {
            self.message = Some(format!("read-only: {reason}"));
            return;
        }
        let words = session.take_over_other_joint(joint);
        self.show_question(question, target);
        self.message = Some(words);
    }

    /// Accepts an entry that is proposed for the list on the screen.
    pub(super) fn accept_entry(&mut self, index: usize) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &mut self.session) else { return };
        let question = editor.question;
        match session.accept_entry(question, index) {
            Ok(()) => self.show_question(question, Target::Whole),
            Err(problem) => editor.message = Some(problem.to_string()),
        }
    }

    /// Drops an entry that is proposed for the list on the screen.
    pub(super) fn drop_entry(&mut self, index: usize) {
        let (View::Question(editor), Some(session)) = (&self.view, &mut self.session) else { return };
        let question = editor.question;
        session.drop_proposed_entry(question, index);
        self.show_question(question, Target::Whole);
    }
}
