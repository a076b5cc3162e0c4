//! Locking the screen when nobody has pressed a key for a while: it shows nothing of a
//! patient, and others can open the case. The next key unlocks it and does nothing else.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use crossterm::event::Event;

use crate::casefile::{DraftKey, DraftValue};
use crate::interview::{NewQuestions, Position};
use crate::session::TakenUp;

use super::app::{App, Effect, View};
use super::new_walk::NewWalk;
use super::popup::Popup;

/// How long it is until the screen is locked.
#[derive(Debug, Clone, Copy)]
pub(super) struct IdleTimer {
    /// Without it, the screen is never locked.
    limit: Option<TimeDelta>,
    last_key: DateTime<FixedOffset>,
}

impl IdleTimer {
    /// A timer that starts now.
    pub(super) fn new(limit: Option<TimeDelta>, now: DateTime<FixedOffset>) -> Self {
        Self { limit, last_key: now }
    }

    /// Starts again if there is a key or a paste among the events: a window that changes
    /// its size has nobody in front of it.
    pub(super) fn restart_on_key<'e>(
        &mut self,
        events: impl IntoIterator<Item = &'e Event>,
        now: DateTime<FixedOffset>,
    ) {
        if events.into_iter().any(is_input) {
            self.last_key = now;
        }
    }

    /// The time that is left; zero when the screen has to be locked, `None` if it never is.
    pub(super) fn left(&self, now: DateTime<FixedOffset>) -> Option<Duration> {
        // A clock that was set back has not run at all.
        let waited = (now - self.last_key).max(TimeDelta::zero());
        self.limit.map(|limit| (limit - waited).to_std().unwrap_or_default())
    }
}

fn is_input(event: &Event) -> bool {
    matches!(event, Event::Key(_) | Event::Paste(_))
}

impl App {
    /// Locks the screen: keeps what was typed as drafts, and lets the case go.
    pub(super) fn lock(&mut self) {
        self.is_locked = true;
        let drafts = self.draft_snapshot();
        if let Some(session) = &mut self.session
            && let Err(error) = session.let_go(drafts)
        {
            self.message = Some(format!("draft not saved: {error}"));
        }
    }

    /// Unlocks the screen on a key or a paste, which are not taken as input; nor is what
    /// came with them, typed without seeing where.
    pub(super) fn unlock_on(&mut self, event: &Event) {
        if is_input(event) {
            self.is_locked = false;
            self.effect = Effect::DropKeys;
            self.take_up();
        }
    }

    /// Takes up the case again, or reads the list again where no case is open.
    fn take_up(&mut self) {
        let typed = self.shown_drafts();
        let Some(session) = &mut self.session else { return self.reload_worklist() };
        let id = session.id().clone();
        match session.take_up() {
            Ok(TakenUp::AsItWas) => {}
            Ok(TakenUp::ReadOnly) => {
                let reason = session.read_only().unwrap_or_default();
                self.message = Some(format!("read-only now: {reason}"));
            }
            Ok(TakenUp::Changed) => self.show_changed(typed),
            Err(error) => {
                (self.note, self.intake) = (None, None);
                self.to_worklist();
                self.popup = Some(Popup::of_error(id.as_str(), &error.to_string()));
            }
        }
    }

    fn reload_worklist(&mut self) {
        if let (View::Worklist, Err(problem)) = (&self.view, self.worklist.reload(&self.workspace, None)) {
            self.message = Some(problem);
        }
    }

    /// Shows the case as somebody else has left it, on the same question if it is still
    /// asked. What was typed is offered as drafts.
    fn show_changed(&mut self, typed: Vec<(DraftKey, Option<DraftValue>)>) {
        let Some(session) = &mut self.session else { return };
        let is_draft = typed.iter().any(|(_, draft)| draft.is_some());
        for (key, draft) in typed.into_iter().filter(|(_, draft)| draft.is_some()) {
            session.keep_draft(key, draft);
        }
        let here = match &self.view {
            View::Question(editor) if session.interview().asks(editor.question, editor.target) => {
                Some(editor.position())
            }
            View::Question(_) => Some(session.resume()),
            View::Review(_) => Some(Position::Review),
            View::Determination(_) => Some(Position::Determination),
            View::Worklist | View::Withdraw(_) => None,
        };
        (self.popup, self.note, self.return_to) = (None, None, None);
        (self.new_questions, self.new_walk) = (NewQuestions::default(), NewWalk::Off);
        // What is shown belongs to the case as it was.
        self.view = View::Worklist;
        self.watch_duplicates();
        here.into_iter().for_each(|here| self.go_to(here));
        self.say_changed(is_draft);
    }

    fn say_changed(&mut self, is_draft: bool) {
        let holder = self.session.as_ref().and_then(|session| session.read_only());
        let read_only = holder.map(|holder| format!("; read-only: {holder}")).unwrap_or_default();
        let draft = if is_draft { "; what you typed is kept as a draft" } else { "" };
        let words = format!("the file was changed meanwhile and is read again{draft}{read_only}");
        match &mut self.intake {
            Some(page) => (page.input, page.message) = (None, Some(words)),
            None => self.message = Some(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::*;

    fn at(seconds: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp(1_772_528_000 + seconds, 0).unwrap().fixed_offset()
    }

    fn timer(limit: i64) -> IdleTimer {
        IdleTimer::new(Some(TimeDelta::seconds(limit)), at(0))
    }

    #[test]
    fn time_runs_from_the_last_key_or_paste() {
        let mut timer = timer(60);
        let left = |timer: &IdleTimer, seconds| timer.left(at(seconds)).unwrap().as_secs();
        assert_eq!((left(&timer, 0), left(&timer, 59), left(&timer, 60), left(&timer, 600)), (60, 1, 0, 0));
        timer.restart_on_key(&[Event::Resize(80, 24)], at(59));
        assert_eq!(left(&timer, 59), 1, "a window is resized without anybody there");
        timer.restart_on_key(&[Event::Resize(80, 24), Event::Key(KeyCode::Up.into())], at(59));
        assert_eq!((left(&timer, 59), left(&timer, 118)), (60, 1));
        timer.restart_on_key(&[Event::Paste("x".to_owned())], at(118));
        assert_eq!(left(&timer, 118), 60);
    }

    #[test]
    fn clock_that_is_set_back_never_makes_it_longer() {
        assert_eq!(timer(60).left(at(-86_400)), Some(Duration::from_secs(60)));
    }

    #[test]
    fn without_a_limit_there_is_no_end() {
        assert_eq!(IdleTimer::new(None, at(0)).left(at(1_000_000)), None);
    }
}
