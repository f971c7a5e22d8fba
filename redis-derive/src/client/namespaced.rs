//! Namespace: a connection on which every key begins with the name of an environment or a tenant.

#[cfg(feature = "aio")]
use crate::client::AsyncConnection;
use crate::client::{Client, Command, Connection, Pipeline, Replies};
use crate::errors::error::{Error, ErrorKind};
use std::any::type_name;
use std::sync::Arc;
use std::time::Duration;

/// A connection, or a pipeline, in a namespace: with the namespace `staging` the key `user:42` is
/// `staging:user:42` on the server.
///
/// It has the commands of this library alone, and all of them stay inside. A key that comes back
/// from a scan is without the namespace, so it goes into the next command as it is. The client's
/// own commands do not know of namespaces: [`inner_mut`](Self::inner_mut) leads to them, and
/// [`full_key`](Self::full_key) says the key for them.
///
/// No namespace sees the keys of another, also where one name begins like the other. A connection
/// without a namespace sees all keys: there the pattern `{tenant}:{id}` also finds `staging:42`. For
/// a namespace in a namespace, put a `Namespaced` into another: its name comes behind the first one.
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
    /// With the `:` behind it.
    namespace: Arc<str>,
}

impl<Con> Namespaced<Con> {
    /// Puts a connection or a pipeline into a namespace.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Namespace`] where the name is empty or has `:`, `{` or `}` in it. A `:` would
    /// let one namespace be inside another, and a brace would change the hash tag of each key
    /// (<https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags>).
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

    /// Returns the key as the client's own commands have to be given it.
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

    /// Returns the connection or the pipeline, outside the namespace.
    pub fn inner(&self) -> &Con {
        &self.inner
    }

    /// Returns the connection or the pipeline, outside the namespace.
    pub fn inner_mut(&mut self) -> &mut Con {
        &mut self.inner
    }
}

fn all_in_namespace<C: Client>(commands: &[Command<C>], namespace: &str) -> Vec<Command<C>> {
    commands.iter().map(|command| command.in_namespace(namespace)).collect()
}

// None of these meets those of the clients: they are for a `ConnectionLike`, and a `Namespaced` is
// none.

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
