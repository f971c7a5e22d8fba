//! Reply: a reply of Redis, seen without naming a client.

/// A reply of one of the [kinds](https://redis.io/docs/latest/develop/reference/protocol-spec/) in
/// the Redis protocol. A reply inside an attribute is the reply itself.
///
/// It borrows everything, so that it costs nothing to make or drop.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "it would show payload")]
pub enum Reply<'a> {
    /// A bulk string, which may not be text.
    Bytes(&'a [u8]),
    /// A simple or verbatim string.
    Text(&'a str),
    Integer(i64),
    Double(f64),
    Boolean(bool),
    BigNumber(&'a dyn Inside),
    Nil,
    Array(&'a dyn Inside),
    /// An array inside an attribute, which the client does not read as a `Vec`.
    ArrayInAttribute(&'a dyn Inside),
    /// A reply that is not a document.
    Other(Kind),
}

impl<'a> Reply<'a> {
    /// Returns the array, also from inside an attribute.
    pub(crate) fn array(self) -> Option<&'a dyn Inside> {
        match self {
            Self::Array(array) | Self::ArrayInAttribute(array) => Some(array),
            _ => None,
        }
    }

    /// Returns the content of a string of any kind.
    pub(crate) fn text(self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Text(text) => Some(text.as_bytes()),
            _ => None,
        }
    }
}

/// Tells whether a document is the placeholder for an entry that is being filled: JSON `null`,
/// followed by blanks that are the token of the filling caller. No serializer writes so many
/// blanks. A placeholder is read as if the key did not exist.
#[must_use]
pub(crate) fn is_placeholder(document: &[u8]) -> bool {
    let blanks = document.strip_prefix(b"null").filter(|blanks| blanks.len() == TOKEN);
    blanks.is_some_and(|blanks| blanks.iter().all(|byte| BLANKS.contains(byte)))
}

/// The number of blanks in a token. Each holds two bits.
pub(crate) const TOKEN: usize = 32;

/// The blanks of JSON (RFC 8259, section 2).
pub(crate) const BLANKS: [u8; 4] = *b" \t\n\r";

/// A reply whose content would take an allocation, so it is asked for.
pub trait Inside {
    /// Returns an element of an array.
    fn element(&self, index: usize) -> Option<Reply<'_>>;

    /// Returns the digits of a big number.
    fn digits(&self) -> Vec<u8>;
}

impl dyn Inside + '_ {
    /// Returns the elements of an array in order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Reply<'_>> {
        (0..).map_while(|index| self.element(index))
    }
}

/// The kinds of reply that are not a document.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Okay,
    Array,
    ArrayInAttribute,
    Set,
    Map,
    Push,
    ServerError,
    /// A kind that a later client adds.
    Unknown,
}
