//! What the program does with a profile, on any asynchronous connection.

// By the module around this one, which names the client: it is compiled for several. A program with one names that here.
use super::{AsyncDocumentCommands, RedisResult};
use crate::profile::UserProfile;

/// Stores a profile under its key, for as long as the type says.
///
/// # Errors
///
/// Those of the client.
pub async fn save(con: &mut impl AsyncDocumentCommands, profile: &UserProfile) -> RedisResult<()> {
    con.save(profile).await
}

/// The profile of a user, if there is one.
///
/// # Errors
///
/// Those of the client, and one where the document is no profile.
pub async fn load(
    con: &mut impl AsyncDocumentCommands,
    id: u64,
) -> RedisResult<Option<UserProfile>> {
    con.load(&UserProfile::key_for(id)).await
}

/// Counts a visit, and says how many there are then. However many count at once, each visit is counted.
///
/// # Errors
///
/// Those of the client, after which the visit may or may not be counted, and one where the document is no profile.
pub async fn count_visit(
    con: &mut impl AsyncDocumentCommands,
    id: u64,
) -> RedisResult<Option<u64>> {
    let profile = con.update(&UserProfile::key_for(id), |profile| profile.visits += 1).await?;
    Ok(profile.map(|profile| profile.visits))
}
