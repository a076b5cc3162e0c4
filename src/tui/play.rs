//! Playing a saved case: its questions one after the other, each with the
//! answer that was given, at the reader's own pace. Nothing is saved.

use std::io;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll};

use crate::case::{Case, QuestionId};
use crate::interview::{Interview, replay_answers};
use crate::policy::Editions;
use crate::session::{Session, Workspace};
use crate::store::CaseId;

use super::app::{App, Effect, View};
use super::keys::Command;
use super::terminal::TerminalGuard;
use super::theme::Theme;
use super::{input, show};

/// The questions of a case in the order they are asked, each with its answer
/// and what was answered before it.
struct Played {
    steps: Vec<(QuestionId, Interview)>,
    end: Interview,
}

impl Played {
    fn of(case: &Case, editions: &Editions) -> Self {
        let mut steps = Vec::new();
        // An answer that is not taken is shown as unanswered; `replay` says why.
        let (end, _) =
            replay_answers(case, editions, |question, interview| steps.push((question, interview.clone())));
        Self { steps, end }
    }
}

/// Plays a case until it is left; with a time, it goes on by itself.
///
/// # Errors
/// When the terminal is gone or was never there.
pub fn play(
    workspace: Workspace,
    theme: Theme,
    id: &CaseId,
    case: &Case,
    every: Option<Duration>,
) -> io::Result<()> {
    let played = Played::of(case, &workspace.settings.editions);
    let mut app = App::new(workspace, theme);
    let mut guard = TerminalGuard::enter()?;
    let mut at = 0;
    app.put_on(id, &played, at);
    loop {
        show(&mut app, &mut guard)?;
        let waits = every.filter(|_| at < played.steps.len());
        if let Some(every) = waits
            && !poll(every)?
        {
            at += 1;
            app.put_on(id, &played, at);
            continue;
        }
        for event in input::read_events()? {
            match step(&event) {
                Some(Step::Leave) if app.popup.is_none() => return Ok(()),
                Some(Step::On) if at < played.steps.len() && app.popup.is_none() => {
                    at += 1;
                    app.put_on(id, &played, at);
                }
                Some(Step::Back) if at > 0 && app.popup.is_none() => {
                    at -= 1;
                    app.put_on(id, &played, at);
                }
                _ => app.look_on(&event),
            }
            match std::mem::replace(&mut app.effect, Effect::GoOn) {
                Effect::GoOn => {}
                Effect::Repaint => guard.repaint()?,
                Effect::Stop => guard.stop()?,
                Effect::Quit => return Ok(()),
            }
        }
    }
}

enum Step {
    On,
    Back,
    Leave,
}

fn step(event: &Event) -> Option<Step> {
    let Event::Key(KeyEvent { code, modifiers, kind: KeyEventKind::Press | KeyEventKind::Repeat, .. }) =
        event
    else {
        return None;
    };
    let control = modifiers.contains(KeyModifiers::CONTROL);
    match code {
        KeyCode::Char('c') if control => Some(Step::Leave),
        _ if control => None,
        KeyCode::Enter | KeyCode::Right | KeyCode::Tab => Some(Step::On),
        KeyCode::Left | KeyCode::BackTab => Some(Step::Back),
        KeyCode::Esc | KeyCode::Char('q') => Some(Step::Leave),
        _ => None,
    }
}

impl App {
    /// Puts one step of a played case on the screen; after the last, the determination.
    fn put_on(&mut self, id: &CaseId, played: &Played, at: usize) {
        let (question, interview) = match played.steps.get(at) {
            Some((question, interview)) => (Some(*question), interview),
            None => (None, &played.end),
        };
        let Workspace { folder, settings, clock, .. } = &self.workspace;
        let words = "playing: Enter on, Left back, Esc";
        let session = Session::played(folder, id, interview.clone(), settings.clone(), *clock, words);
        self.session = Some(session);
        match question {
            Some(question) => self.ask(question),
            None => self.show_determination(),
        }
    }

    /// Keys that only look: scrolling, why, the item, the keys.
    fn look_on(&mut self, event: &Event) {
        let looks = |code: KeyCode| {
            matches!(
                code,
                KeyCode::Up
                    | KeyCode::Down
                    | KeyCode::PageUp
                    | KeyCode::PageDown
                    | KeyCode::Esc
                    | KeyCode::Char('j' | 'k' | 'i' | '?' | 'l' | 'z')
            )
        };
        if matches!(event, Event::Key(KeyEvent { code: KeyCode::Char('w'), .. })) && self.popup.is_none() {
            return self.command(Command::Why);
        }
        let typing = matches!(&self.view, View::Question(editor) if editor.takes_letters());
        if let Event::Key(key) = event
            && looks(key.code)
            && !(typing && matches!(key.code, KeyCode::Char(_)) && self.popup.is_none())
        {
            self.update(event);
        }
    }
}

/// How long `800ms` or `2s` is.
pub fn pace(words: &str) -> Option<Duration> {
    let words = words.trim().to_ascii_lowercase();
    let number = |digits: &str| digits.trim().parse::<u64>().ok().filter(|number| *number > 0);
    match words.strip_suffix("ms") {
        Some(digits) => number(digits).map(Duration::from_millis),
        None => number(words.strip_suffix('s').unwrap_or(&words)).map(Duration::from_secs),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Played, pace};
    use crate::casefile;
    use crate::policy;

    #[test]
    fn a_played_case_ends_on_its_own_determination() {
        let case = casefile::read(
            "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\nrequest.received = 2026-03-02\n\
             request.procedure = 'diagnostic-injection'\nrequest.side = 'left'\n\
             therapy.inability = 'not-documented'\ntherapy.inability_in_record = 'no'\ntherapy.active = []",
            crate::policy::editions(),
        )
        .unwrap();
        let settings = policy::PolicySettings::default();
        let played = Played::of(&case, crate::policy::editions());
        assert_eq!(played.end.determination(&settings), policy::determine(&case, &settings));
        let asked: Vec<_> = played.steps.iter().map(|(question, _)| *question).collect();
        assert_eq!(asked, played.end.questions());
    }

    #[test]
    fn a_pace_has_a_unit() {
        assert_eq!(pace("800ms"), Some(Duration::from_millis(800)));
        assert_eq!(pace("2s"), Some(Duration::from_secs(2)));
        assert_eq!(pace("3"), Some(Duration::from_secs(3)));
        for words in ["", "fast", "0s", "-1s", "1m"] {
            assert_eq!(pace(words), None, "{words}");
        }
    }
}
