//! Redis: the server in a simulation, and the switches by which it fails.

use crate::async_connection::AsyncConnection;
use crate::connection::Connection;
use crate::link::Link;
use crate::server::reply::Reply;
use crate::server::{Server, Session};
use crate::simulation::Simulation;
use crate::thread::Thread;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A Redis in memory. A copy is the same Redis.
#[derive(Clone)]
pub struct Redis {
    pub(crate) simulation: Simulation,
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    server: Server,
    network: Network,
}

/// What may become of each command on its way, and of its reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// One of so many commands ends with its connection, in one of the ways of [`Cut`](crate::Cut);
    /// none where it is 0.
    pub one_cut_in: u64,
    /// A way, to the server or back, may take up to this time.
    pub slowest: Duration,
}

impl Redis {
    /// An empty one.
    #[must_use]
    pub fn new(simulation: &Simulation) -> Self {
        let shared = Shared { server: Server::default(), network: Network::default() };
        Self { simulation: simulation.clone(), shared: Arc::new(Mutex::new(shared)) }
    }

    /// A connection that is awaited, by a task of the simulation.
    #[must_use]
    pub fn connect(&self) -> AsyncConnection {
        AsyncConnection::new(Link::new(self))
    }

    /// A connection that blocks, on a [thread](Simulation::spawn_thread) of the simulation.
    #[must_use]
    pub fn connect_blocking(&self, thread: &Thread) -> Connection {
        Connection::new(Link::new(self), Some(thread.clone()))
    }

    /// A connection from outside, on which everything happens at once and nothing fails: to prepare
    /// a simulation and to see what has come of it.
    #[must_use]
    pub fn connect_at_once(&self) -> Connection {
        Connection::new(Link::at_once(self), None)
    }

    /// What becomes of commands on their way.
    pub fn set_network(&self, network: Network) {
        self.shared().network = network;
    }

    /// From now on it refuses to write, or no longer, as a replica does (`READONLY`).
    pub fn set_read_only(&self, is_read_only: bool) {
        self.shared().server.is_read_only = is_read_only;
    }

    /// From now on it refuses to store, or no longer, as one without memory does (`OOM`).
    pub fn set_out_of_memory(&self, is_out_of_memory: bool) {
        self.shared().server.is_out_of_memory = is_out_of_memory;
    }

    pub(crate) fn network(&self) -> Network {
        self.shared().network
    }

    pub(crate) fn execute(&self, session: &mut Session, request: &[Vec<u8>]) -> Reply {
        let now = self.simulation.since_1970();
        self.shared().server.execute(session, request, now)
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
