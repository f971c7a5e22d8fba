//! Link: the way of commands to the server and of replies back, and what may happen on it.

use crate::redis::{Network, Redis};
use crate::server::Session;
use crate::server::reply::Reply;
use redis_1::{Parser, RedisError, RedisResult, Value};
use std::time::Duration;
use std::{io, mem};

/// How a connection breaks around a command. Whoever sent it cannot tell these apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The command does not reach the server.
    Before,
    /// The reply does not come back.
    After,
    /// The connection is gone while the command is still on its way: it runs later.
    Meanwhile,
}

/// That of an update.
const LONGEST_WAIT: Duration = Duration::from_millis(8);

/// That of one whose machine is busy meanwhile: a lease may be over then.
const LONGER_WAIT: Duration = Duration::from_secs(5);

const CUTS: [Cut; 3] = [Cut::Before, Cut::After, Cut::Meanwhile];

pub(crate) struct Link {
    redis: Redis,
    session: Session,
    is_open: bool,
    /// Nothing is on its way: the command is there, and its reply as well.
    is_at_once: bool,
    /// What happens to the next command, where a test says so.
    next_cut: Option<Cut>,
}

impl Link {
    pub(crate) fn new(redis: &Redis) -> Self {
        let session = Session::default();
        Self { redis: redis.clone(), session, is_open: true, is_at_once: false, next_cut: None }
    }

    pub(crate) fn at_once(redis: &Redis) -> Self {
        Self { is_at_once: true, ..Self::new(redis) }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    pub(crate) fn cut_next(&mut self, cut: Cut) {
        self.next_cut = Some(cut);
    }

    /// As long as an update waits after a conflict, and a caller for an entry, by the clock of the
    /// simulation.
    pub(crate) async fn wait_a_while(&self) {
        let simulation = &self.redis.simulation;
        let is_busy = simulation.below(4) == 0;
        let longest = if is_busy { LONGER_WAIT } else { LONGEST_WAIT };
        simulation.sleep(simulation.up_to(longest)).await;
    }

    /// Sends commands in a row, of which the first replies are left out.
    pub(crate) async fn send_all(
        &mut self,
        packed: &[u8],
        offset: usize,
        count: usize,
    ) -> RedisResult<Vec<Value>> {
        let requests = unpack(packed, offset + count)?;
        let mut replies = Vec::with_capacity(requests.len());
        for request in requests {
            replies.push(self.run(request).await?.into_value()?);
        }
        self.travel().await;
        let is_spoilt =
            replies[..offset].iter().any(|reply| matches!(reply, Value::ServerError(_)));
        let replies = replies.split_off(offset);
        // A transaction that could not be queued is an error as a whole.
        if is_spoilt {
            replies.into_iter().map(Value::extract_error).collect()
        } else {
            Ok(replies)
        }
    }

    pub(crate) async fn send(&mut self, packed: &[u8]) -> RedisResult<Value> {
        let mut replies = self.send_all(packed, 0, 1).await?;
        Ok(replies.remove(0))
    }

    async fn run(&mut self, request: Vec<Vec<u8>>) -> RedisResult<Reply> {
        if !self.is_open {
            return Err(broken(io::ErrorKind::BrokenPipe));
        }
        let cut = self.cut();
        let sent = Sent { link: self, request };
        sent.link.travel().await;
        match cut {
            None => return Ok(sent.arrive()),
            Some(Cut::Before) => sent.get_lost(),
            Some(Cut::After) => drop(sent.arrive()),
            Some(Cut::Meanwhile) => drop(sent),
        }
        self.is_open = false;
        self.travel().await;
        Err(broken(io::ErrorKind::UnexpectedEof))
    }

    /// Where the test says so, and where the seed does.
    fn cut(&mut self) -> Option<Cut> {
        if let Some(cut) = self.next_cut.take() {
            return Some(cut);
        }
        let Network { one_cut_in, .. } = self.redis.network();
        let simulation = &self.redis.simulation;
        let is_cut = !self.is_at_once && one_cut_in > 0 && simulation.below(one_cut_in) == 0;
        is_cut.then(|| simulation.one_of(&CUTS))
    }

    /// One way, on which others may go first.
    async fn travel(&self) {
        if self.is_at_once {
            return;
        }
        let simulation = &self.redis.simulation;
        simulation.pause().await;
        let Network { slowest, .. } = self.redis.network();
        if !slowest.is_zero() && simulation.below(4) == 0 {
            simulation.sleep(simulation.up_to(slowest)).await;
        }
    }
}

/// A command on its way. Nobody can call it back: if this is dropped, also by a caller who does not
/// wait any longer, the command still arrives, later.
struct Sent<'link> {
    link: &'link mut Link,
    request: Vec<Vec<u8>>,
}

impl Sent<'_> {
    fn arrive(mut self) -> Reply {
        let request = mem::take(&mut self.request);
        self.link.redis.execute(&mut self.link.session, &request)
    }

    fn get_lost(mut self) {
        self.request.clear();
    }
}

impl Drop for Sent<'_> {
    fn drop(&mut self) {
        let request = mem::take(&mut self.request);
        if request.is_empty() {
            return;
        }
        let mut late = Link::new(&self.link.redis);
        mem::swap(&mut late.session, &mut self.link.session);
        self.link.redis.simulation.spawn(async move {
            late.travel().await;
            late.redis.execute(&mut late.session, &request);
        });
    }
}

fn broken(kind: io::ErrorKind) -> RedisError {
    io::Error::from(kind).into()
}

/// The commands in what a client sends, which are arrays of strings.
fn unpack(packed: &[u8], count: usize) -> RedisResult<Vec<Vec<Vec<u8>>>> {
    let (mut parser, mut rest) = (Parser::new(), packed);
    (0..count)
        .map(|_| redis_1::from_redis_value(parser.parse_value(&mut rest)?).map_err(Into::into))
        .collect()
}
