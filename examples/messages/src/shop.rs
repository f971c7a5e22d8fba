//! What the workers of the program do with an event.

use crate::event::Event;
use crate::worker::Failure;
use redis::AsyncCommands;
use redis::aio::ConnectionManager;
use std::time::Duration;
use tokio::time::sleep;

/// A shop, which notes the events that it has handled. Its connection connects again by itself, and
/// is for everything that does not wait: any number of workers can share it.
#[derive(Clone, Debug)]
pub struct Shop {
    /// The connection.
    pub con: ConnectionManager,
    /// The key of a set with the ids of the events that have been handled. It grows: forget those
    /// that no producer sends again.
    pub handled: String,
    /// How long it takes to handle one.
    pub pace: Duration,
}

impl Shop {
    /// Handles an event. It may come twice, and the second time there is nothing to do.
    ///
    /// # Errors
    ///
    /// Where a parcel has no carrier, and those of the client.
    pub async fn handle(mut self, event: Event) -> Result<(), Failure> {
        sleep(self.pace).await;
        if matches!(&event, Event::Shipped { carrier, .. } if carrier.is_empty()) {
            return Err("there is no carrier".into());
        }
        // Whatever else is to be done belongs into one transaction with this, which is all there is
        // here.
        let is_new: bool = self.con.sadd(&self.handled, event.id()).await?;
        let when = if is_new { "now" } else { "before" };
        println!("event {} was handled {when}", event.id());
        Ok(())
    }
}
