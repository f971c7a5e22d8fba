//! `Sentinels`: a master with replicas on loopback, and [Redis Sentinel], which promotes a replica
//! when the master fails.
//!
//! [Redis Sentinel]: https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/

use crate::agreement::{WITHOUT_DELAY, wait_until_agreed};
use crate::{Error, Server};

const REPLICAS: usize = 2;
const SENTINELS: usize = 3;
/// The number of Sentinels that must find the master down.
const QUORUM: usize = 2;

/// The log of a Sentinel that accepts connections.
const READY: &str = "Sentinel ID is";

/// With these, a replica takes the place of a killed master within seconds.
const SETTINGS: [&str; 2] = ["down-after-milliseconds 2000", "failover-timeout 5000"];

/// On a busy machine a Sentinel may stand still for seconds. It must not stop watching then.
const NO_TILT: &str = "SENTINEL DEBUG tilt-trigger 60000";

/// A master with two replicas, and three Sentinels that watch them.
#[derive(Debug)]
pub struct Sentinels {
    /// The first one is the first master.
    servers: Vec<Server>,
    sentinels: Vec<Server>,
}

impl Sentinels {
    /// The Sentinels' name for the master.
    pub const MASTER: &str = "main";

    /// Starts private servers and Sentinels, whatever `REDIS_URL` says. They need a few seconds to
    /// know each other.
    ///
    /// # Errors
    ///
    /// If no server is installed, or they do not get to know each other. The error says what to do.
    pub fn start() -> Result<Self, Error> {
        let servers = start_servers()?;
        let watch = |_| start_sentinel(servers[0].port());
        let sentinels = (0..SENTINELS).map(watch).collect::<Result<Vec<_>, _>>()?;
        wait_until_agreed(&sentinels, knows_all)?;
        Ok(Self { servers, sentinels })
    }

    /// Returns the URLs of the Sentinels, such as `redis://127.0.0.1:PORT/`.
    #[must_use]
    pub fn urls(&self) -> Vec<&str> {
        self.sentinels.iter().map(Server::url).collect()
    }

    /// Kills the master, as in a crash.
    ///
    /// # Errors
    ///
    /// If the Sentinels know no master, or it does not stop.
    pub fn kill_master(&mut self) -> Result<(), Error> {
        let port = master(&self.sentinels[0])?;
        let output = format!("the master has the port {port}");
        let master = self.servers.iter_mut().find(|server| server.port() == port);
        master.ok_or(Error::NoAgreement { output })?.kill()
    }

    /// Waits until each Sentinel names a running server that is a master.
    ///
    /// # Errors
    ///
    /// If that does not happen in time.
    pub fn wait_for_promotion(&self) -> Result<(), Error> {
        wait_until_agreed(&self.sentinels, |sentinel| {
            let port = master(sentinel)?;
            let runs = |server: &&Server| !server.is_stopped && server.port() == port;
            let Some(server) = self.servers.iter().find(runs) else { return Ok(Some(port)) };
            let role = server.ask("ROLE")?;
            Ok((!role.starts_with("master")).then_some(role))
        })
    }
}

/// Starts the master, and then its replicas, which get its data.
fn start_servers() -> Result<Vec<Server>, Error> {
    let mut servers = vec![Server::start_private(&WITHOUT_DELAY)?];
    for _ in 0..REPLICAS {
        let of = ["--replicaof", "127.0.0.1", servers[0].port()];
        servers.push(Server::start_private(&[&of[..], &WITHOUT_DELAY].concat())?);
    }
    wait_until_agreed(&servers[..1], |master| {
        let replication = master.ask("INFO replication")?;
        Ok((replication.matches("state=online").count() < REPLICAS).then_some(replication))
    })?;
    Ok(servers)
}

/// Starts a Sentinel. It writes its state into a file, which must exist.
fn start_sentinel(master: &str) -> Result<Server, Error> {
    let sentinel = Server::start_on_a_free_port(READY, |port| {
        let arguments = ["sentinel.conf", "--sentinel", "--bind", "127.0.0.1", "--port", port];
        Ok(arguments.map(str::to_owned).into())
    })?;
    let name = Sentinels::MASTER;
    sentinel.ask(NO_TILT)?;
    sentinel.ask(&format!("SENTINEL MONITOR {name} 127.0.0.1 {master} {QUORUM}"))?;
    for setting in SETTINGS {
        sentinel.ask(&format!("SENTINEL SET {name} {setting}"))?;
    }
    Ok(sentinel)
}

/// Returns the reply of a Sentinel that does not know all replicas and other Sentinels yet, or
/// `None`.
fn knows_all(sentinel: &Server) -> Result<Option<String>, Error> {
    let master = sentinel.ask(&format!("SENTINEL MASTER {}", Sentinels::MASTER))?;
    let knows = |name: &str, count: usize| master.contains(&format!("{name}\n{count}\n"));
    let knows_all = knows("num-slaves", REPLICAS) && knows("num-other-sentinels", SENTINELS - 1);
    Ok((!knows_all).then_some(master))
}

/// Returns the port of the master that a Sentinel names.
fn master(sentinel: &Server) -> Result<String, Error> {
    let name = Sentinels::MASTER;
    let address = sentinel.ask(&format!("SENTINEL GET-MASTER-ADDR-BY-NAME {name}"))?;
    Ok(address.lines().last().unwrap_or_default().to_owned())
}
