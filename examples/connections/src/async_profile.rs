//! What the program does with a profile, on any asynchronous connection of any client.

use crate::profile::User;
use redis_derive::client::Client;
use redis_derive::{AsyncDocumentCommands, Error};

/// Stores a profile under its key, for as long as the type says.
///
/// # Errors
///
/// Those of the client.
pub async fn save<C: Client>(
    con: &mut impl AsyncDocumentCommands<C>,
    profile: &User,
) -> Result<(), Error> {
    con.save(profile).await
}

/// The profile of a user, if there is one.
///
/// # Errors
///
/// Those of the client, and one where the document is no profile.
pub async fn load<C: Client>(
    con: &mut impl AsyncDocumentCommands<C>,
    id: u64,
) -> Result<Option<User>, Error> {
    con.load(User::key_for(id)).await
}

/// Counts a visit, and says how many there are then. However many count at once, each visit is
/// counted.
///
/// # Errors
///
/// Those of the client, after which the visit may or may not be counted, and one where the document
/// is no profile.
pub async fn count_visit<C: Client>(
    con: &mut impl AsyncDocumentCommands<C>,
    id: u64,
) -> Result<Option<u64>, Error> {
    let profile = con.update(User::key_for(id), |profile| profile.visits += 1).await?;
    Ok(profile.map(|profile| profile.visits))
}
