//! `Cluster`: a private Redis cluster on loopback.
//!
//! It is set up by the few commands here ([specification]) and not by `redis-cli --cluster create`,
//! so that it needs only the server.
//!
//! [specification]: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/

use crate::agreement::{WITHOUT_DELAY, wait_until_agreed};
use crate::{Error, Proxy, Server, free_port, json_module};
use std::cell::Cell;
use std::slice;
use std::time::{Duration, Instant};

const MASTERS: usize = 3;
const SLOTS: usize = 16384;

/// The most time for a replica to take its master's place. After that it has given up.
const HAND_OVER: Duration = Duration::from_secs(6);

/// A running cluster of three masters, each of which may have a replica.
#[derive(Debug)]
pub struct Cluster {
    /// The masters, and then their replicas in the same order.
    nodes: Vec<Server>,
}

impl Cluster {
    /// Starts a private cluster of three masters, whatever `REDIS_URL` says. That takes about two
    /// seconds, in which a master waits for others.
    ///
    /// # Errors
    ///
    /// If no server is installed, or the servers do not become a cluster. The error says what to
    /// do.
    pub fn start() -> Result<Self, Error> {
        Self::start_with(0, &[])
    }

    /// Starts a cluster with a replica for each master.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start).
    pub fn start_with_replicas() -> Result<Self, Error> {
        Self::start_with(MASTERS, &[])
    }

    /// Starts a cluster with the RedisJSON module from `REDIS_JSON_MODULE`.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start), and if there is no module.
    pub fn start_with_json() -> Result<Self, Error> {
        Self::start_with(0, &["--loadmodule", &json_module()?])
    }

    /// Starts a cluster in which a replica takes the place of a [killed](Self::kill) master within
    /// seconds.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start).
    pub fn start_with_failover() -> Result<Self, Error> {
        let quickly = ["--cluster-node-timeout", "2000"];
        // A replica that has not heard of its master for long is still better than none.
        let in_any_case = ["--cluster-replica-validity-factor", "0"];
        Self::start_with(MASTERS, &[quickly, in_any_case].concat())
    }

    /// Returns the URLs, such as `redis://127.0.0.1:PORT/`: the masters in the order of their
    /// slots, and then their replicas.
    #[must_use]
    pub fn urls(&self) -> Vec<&str> {
        self.nodes.iter().map(Server::url).collect()
    }

    /// Puts a proxy before each node, in the order of the URLs. From now on, clients and replicas
    /// connect to the proxies.
    ///
    /// # Errors
    ///
    /// If a proxy does not start, or the nodes do not use it.
    pub fn put_behind_proxies(&self) -> Result<Vec<Proxy>, Error> {
        let mut proxies = Vec::new();
        for node in &self.nodes {
            let proxy = Proxy::start(node.url())?;
            node.ask(&format!("CONFIG SET cluster-announce-port {}", proxy.port()))?;
            proxies.push(proxy);
        }
        self.wait_until(|node| {
            let nodes = node.ask("CLUSTER NODES")?;
            let is_known = |proxy: &Proxy| nodes.contains(&format!(":{}@", proxy.port()));
            Ok((!proxies.iter().all(is_known)).then_some(nodes))
        })?;
        Ok(proxies)
    }

    /// Kills a node, given by its index in the URLs, as in a crash.
    ///
    /// # Errors
    ///
    /// If it does not stop.
    pub fn kill(&mut self, node: usize) -> Result<(), Error> {
        self.nodes[node].kill()
    }

    /// Lets the replica of a master, given by its index in the URLs, take its place without losing
    /// data, and waits until all nodes know it.
    ///
    /// # Errors
    ///
    /// If that does not happen in time.
    pub fn hand_over(&self, master: usize) -> Result<(), Error> {
        self.wait_until(|node| self.is_complete(node))?;
        let asked = Cell::new(None::<Instant>);
        let takes_over = |replica: &Server| {
            let role = replica.ask("ROLE")?;
            if role.starts_with("master") {
                return Ok(None);
            }
            // It refuses while it has no connection to its master.
            let goes_on = asked.get().is_some_and(|asked| asked.elapsed() < HAND_OVER);
            if !goes_on && replica.ask("CLUSTER FAILOVER").is_ok() {
                asked.set(Some(Instant::now()));
            }
            Ok(Some(role))
        };
        wait_until_agreed(slice::from_ref(self.other_of(master)), takes_over)?;
        self.wait_for_promotion(master)
    }

    /// Waits until the replica of a killed node is a master in its place, and all running nodes
    /// know it.
    ///
    /// # Errors
    ///
    /// If that does not happen in time.
    pub fn wait_for_promotion(&self, killed: usize) -> Result<(), Error> {
        let id = self.other_of(killed).ask("CLUSTER MYID")?;
        self.wait_until(|node| {
            let nodes = node.ask("CLUSTER NODES")?;
            let is_master = |line: &str| line.starts_with(&id) && line.contains("master");
            Ok((!nodes.lines().any(is_master)).then_some(nodes))
        })?;
        self.wait_until(is_served)
    }

    /// Starts a node again without its data, which was in memory. It becomes a replica of the node
    /// that took its place. This waits until it has a copy of the data.
    ///
    /// # Errors
    ///
    /// If it does not answer, or does not become a replica.
    pub fn start_again(&mut self, node: usize) -> Result<(), Error> {
        self.nodes[node].start_again()?;
        self.wait_until(|node| self.is_complete(node))
    }

    fn start_with(replicas: usize, options: &[&str]) -> Result<Self, Error> {
        let nodes = (0..MASTERS + replicas).map(|_| start_node(options));
        let cluster = Self { nodes: nodes.collect::<Result<_, _>>()? };
        cluster.share_slots()?;
        cluster.introduce()?;
        cluster.wait_until(|node| cluster.knows_all(node))?;
        cluster.assign_replicas()?;
        cluster.wait_until(|node| cluster.is_complete(node))?;
        if replicas > 0 {
            cluster.make_replicas_known()?;
        }
        Ok(cluster)
    }

    /// Returns the replica of a master. The two may have changed roles before.
    fn other_of(&self, node: usize) -> &Server {
        &self.nodes[(node + MASTERS) % self.nodes.len()]
    }

    fn masters_and_replicas(&self) -> (&[Server], &[Server]) {
        self.nodes.split_at(MASTERS)
    }

    fn share_slots(&self) -> Result<(), Error> {
        for (index, node) in self.masters_and_replicas().0.iter().enumerate() {
            // Each its own, so that they need not agree on that first.
            node.ask(&format!("CLUSTER SET-CONFIG-EPOCH {}", index + 1))?;
            let (first, next) = (SLOTS * index / MASTERS, SLOTS * (index + 1) / MASTERS);
            node.ask(&format!("CLUSTER ADDSLOTSRANGE {first} {}", next - 1))?;
        }
        Ok(())
    }

    /// Introduces every node to every other node, which is faster than gossip.
    fn introduce(&self) -> Result<(), Error> {
        for (index, node) in self.nodes.iter().enumerate() {
            for other in &self.nodes[..index] {
                let (port, bus_port) = (other.port(), bus_port(other)?);
                node.ask(&format!("CLUSTER MEET 127.0.0.1 {port} {bus_port}"))?;
            }
        }
        Ok(())
    }

    fn assign_replicas(&self) -> Result<(), Error> {
        let (masters, replicas) = self.masters_and_replicas();
        for (master, replica) in masters.iter().zip(replicas) {
            let id = master.ask("CLUSTER MYID")?;
            replica.ask(&format!("CLUSTER REPLICATE {id}"))?;
        }
        Ok(())
    }

    /// Writes something to copy: a node tells clients of a replica only after it has heard from
    /// that replica.
    fn make_replicas_known(&self) -> Result<(), Error> {
        for master in self.masters_and_replicas().0 {
            master.ask("FLUSHALL")?;
        }
        self.introduce()?;
        self.wait_until(|node| self.tells_of_all(node))
    }

    fn tells_of_all(&self, node: &Server) -> Result<Option<String>, Error> {
        let slots = node.ask("CLUSTER SLOTS")?;
        let is_told = |other: &Server| slots.lines().any(|line| line == other.port());
        Ok((!self.nodes.iter().all(is_told)).then_some(slots))
    }

    /// Returns what a node still lacks, or `None`.
    fn knows_all(&self, node: &Server) -> Result<Option<String>, Error> {
        let nodes = node.ask("CLUSTER NODES")?;
        let known = nodes.lines().filter(|line| !line.contains("handshake"));
        Ok((known.count() < self.nodes.len()).then_some(nodes))
    }

    fn is_complete(&self, node: &Server) -> Result<Option<String>, Error> {
        if let Some(info) = is_served(node)? {
            return Ok(Some(info));
        }
        let nodes = node.ask("CLUSTER NODES")?;
        let replicas = nodes.lines().filter(|line| line.contains("slave")).count();
        if replicas < self.masters_and_replicas().1.len() || nodes.contains("fail") {
            return Ok(Some(nodes));
        }
        let replication = node.ask("INFO replication")?;
        Ok(replication.contains("master_link_status:down").then_some(replication))
    }

    /// Waits until no node lacks anything.
    fn wait_until(
        &self,
        lacks: impl Fn(&Server) -> Result<Option<String>, Error>,
    ) -> Result<(), Error> {
        wait_until_agreed(&self.nodes, lacks)
    }
}

fn start_node(options: &[&str]) -> Result<Server, Error> {
    Server::start_guarded(|| {
        // Not the port that Redis would add 10000 to: that may be too high, or taken.
        let bus_port = free_port()?.to_string();
        let cluster = ["--cluster-enabled", "yes", "--cluster-port", &bus_port];
        let options = cluster.iter().chain(&WITHOUT_DELAY).chain(options);
        Ok(options.map(ToString::to_string).collect())
    })
}

/// Returns the bus port of a node. The node may have another one than at first.
fn bus_port(node: &Server) -> Result<String, Error> {
    let reply = node.ask("CONFIG GET cluster-port")?;
    Ok(reply.lines().last().unwrap_or_default().to_owned())
}

/// Returns the state of a node that does not know a master for each slot, or `None`.
fn is_served(node: &Server) -> Result<Option<String>, Error> {
    let info = node.ask("CLUSTER INFO")?;
    Ok((!info.contains("cluster_state:ok")).then_some(info))
}
