//! The check of the case folder: at once for a small folder, in another thread for a
//! large one, so that the first screen and the keys do not wait for it.

use std::fmt;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread;

use crate::session::Workspace;
use crate::store::{Checked, Index};
use crate::worklist::{View, Worklist};

/// What a check finds, in this order.
#[derive(Debug)]
pub(super) enum Found {
    /// The whole list as it is in the index.
    List(Box<Worklist>),
    /// What differs from it.
    Checked(Checked),
    /// Why the folder can't be listed; nothing follows.
    Failed(String),
    /// Nothing follows.
    End,
}

/// A check of the case folder that is not finished.
pub(super) struct FolderCheck {
    found: Receiver<Found>,
    /// The check itself, until it is started.
    run: Option<Box<dyn FnOnce() + Send>>,
}

const STACK_BYTES: usize = 512 * 1024;

impl FolderCheck {
    /// A check of the folder against its index. In a thread it is started when it is first
    /// asked what it found, which is after the first screen.
    pub(super) fn new(workspace: &Workspace, index: Index, view: View, in_thread: bool) -> Self {
        let (tell, found) = channel();
        let workspace = workspace.clone();
        let run = move || check(&workspace, &index, view, &tell);
        if in_thread {
            return Self { found, run: Some(Box::new(run)) };
        }
        run();
        Self { found, run: None }
    }

    fn start(&mut self) {
        if let Some(run) = self.run.take() {
            // Without a thread nothing is found, and the list stays as it is in the index.
            let thread = thread::Builder::new().name("check".to_owned()).stack_size(STACK_BYTES);
            let _ = thread.spawn(run);
        }
    }

    /// What was found next, without waiting.
    pub(super) fn take(&mut self) -> Option<Found> {
        self.start();
        match self.found.try_recv() {
            Ok(found) => Some(found),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Found::End),
        }
    }

    /// What is found next.
    pub(super) fn wait(&mut self) -> Found {
        self.start();
        self.found.recv().unwrap_or(Found::End)
    }
}

impl fmt::Debug for FolderCheck {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FolderCheck").finish_non_exhaustive()
    }
}

/// Checks the folder and tells what is found. An error in telling means that nobody waits
/// for it any more.
fn check(workspace: &Workspace, index: &Index, view: View, tell: &Sender<Found>) {
    let mut list = Worklist::of(index.entries(), workspace.moment());
    if list.view() != &view {
        list.show(view);
    }
    let _ = tell.send(Found::List(Box::new(list)));
    let checked = workspace.check(index, |checked| tell.send(Found::Checked(checked)).is_ok());
    if let Err(error) = checked {
        let problem = format!("can't list the case folder, check --cases: {error}");
        let _ = tell.send(Found::Failed(problem));
    }
}
