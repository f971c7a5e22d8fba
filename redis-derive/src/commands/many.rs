//! Many: many documents in few round trips. Commands with many keys, and many commands together,
//! are split into pieces that are small enough for a client with a short timeout.

use crate::client::{Client, Command};
use crate::commands::documents::{save, unexpected};
use crate::commands::entry::Entry;
use crate::commands::request::{Reader, Request, answer};
use crate::commands::transport::Transport;
use crate::errors::error::Error;
use crate::keys::as_key::AsKey;
use crate::keys::slot::slot;
use crate::reply::Reply;
use std::collections::{BTreeMap, VecDeque};

/// The most keys or commands in a piece.
const MOST: usize = 1000;

/// The bytes from which a piece is full, and from which a reply makes the next pieces smaller.
const LARGE: usize = 4 << 20;

/// Makes commands of this name with all keys. No keys make no command: the server refuses one
/// without keys.
pub(crate) fn of_keys<C: Client>(
    name: &str,
    keys: impl IntoIterator<Item = impl AsKey>,
) -> Vec<Command<C>> {
    let mut commands: Vec<Command<C>> = Vec::new();
    let mut bytes = 0;
    for key in keys {
        let key = key.as_key().as_str();
        bytes += key.len();
        match commands.last_mut() {
            Some(command) if command.key_count() < MOST && bytes <= LARGE => {
                command.add_key(key);
            }
            _ => {
                commands.push(Command::of_key(name, key));
                bytes = key.len();
            }
        }
    }
    commands
}

/// Several `MGET`s, which become smaller while the replies are large.
pub(crate) struct Loads<C: Client> {
    open: VecDeque<Command<C>>,
    most: usize,
}

impl<C: Client> Loads<C> {
    pub(crate) fn new(mgets: Vec<Command<C>>) -> Self {
        Self { open: mgets.into(), most: MOST }
    }

    pub(crate) fn add(&mut self, mgets: Vec<Command<C>>) {
        self.open.extend(mgets);
    }

    /// Loads the values at the keys of the next piece, in their order, or returns `None` after the
    /// last.
    pub(crate) async fn next(
        &mut self,
        con: &mut impl Transport<C>,
        type_name: &'static str,
    ) -> Result<Option<Vec<C::Value>>, Error> {
        let Some(mget) = self.piece() else { return Ok(None) };
        let reply = con.send(&mget).await.map_err(|error| Error::of_client(type_name, error))?;
        let reply = answer::<C>(reply, type_name)?;
        let found = C::into_elements(reply).map_err(|_| unexpected(type_name))?;
        if found.len() != mget.key_count() {
            return Err(unexpected(type_name));
        }
        let length = |found| C::reply(found).text().map_or(0, <[u8]>::len);
        self.replied(mget.key_count(), found.iter().map(length).sum());
        Ok(Some(found))
    }

    fn piece(&mut self) -> Option<Command<C>> {
        let command = self.open.pop_front()?;
        if command.key_count() <= self.most {
            return Some(command);
        }
        command.split(self.most).into_iter().rev().for_each(|piece| self.open.push_front(piece));
        self.open.pop_front()
    }

    fn replied(&mut self, keys: usize, bytes: usize) {
        if bytes > LARGE {
            self.most = (keys / 2).max(1);
        } else if bytes < LARGE / 4 {
            self.most = MOST.min(self.most * 2);
        }
    }
}

/// Loads the values at all keys of these `MGET`s.
pub(crate) async fn load_all<C: Client>(
    con: &mut impl Transport<C>,
    mgets: Vec<Command<C>>,
    type_name: &'static str,
) -> Result<Vec<C::Value>, Error> {
    let mut all = Vec::with_capacity(mgets.iter().map(Command::key_count).sum());
    let mut loads = Loads::new(mgets);
    while let Some(found) = loads.next(con, type_name).await? {
        all.extend(found);
    }
    Ok(all)
}

pub(crate) async fn load_many<C: Client, F>(
    mut con: impl Transport<C>,
    keys: Vec<Command<C>>,
    type_name: &'static str,
    found_in: fn(C::Value) -> Result<F, Error>,
) -> Result<Vec<F>, Error> {
    let mut all = Vec::with_capacity(keys.iter().map(Command::key_count).sum());
    let mut loads = Loads::new(keys);
    while let Some(found) = loads.next(&mut con, type_name).await? {
        for found in found {
            all.push(found_in(found)?);
        }
    }
    Ok(all)
}

/// Removes the keys, and returns how many existed.
pub(crate) async fn remove_many<C: Client>(
    con: &mut impl Transport<C>,
    keys: Vec<Command<C>>,
    type_name: &'static str,
) -> Result<u64, Error> {
    let mut count = 0;
    for unlink in keys {
        let reply = con.send(&unlink).await.map_err(|error| Error::of_client(type_name, error))?;
        match C::reply(&answer::<C>(reply, type_name)?) {
            Reply::Integer(removed) => count += removed.unsigned_abs(),
            _ => return Err(unexpected(type_name)),
        }
    }
    Ok(count)
}

/// Makes the request for each entry, or returns the error of the entry.
pub(crate) fn saves<C: Client, E: Entry>(
    entries: impl IntoIterator<Item = E>,
) -> Vec<Result<Save<C>, Error>> {
    entries.into_iter().map(|entry| save(&entry)).collect()
}

type Save<C> = Request<C, Reader<C, ()>>;

/// Stores all entries, and returns the result for each.
pub(crate) async fn save_many<C: Client>(
    mut con: impl Transport<C>,
    saves: Vec<Result<Save<C>, Error>>,
    type_name: &'static str,
) -> Vec<Result<(), Error>> {
    let mut ready = Vec::with_capacity(saves.len());
    let mut take = |Request { command, read, .. }: Save<C>| {
        ready.push(command);
        read
    };
    let readers: Vec<_> = saves.into_iter().map(|save| save.map(&mut take)).collect();
    let mut replies = send_each(&mut con, ready, type_name).await.into_iter();
    let outcome = |read: Result<Reader<C, ()>, Error>| {
        let read = read?;
        let reply = replies.next().unwrap_or_else(|| Err(unexpected(type_name)))?;
        read(answer::<C>(reply, type_name)?, type_name)
    };
    readers.into_iter().map(outcome).collect()
}

/// Sends all commands, and returns the reply to each. If the connection fails, commands without a
/// reply return that error.
pub(crate) async fn send_each<C: Client>(
    con: &mut impl Transport<C>,
    commands: Vec<Command<C>>,
    type_name: &'static str,
) -> Vec<Result<C::Value, Error>> {
    let of_client = |error| Error::of_client(type_name, error);
    let mut all: Vec<Option<Result<C::Value, Error>>> = commands.iter().map(|_| None).collect();
    let mut unanswered = unexpected(type_name);
    for piece in pieces(con, commands.into_iter().enumerate().collect()) {
        let (indices, commands): (Vec<_>, Vec<_>) = piece.into_iter().unzip();
        // A client of a cluster returns one error for all commands if the server refuses one. None
        // of these commands does harm if it is sent again.
        let is_cluster = con.may_be_cluster();
        let again: Vec<_> = commands.iter().filter(|_| is_cluster).map(Command::copy).collect();
        match con.send_all(commands).await {
            Ok(replies) => {
                for (index, reply) in indices.into_iter().zip(replies) {
                    all[index] = Some(reply.map_err(of_client));
                }
            }
            Err(error) if is_cluster && C::code(&error).is_some() => {
                for (index, command) in indices.into_iter().zip(again) {
                    all[index] = Some(con.send(&command).await.map_err(of_client));
                }
            }
            Err(error) => {
                unanswered = of_client(error);
                break;
            }
        }
    }
    let known = |reply: Option<_>| reply.unwrap_or_else(|| Err(unanswered.clone()));
    all.into_iter().map(known).collect()
}

/// Splits the commands into pieces. In a cluster, the commands of a piece belong to one slot.
fn pieces<C: Client>(
    con: &impl Transport<C>,
    commands: VecDeque<(usize, Command<C>)>,
) -> Vec<Vec<(usize, Command<C>)>> {
    let mut by_slot: BTreeMap<u16, VecDeque<_>> = BTreeMap::new();
    if con.may_be_cluster() {
        let namespace = con.namespace();
        for command in commands {
            let key = format!("{namespace}{}", command.1.key().unwrap_or_default());
            by_slot.entry(slot(&key)).or_default().push_back(command);
        }
    } else {
        by_slot.insert(0, commands);
    }
    by_slot.into_values().flat_map(cut).collect()
}

fn cut<C: Client>(mut commands: VecDeque<(usize, Command<C>)>) -> Vec<Vec<(usize, Command<C>)>> {
    let mut pieces: Vec<Vec<_>> = Vec::new();
    let mut bytes = 0;
    while let Some(command) = commands.pop_front() {
        bytes += command.1.length();
        match pieces.last_mut() {
            Some(piece) if piece.len() < MOST && bytes <= LARGE => piece.push(command),
            _ => {
                bytes = command.1.length();
                pieces.push(vec![command]);
            }
        }
    }
    pieces
}

#[cfg(all(test, feature = "redis-1"))]
mod tests {
    use super::{LARGE, cut};
    use crate::client::{Command, Redis1};

    /// The lengths of the pieces that commands with arguments of these lengths are cut into.
    fn pieces(lengths: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let command = |length: usize| {
            let mut command = Command::<Redis1>::of_key("SET", "k");
            command.add("x".repeat(length - 4).as_bytes());
            command
        };
        let pieces = cut(lengths.into_iter().map(command).enumerate().collect());
        let indices = pieces.iter().flatten().map(|(index, _)| *index);
        assert!(indices.eq(0..pieces.iter().map(Vec::len).sum()), "they stay in their order");
        pieces.iter().map(Vec::len).collect()
    }

    #[test]
    fn a_piece_is_full_of_commands_or_of_bytes() {
        assert!(pieces([]).is_empty());
        assert_eq!(pieces([10; 1000]), [1000]);
        assert_eq!(pieces([10; 2001]), [1000, 1000, 1]);
        assert_eq!(pieces([LARGE - 10, 10, 10]), [2, 1]);
        assert_eq!(pieces([LARGE - 9, 10, 10]), [1, 2]);
        assert_eq!(pieces([2 * LARGE, 10, LARGE, LARGE - 10, 10]), [1, 1, 1, 2]);
    }
}
