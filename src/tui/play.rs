//! Playing a saved case: shows its questions one by one with the saved answers,
//! at the reader's pace. Nothing is saved.

use std::io;
use std::time::Duration;

use crate::case::Case;
use crate::session::{Session, Workspace};
use crate::store::CaseId;

use super::app::{App, View};
use super::keys::Command;
use super::player::{Played, Player};
use super::run_app;
use super::terminal::Screens;
use super::theme::Theme;

/// Plays a case until the user leaves it. With an interval, it advances by itself.
///
/// # Errors
/// When there is no terminal, or it goes away.
pub fn play(
    workspace: Workspace,
    theme: Theme,
    screens: Screens,
    id: &CaseId,
    case: &Case,
    interval: Option<Duration>,
) -> io::Result<()> {
    let mut app = App::new(workspace, theme);
    app.play(id, case);
    run_app(&mut app, screens, interval)
}

impl App {
    /// Starts playing a case at its first question.
    pub(super) fn play(&mut self, id: &CaseId, case: &Case) {
        self.player =
            Some(Player { id: id.clone(), played: Played::of(case, &self.workspace.settings), step: 0 });
        self.show_step();
    }

    /// Whether the played case has a next step.
    pub(super) fn has_next_step(&self) -> bool {
        self.player.as_ref().is_some_and(|player| player.step < player.played.steps.len())
    }

    /// Shows the next question of the played case; after the last, the determination.
    pub(super) fn next_step(&mut self) {
        if self.has_next_step()
            && let Some(player) = &mut self.player
        {
            player.step += 1;
            self.show_step();
        }
    }

    fn previous_step(&mut self) {
        if let Some(player) = &mut self.player
            && player.step > 0
        {
            player.step -= 1;
            self.show_step();
        }
    }

    fn show_step(&mut self) {
        let Some(Player { id, played, step }) = &self.player else { return };
        let (question, interview) = match played.steps.get(*step) {
            Some((question, interview)) => (Some(*question), interview),
            None => (None, &played.end),
        };
        let Workspace { folder, settings, clock, .. } = &self.workspace;
        let session = Session::played(folder, id, interview.clone(), settings.clone(), *clock, PLAYED);
        self.session = Some(session);
        match question {
            Some(question) => self.ask(question),
            None => self.show_determination(),
        }
    }

    /// Runs a command while a case is played: next, back, scrolling and popups.
    /// Nothing can be answered.
    pub(super) fn in_play(&mut self, command: Command) {
        match (command, &self.view) {
            (Command::Next, _) => self.next_step(),
            (Command::Back, _) => self.previous_step(),
            (_, View::Question(_)) => self.in_question(command),
            _ => self.in_determination(command),
        }
    }

    /// Whether a command can be used at this step of a played case.
    pub(super) fn can_in_play(&self, player: &Player, command: Command) -> bool {
        match command {
            Command::Next => self.has_next_step(),
            Command::Back => player.step > 0,
            Command::Why => matches!(self.view, View::Question(_)),
            Command::ReadItem | Command::Fold => matches!(self.view, View::Determination(_)),
            _ => true,
        }
    }
}

/// Why a played case can't be changed.
const PLAYED: &str = "showing a saved case";

/// Parses an interval such as `800ms` or `2s`; `None` for anything else.
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
        let played = Played::of(&case, &settings);
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
