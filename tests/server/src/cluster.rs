//! `Cluster`: a private Redis cluster on loopback.
//!
//! `redis-cli --cluster create` is not asked for, so that a server alone is enough: what it does are the few commands here
//! (<https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/>).

use crate::ask::ask;
use crate::{Error, PATIENCE, Proxy, Server, free_port};
use std::thread::sleep;
use std::time::{Duration, Instant};

const MASTERS: u32 = 3;
const SLOTS: u32 = 16384;

/// A running cluster of three masters, each of which may have a replica.
#[derive(Debug)]
pub struct Cluster {
    /// The masters, then the replicas in the same order.
    nodes: Vec<Node>,
}

impl Cluster {
    /// A private cluster of three masters, whatever `REDIS_URL` says. It takes about two seconds, in which a master
    /// waits for others that may know better.
    ///
    /// # Errors
    ///
    /// When there is no server to start, or the servers do not become a cluster: the error says what to do.
    pub fn start() -> Result<Self, Error> {
        Self::start_with(0)
    }

    /// The same with a replica for each master.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start).
    pub fn start_with_replicas() -> Result<Self, Error> {
        Self::start_with(MASTERS)
    }

    /// Where to connect to, as `redis://127.0.0.1:PORT/`: the masters, then their replicas.
    #[must_use]
    pub fn urls(&self) -> Vec<&str> {
        self.nodes.iter().map(|node| node.server.url()).collect()
    }

    /// A proxy in front of each node, in the order of the URLs, to which clients are led from now on.
    ///
    /// # Errors
    ///
    /// When a proxy does not start, or the nodes do not take it up.
    pub fn put_behind_proxies(&self) -> Result<Vec<Proxy>, Error> {
        let mut proxies = Vec::new();
        for node in &self.nodes {
            let proxy = Proxy::start(node.server.url())?;
            node.ask(&format!("CONFIG SET cluster-announce-port {}", proxy.port()))?;
            proxies.push(proxy);
        }
        self.wait_until(Instant::now() + PATIENCE, |node| {
            let nodes = node.ask("CLUSTER NODES")?;
            let is_known = |proxy: &Proxy| nodes.contains(&format!(":{}@", proxy.port()));
            Ok((!proxies.iter().all(is_known)).then_some(nodes))
        })?;
        Ok(proxies)
    }

    fn start_with(replicas: u32) -> Result<Self, Error> {
        let nodes = (0..MASTERS + replicas).map(|_| Node::start()).collect::<Result<_, _>>()?;
        let cluster = Self { nodes };
        let deadline = Instant::now() + PATIENCE;
        cluster.share_slots()?;
        cluster.introduce()?;
        cluster.wait_until(deadline, |node| cluster.knows_all(node))?;
        cluster.assign_replicas()?;
        cluster.wait_until(deadline, |node| cluster.is_complete(node))?;
        Ok(cluster)
    }

    fn masters_and_replicas(&self) -> (&[Node], &[Node]) {
        self.nodes.split_at(MASTERS as usize)
    }

    fn share_slots(&self) -> Result<(), Error> {
        for (index, node) in (0..).zip(self.masters_and_replicas().0) {
            // Each its own, so that they need not agree on that first.
            node.ask(&format!("CLUSTER SET-CONFIG-EPOCH {}", index + 1))?;
            let (first, next) = (SLOTS * index / MASTERS, SLOTS * (index + 1) / MASTERS);
            node.ask(&format!("CLUSTER ADDSLOTSRANGE {first} {}", next - 1))?;
        }
        Ok(())
    }

    /// Every node to every other one: it is faster than to wait for gossip.
    fn introduce(&self) -> Result<(), Error> {
        for (index, node) in self.nodes.iter().enumerate() {
            for other in &self.nodes[..index] {
                let (port, bus_port) = (other.port(), other.bus_port()?);
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

    /// What a node still lacks, or `None`.
    fn knows_all(&self, node: &Node) -> Result<Option<String>, Error> {
        let nodes = node.ask("CLUSTER NODES")?;
        let known = nodes.lines().filter(|line| !line.contains("handshake"));
        Ok((known.count() < self.nodes.len()).then_some(nodes))
    }

    fn is_complete(&self, node: &Node) -> Result<Option<String>, Error> {
        let info = node.ask("CLUSTER INFO")?;
        if !info.contains("cluster_state:ok") {
            return Ok(Some(info));
        }
        let nodes = node.ask("CLUSTER NODES")?;
        let replicas = nodes.lines().filter(|line| line.contains("slave")).count();
        if replicas < self.masters_and_replicas().1.len() {
            return Ok(Some(nodes));
        }
        let replication = node.ask("INFO replication")?;
        Ok(replication.contains("master_link_status:down").then_some(replication))
    }

    /// Waits until no node lacks anything.
    fn wait_until(
        &self,
        deadline: Instant,
        lacks: impl Fn(&Node) -> Result<Option<String>, Error>,
    ) -> Result<(), Error> {
        for node in &self.nodes {
            while let Some(output) = lacks(node)? {
                if Instant::now() > deadline {
                    return Err(Error::NoCluster { output });
                }
                sleep(Duration::from_millis(20));
            }
        }
        Ok(())
    }
}

/// A server that is one of the cluster's.
#[derive(Debug)]
struct Node {
    server: Server,
}

impl Node {
    fn start() -> Result<Self, Error> {
        let server = Server::start_guarded(|| {
            // Not the port that Redis would add 10000 to: that may be too high, or taken.
            let bus_port = free_port()?.to_string();
            let options = ["--cluster-enabled", "yes", "--cluster-port", &bus_port];
            // Nothing waits for replicas: not the first copy, and not the end.
            let at_once = ["--repl-diskless-sync-delay", "0", "--shutdown-timeout", "0"];
            Ok(options.into_iter().chain(at_once).map(str::to_owned).collect())
        })?;
        Ok(Self { server })
    }

    fn port(&self) -> &str {
        self.server.address().rsplit(':').next().unwrap_or_default()
    }

    /// It says so itself: it may have been given another one than at first.
    fn bus_port(&self) -> Result<String, Error> {
        let reply = self.ask("CONFIG GET cluster-port")?;
        Ok(reply.lines().last().unwrap_or_default().to_owned())
    }

    /// The reply to a command, as text.
    fn ask(&self, command: &str) -> Result<String, Error> {
        let reply = ask(self.server.address(), command)?;
        if reply.starts_with('-') {
            return Err(Error::NoCluster { output: format!("{command}: {reply}") });
        }
        Ok(reply)
    }
}
