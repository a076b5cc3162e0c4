//! The page of the intake: which value the pointer is on, and the value being typed.

use crossterm::event::KeyEvent;

use crate::case::{Intake, IntakeField};
use crate::casefile::{DraftKey, DraftValue};
use crate::interview::Change;
use crate::session::{Session, intake_text};

use super::keys::{Command, KeyContext};
use super::scroll::Scroll;
use super::text_buffer::TextBuffer;

/// The page of the intake, covering the view.
#[derive(Debug, Default)]
pub struct IntakePage {
    /// The row the pointer is on.
    pub selected: usize,
    /// The value being typed, if one is.
    pub input: Option<TextBuffer>,
    /// Why a value was not taken, or what to do next.
    pub message: Option<String>,
    /// An odd intake that was asked about: given again, it is kept.
    pub(super) asked_about: Option<Intake>,
    /// Whether the case was opened for this page alone.
    pub(super) is_all_there_is: bool,
}

impl IntakePage {
    /// The value the pointer is on.
    pub fn field(&self) -> IntakeField {
        IntakeField::ALL.get(self.selected).copied().unwrap_or(IntakeField::Reference)
    }

    /// The context that decides what keys do.
    pub(super) fn key_context(&self) -> KeyContext {
        if self.input.is_some() { KeyContext::IntakeField } else { KeyContext::Intake }
    }

    /// Moves the pointer.
    pub(super) fn scroll(&mut self, command: Command) {
        self.message = None;
        let rows = IntakeField::ALL.len();
        let mut scroll = Scroll::on(self.selected);
        scroll.scroll(command, rows, rows);
        self.selected = scroll.selected;
    }

    /// Starts to type the value at the pointer: its draft if there is one, else as saved.
    pub(super) fn start(&mut self, session: &Session) {
        let text = match session.draft(self.draft_key()) {
            Some(DraftValue::Typed(text)) => text.clone(),
            _ => intake_text(&session.case().intake, self.field()),
        };
        self.input = Some(TextBuffer::new(text));
        self.asked_about = None;
    }

    /// Edits the typed value; false if the key is not an editing key.
    pub(super) fn edit(&mut self, key: KeyEvent) -> bool {
        let is_edited = self.input.as_mut().is_some_and(|input| input.edit(key));
        if is_edited {
            self.message = None;
        }
        is_edited
    }

    /// Pastes text into the typed value.
    pub(super) fn paste(&mut self, text: &str) {
        if let Some(input) = &mut self.input {
            self.message = input.paste(text);
        }
    }

    /// The page after these changes were undone; `None` if they are not about it.
    pub(super) fn undone(self, changes: &[Change]) -> Option<Self> {
        let [Change::Arrived(field, _)] = changes else { return None };
        let selected = IntakeField::ALL.iter().position(|each| each == field)?;
        Some(Self { selected, input: None, message: None, asked_about: None, ..self })
    }

    /// The key that the draft of the value at the pointer is stored under.
    pub(super) fn draft_key(&self) -> DraftKey {
        DraftKey::Intake(self.field())
    }

    /// The draft of the value being typed, if it differs from the saved one.
    pub(super) fn draft(&self, session: &Session) -> Option<DraftValue> {
        let input = self.input.as_ref()?;
        let changed = input.text() != intake_text(&session.case().intake, self.field());
        changed.then(|| DraftValue::Typed(input.text().to_owned()))
    }
}
