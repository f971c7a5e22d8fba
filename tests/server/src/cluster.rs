//! `Cluster`: a private Redis cluster on loopback.
//!
//! `redis-cli --cluster create` is not asked for, so that a server alone is enough: what it does are the few commands here
//! (<https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/>).

use crate::agreement::{WITHOUT_DELAY, wait_until_agreed};
use crate::{Error, Proxy, Server, free_port, json_module};
use std::cell::Cell;
use std::slice;
use std::time::{Duration, Instant};

const MASTERS: usize = 3;
const SLOTS: usize = 16384;

/// A replica that has not taken its master's place by then has given up.
const HAND_OVER: Duration = Duration::from_secs(6);

/// A running cluster of three masters, each of which may have a replica.
#[derive(Debug)]
pub struct Cluster {
    /// The masters, then the replicas in the same order.
    nodes: Vec<Server>,
}

impl Cluster {
    /// A private cluster of three masters, whatever `REDIS_URL` says. It takes about two seconds, in which a master
    /// waits for others that may know better.
    ///
    /// # Errors
    ///
    /// When there is no server to start, or the servers do not become a cluster: the error says what to do.
    pub fn start() -> Result<Self, Error> {
        Self::start_with(0, &[])
    }

    /// The same with a replica for each master.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start).
    pub fn start_with_replicas() -> Result<Self, Error> {
        Self::start_with(MASTERS, &[])
    }

    /// The same as [`start`](Self::start) with the RedisJSON module, which `REDIS_JSON_MODULE` has the path of.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start), and when there is no module.
    pub fn start_with_json() -> Result<Self, Error> {
        Self::start_with(0, &["--loadmodule", &json_module()?])
    }

    /// The same, where a replica takes the place of a master that was [killed](Self::kill) within seconds.
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

    /// Where to connect to, as `redis://127.0.0.1:PORT/`: the masters in the order of their slots, then their replicas.
    #[must_use]
    pub fn urls(&self) -> Vec<&str> {
        self.nodes.iter().map(Server::url).collect()
    }

    /// A proxy in front of each node, in the order of the URLs, to which clients and replicas are led from now on.
    ///
    /// # Errors
    ///
    /// When a proxy does not start, or the nodes do not take it up.
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

    /// Kills a node, by its place among the URLs, as a crash does.
    ///
    /// # Errors
    ///
    /// When it does not stop.
    pub fn kill(&mut self, node: usize) -> Result<(), Error> {
        self.nodes[node].kill()
    }

    /// Lets the replica of a master take its place, by its place among the URLs, so that nothing is lost, and waits until all know
    /// it.
    ///
    /// # Errors
    ///
    /// When that does not come to pass.
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

    /// Waits until the replica of a node that was killed is the master in its place, and all that run know it.
    ///
    /// # Errors
    ///
    /// When that does not come to pass.
    pub fn wait_for_promotion(&self, killed: usize) -> Result<(), Error> {
        let id = self.other_of(killed).ask("CLUSTER MYID")?;
        self.wait_until(|node| {
            let nodes = node.ask("CLUSTER NODES")?;
            let is_master = |line: &str| line.starts_with(&id) && line.contains("master");
            Ok((!nodes.lines().any(is_master)).then_some(nodes))
        })?;
        self.wait_until(is_served)
    }

    /// Starts a node again, without its data, which it kept in memory. It comes back as a replica of the one that has taken its place,
    /// and this waits until it has a copy.
    ///
    /// # Errors
    ///
    /// When it does not answer, or does not find its place.
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

    /// The replica of a master. Which of the two was that at first does not matter: they may have changed places before.
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

    /// Every node to every other one: it is faster than to wait for gossip.
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

    /// A node tells clients of a replica when it has heard from there that there has been something to copy.
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

    /// What a node still lacks, or `None`.
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

/// It says so itself: it may have been given another one than at first.
fn bus_port(node: &Server) -> Result<String, Error> {
    let reply = node.ask("CONFIG GET cluster-port")?;
    Ok(reply.lines().last().unwrap_or_default().to_owned())
}

/// What a node says where it does not know of a master for each slot.
fn is_served(node: &Server) -> Result<Option<String>, Error> {
    let info = node.ask("CLUSTER INFO")?;
    Ok((!info.contains("cluster_state:ok")).then_some(info))
}
