//! The check of the case folder: at once for a small folder, in another thread for a
//! large one, so that keys are answered meanwhile.

use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use crate::session::Workspace;
use crate::store::{Checked, Index};
use crate::worklist::Change;

/// A check of the case folder, running or done.
#[derive(Debug)]
pub(super) struct FolderCheck {
    found: Receiver<Result<Checked, String>>,
    is_done: bool,
    done: usize,
    of: usize,
    error: Option<String>,
}

/// A folder of at most so many cases is checked before the first screen.
const SMALL: usize = 200;
const STACK_BYTES: usize = 512 * 1024;

impl FolderCheck {
    /// Starts to check the folder against its index, which has this many cases.
    pub(super) fn start(workspace: &Workspace, index: Index, indexed: usize) -> Self {
        let (tell, found) = channel();
        let is_small = indexed <= SMALL && workspace.folder.cases().is_ok_and(|cases| cases.len() <= SMALL);
        let workspace = workspace.clone();
        let run = move || {
            let checked = workspace.check(&index, |checked| tell.send(Ok(checked)).is_ok());
            if let Err(error) = checked {
                let _ = tell.send(Err(format!("can't list the case folder, check --cases: {error}")));
            }
        };
        if is_small {
            run();
        } else {
            // Without a thread the list stays as it is in the index, and says so.
            let thread = thread::Builder::new().name("check".to_owned()).stack_size(STACK_BYTES);
            let _ = thread.spawn(run);
        }
        Self { found, is_done: false, done: 0, of: indexed, error: None }
    }

    /// What was found since the last time.
    pub(super) fn take(&mut self) -> Vec<Vec<Change>> {
        let mut found = Vec::new();
        loop {
            match self.found.try_recv() {
                Ok(Ok(checked)) => {
                    (self.done, self.of) = (checked.done, checked.of);
                    found.push(checked.changes);
                }
                Ok(Err(error)) => self.error = Some(error),
                Err(TryRecvError::Empty) => return found,
                Err(TryRecvError::Disconnected) => {
                    // The words that say how far it is have to go.
                    if !self.is_done {
                        found.push(Vec::new());
                    }
                    self.is_done = true;
                    return found;
                }
            }
        }
    }

    /// Whether the check has ended.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// How many cases are checked, and of how many.
    pub(super) fn progress(&self) -> (usize, usize) {
        (self.done, self.of)
    }

    /// Why the folder can't be listed.
    pub(super) fn error(&self) -> Option<String> {
        self.error.clone()
    }
}
