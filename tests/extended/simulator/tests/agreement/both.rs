//! Both: a server and the simulator, side by side.

use crate::alike::alike;
use crate::steps::{Command, Step, Switch};
use proptest::prelude::*;
use redis_1::{Cmd, ConnectionLike, RedisResult, Value, cmd};
use simulator::{Redis, Simulation};
use std::collections::BTreeSet;
use std::time::Duration;
use test_server::Server;

pub(crate) struct Both {
    real: redis_1::Connection,
    /// For what is no part of a transaction that is open.
    admin: redis_1::Connection,
    redis: Redis,
    simulated: simulator::Connection,
    is_in_transaction: bool,
    switch: Switch,
}

impl Both {
    pub(crate) fn start(server: &Server) -> Self {
        let connect = || redis_1::Client::open(server.url()).unwrap().get_connection().unwrap();
        let mut admin = connect();
        cmd("FLUSHALL").exec(&mut admin).unwrap();
        cmd("SCRIPT").arg("FLUSH").exec(&mut admin).unwrap();
        let (seconds, _): (u64, u64) = cmd("TIME").query(&mut admin).unwrap();
        let simulation = Simulation::new(0);
        simulation.move_to(Duration::from_secs(seconds));
        let redis = Redis::new(&simulation);
        let (simulated, switch) = (redis.connect_at_once(), Switch::Works);
        Self { real: connect(), admin, redis, simulated, is_in_transaction: false, switch }
    }

    pub(crate) fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Send(command) => self.send(command),
            Step::Walk(_) if self.is_in_transaction => Ok(()),
            Step::Walk(options) => {
                let (real, simulated) = (
                    walk_through(&mut self.real, options),
                    walk_through(&mut self.simulated, options),
                );
                prop_assert_eq!(simulated, real, "{:?}", options);
                Ok(())
            }
            Step::Switch(switch) => {
                self.turn(*switch);
                Ok(())
            }
        }
    }

    fn send(&mut self, command: &Command) -> Result<(), TestCaseError> {
        let name = command[0].to_uppercase();
        if self.is_in_transaction && self.depends_on_the_server(&name) {
            return Ok(());
        }
        let real = send(&mut self.real, command).unwrap();
        let simulated = send(&mut self.simulated, command).unwrap();
        prop_assert!(
            alike(&real, &simulated),
            "{:?}:\n     real {:?}\nsimulated {:?}",
            command,
            real,
            simulated
        );
        let has_worked = !matches!(real, Value::ServerError(_));
        match name.as_str() {
            "MULTI" if has_worked => self.is_in_transaction = true,
            "EXEC" | "DISCARD" if command.len() == 1 => self.is_in_transaction = false,
            _ => {}
        }
        Ok(())
    }

    /// Whether a second `MULTI` spoils the first one, and what is queued for want of memory: Redis
    /// queues nothing at all then, and Valkey what does not need any.
    fn depends_on_the_server(&self, name: &str) -> bool {
        let is_queued = !["SET", "LPUSH", "EXEC", "DISCARD"].contains(&name);
        name == "MULTI" || self.switch == Switch::IsOutOfMemory && is_queued
    }

    pub(crate) fn turn(&mut self, switch: Switch) {
        let (is_read_only, is_out_of_memory) =
            (switch == Switch::IsReadOnly, switch == Switch::IsOutOfMemory);
        let master = if is_read_only { ["127.0.0.1", "1"] } else { ["NO", "ONE"] };
        cmd("REPLICAOF").arg(&master).exec(&mut self.admin).unwrap();
        let memory = u8::from(is_out_of_memory);
        cmd("CONFIG").arg("SET").arg("maxmemory").arg(memory).exec(&mut self.admin).unwrap();
        self.redis.set_read_only(is_read_only);
        self.redis.set_out_of_memory(is_out_of_memory);
        self.switch = switch;
    }
}

fn packed(command: &[String]) -> Cmd {
    let mut packed = Cmd::new();
    packed.arg(command);
    packed
}

fn send(con: &mut impl ConnectionLike, command: &[String]) -> RedisResult<Value> {
    con.req_command(&packed(command))
}

fn walk_through(con: &mut impl ConnectionLike, options: &[String]) -> BTreeSet<String> {
    let (mut cursor, mut found) = ("0".to_owned(), BTreeSet::new());
    loop {
        let scan = [&["SCAN".to_owned(), cursor], options].concat();
        let (next, keys): (String, Vec<String>) = packed(&scan).query(con).unwrap();
        found.extend(keys);
        if next == "0" {
            return found;
        }
        cursor = next;
    }
}
