//! Thread: a task that blocks. It runs on a thread of its own, and only while it has the turn.
//!
//! To the simulation it is a task like any other: to go on is to give the thread the turn, and to
//! wait until the thread gives it back. So no two threads ever run at once, and the seed alone
//! decides.

use std::cell::RefCell;
use std::future::poll_fn;
use std::panic::resume_unwind;
use std::pin::pin;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll, Waker};
use std::thread;

/// What a task that blocks waits by. Its connections have a copy.
#[derive(Clone)]
pub struct Thread(Rc<Turns>);

struct Turns {
    /// A turn, with what wakes the task for the next one.
    given: Receiver<Waker>,
    back: Sender<()>,
    /// That of the current turn.
    waker: RefCell<Waker>,
}

impl Thread {
    /// Gives the turn away until this is done, and returns what comes of it.
    pub fn wait_for<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        loop {
            let waker = self.0.waker.borrow().clone();
            match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(output) => return output,
                Poll::Pending => self.0.give_back(),
            }
        }
    }
}

impl Turns {
    fn give_back(&self) {
        let next = self.back.send(()).ok().and_then(|()| self.given.recv().ok());
        // Nobody gives turns any more once the simulation has failed elsewhere.
        *self.waker.borrow_mut() = next.unwrap_or_else(|| resume_unwind(Box::new("it is over")));
    }
}

/// The task that gives the turns to a thread.
pub(crate) fn start(body: impl FnOnce(Thread) + Send + 'static) -> impl Future<Output = ()> + Send {
    let (give, given) = channel::<Waker>();
    let (back, returned) = channel();
    let thread = thread::spawn(move || {
        if let Ok(waker) = given.recv() {
            body(Thread(Rc::new(Turns { given, back, waker: RefCell::new(waker) })));
        }
    });
    let mut thread = Some(thread);
    poll_fn(move |context| {
        let is_given = give.send(context.waker().clone());
        if is_given.is_ok() && returned.recv().is_ok() {
            return Poll::Pending;
        }
        match thread.take().map(thread::JoinHandle::join) {
            Some(Err(panic)) => resume_unwind(panic),
            _ => Poll::Ready(()),
        }
    })
}
