//! Namespaced: a connection that puts the name of an environment or a tenant before every key.

#[cfg(feature = "aio")]
use crate::client::AsyncConnection;
use crate::client::{Client, Command, Connection, Pipeline, Replies};
use crate::errors::error::{Error, ErrorKind};
use std::any::type_name;
use std::sync::Arc;
use std::time::Duration;

/// A connection or a pipeline in a namespace. In the namespace `staging`, the key `user:42` is
/// `staging:user:42` on the server.
///
/// It has only the commands of this library, and all of them stay in the namespace. A scan returns
/// keys without the namespace, so a key can go into the next command. The client's own commands do
/// not know namespaces: [`inner_mut`](Self::inner_mut) gives access to them, and
/// [`full_key`](Self::full_key) makes the key for them.
///
/// A namespace never sees the keys of another one, even if one name begins with the other. A
/// connection without a namespace sees all keys: there, the pattern `{tenant}:{id}` also finds
/// `staging:42`. A `Namespaced` around another one is a namespace inside that namespace: its name
/// comes second.
///
/// # Examples
///
/// ```
/// # use doc_example::*;
/// # example(|con, ada, key, any_key| {
/// let mut staging = Namespaced::new(con, "redis-derive-staging")?;
/// staging.save(&ada)?; // SET redis-derive-staging:redis-derive:user:… {…} EX 1800
/// assert_eq!(staging.load(&key)?, Some(ada.clone()));
///
/// let mut pipeline = staging.around(redis::pipe());
/// pipeline.load(&key).remove(&key);
/// let (user, removed): (Option<User>, bool) = pipeline.inner().query(staging.inner_mut())?;
/// assert!(user == Some(ada) && removed);
/// # Ok(()) });
/// ```
#[derive(Clone, Debug)]
pub struct Namespaced<Con> {
    inner: Con,
    /// With the `:` at its end.
    namespace: Arc<str>,
}

impl<Con> Namespaced<Con> {
    /// Puts a connection or a pipeline into a namespace.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Namespace`] if the name is empty, or contains `:`, `{` or `}`. With a `:`, one
    /// namespace could be inside another. A brace would change the [hash tag] of each key.
    ///
    /// [hash tag]: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{ErrorKind, Namespaced};
    ///
    /// let error = Namespaced::new((), "eu:staging").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Namespace);
    /// ```
    pub fn new(inner: Con, namespace: &str) -> Result<Self, Error> {
        if namespace.is_empty() || namespace.contains([':', '{', '}']) {
            let reason = "it is empty, or has `:`, `{` or `}` in it";
            return Err(Error::new(ErrorKind::Namespace, type_name::<Con>(), reason));
        }
        Ok(Self { inner, namespace: format!("{namespace}:").into() })
    }

    /// Puts a pipeline, or another connection, into the same namespace.
    #[must_use]
    pub fn around<Other>(&self, inner: Other) -> Namespaced<Other> {
        Namespaced { inner, namespace: Arc::clone(&self.namespace) }
    }

    /// Returns the key with the namespace, for the client's own commands.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::{Key, Namespaced};
    ///
    /// let visits: Key<u64> = Key::new("visits");
    /// assert_eq!(Namespaced::new((), "staging")?.full_key(&visits), "staging:visits");
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    pub fn full_key(&self, key: impl AsRef<str>) -> String {
        format!("{}{}", self.namespace, key.as_ref())
    }

    /// Returns the connection or the pipeline without the namespace.
    pub fn inner(&self) -> &Con {
        &self.inner
    }

    /// Returns the connection or the pipeline without the namespace, for the client's own commands.
    pub fn inner_mut(&mut self) -> &mut Con {
        &mut self.inner
    }
}

fn all_in_namespace<C: Client>(commands: &[Command<C>], namespace: &str) -> Vec<Command<C>> {
    commands.iter().map(|command| command.in_namespace(namespace)).collect()
}

// These impls do not overlap those for the clients' `ConnectionLike`, which `Namespaced` does not
// implement.

#[diagnostic::do_not_recommend]
impl<C: Client, Con: Connection<C>> Connection<C> for Namespaced<Con> {
    fn send_document_command(&mut self, command: &Command<C>) -> Result<C::Value, C::Error> {
        self.inner.send_document_command(&command.in_namespace(&self.namespace))
    }

    fn send_document_commands(&mut self, commands: Vec<Command<C>>) -> Replies<C> {
        self.inner.send_document_commands(all_in_namespace(&commands, &self.namespace))
    }

    fn may_be_cluster(&self) -> bool {
        self.inner.may_be_cluster()
    }

    fn wait_for_document(&mut self, time: Duration) {
        self.inner.wait_for_document(time);
    }

    fn document_namespace(&self) -> String {
        self.inner.document_namespace() + &self.namespace
    }
}

#[cfg(feature = "aio")]
#[diagnostic::do_not_recommend]
impl<C: Client, Con: AsyncConnection<C>> AsyncConnection<C> for Namespaced<Con> {
    async fn send_document_command(&mut self, command: &Command<C>) -> Result<C::Value, C::Error> {
        self.inner.send_document_command(&command.in_namespace(&self.namespace)).await
    }

    async fn send_document_commands(&mut self, commands: Vec<Command<C>>) -> Replies<C> {
        self.inner.send_document_commands(all_in_namespace(&commands, &self.namespace)).await
    }

    fn may_be_cluster(&self) -> bool {
        self.inner.may_be_cluster()
    }

    fn wait_for_document(&mut self, time: Duration) -> impl Future<Output = ()> + Send {
        self.inner.wait_for_document(time)
    }

    fn document_namespace(&self) -> String {
        self.inner.document_namespace() + &self.namespace
    }
}

#[diagnostic::do_not_recommend]
impl<C: Client, P: Pipeline<C>> Pipeline<C> for Namespaced<P> {
    fn add_document_command(&mut self, command: Command<C>) -> &mut Self {
        self.inner.add_document_command(command.in_namespace(&self.namespace));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Namespaced;
    use crate::client::{Client, Command, Connection, Redis1, Replies};
    use std::time::Duration;

    /// A connection with a clock of its own, which sends nothing.
    #[derive(Default)]
    struct Clocked {
        is_cluster: bool,
        waited: Duration,
    }

    impl Connection<Redis1> for Clocked {
        fn send_document_command(
            &mut self,
            _: &Command<Redis1>,
        ) -> Result<<Redis1 as Client>::Value, <Redis1 as Client>::Error> {
            unreachable!("nothing is sent")
        }

        fn send_document_commands(&mut self, _: Vec<Command<Redis1>>) -> Replies<Redis1> {
            unreachable!("nothing is sent")
        }

        fn may_be_cluster(&self) -> bool {
            self.is_cluster
        }

        fn wait_for_document(&mut self, time: Duration) {
            self.waited += time;
        }
    }

    #[test]
    fn a_namespace_is_of_the_kind_of_its_connection() {
        for is_cluster in [false, true] {
            let con = Clocked { is_cluster, ..Clocked::default() };
            assert_eq!(Namespaced::new(con, "a").unwrap().may_be_cluster(), is_cluster);
        }
    }

    #[test]
    fn a_namespace_waits_as_its_connection_does() {
        let mut con = Namespaced::new(Clocked::default(), "a").unwrap();
        con.wait_for_document(Duration::from_secs(7));
        assert_eq!(con.inner().waited, Duration::from_secs(7));
    }
}
