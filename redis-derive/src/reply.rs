//! Reply: what a Redis reply is, seen without naming a client version.

/// A reply of one of the kinds in the Redis protocol, with `Attribute` already looked through
/// (<https://redis.io/docs/latest/develop/reference/protocol-spec/>).
///
/// It owns nothing, so that looking at a reply costs nothing, not even to drop it.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "it would show payload")]
pub enum Reply<'a> {
    /// A bulk string, which need not be text.
    Bytes(&'a [u8]),
    /// A simple or verbatim string.
    Text(&'a str),
    Integer(i64),
    Double(f64),
    Boolean(bool),
    BigNumber(&'a dyn Inside),
    Nil,
    Array(&'a dyn Inside),
    /// An array inside an attribute, which the client does not read into a `Vec`.
    ArrayInAttribute(&'a dyn Inside),
    /// A reply that is no document.
    Other(Kind),
}

impl<'a> Reply<'a> {
    /// Returns an array, also inside an attribute.
    pub(crate) fn array(self) -> Option<&'a dyn Inside> {
        match self {
            Self::Array(array) | Self::ArrayInAttribute(array) => Some(array),
            _ => None,
        }
    }

    /// Returns what a string of any kind holds.
    pub(crate) fn text(self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Text(text) => Some(text.as_bytes()),
            _ => None,
        }
    }
}

/// Tells whether a document stands for one that is being made: JSON `null` with blanks behind it
/// that are the token of whoever makes it. No serializer writes so many. It is read as if nothing
/// were there.
#[must_use]
pub(crate) fn is_placeholder(document: &[u8]) -> bool {
    let blanks = document.strip_prefix(b"null").filter(|blanks| blanks.len() == TOKEN);
    blanks.is_some_and(|blanks| blanks.iter().all(|byte| BLANKS.contains(byte)))
}

/// How many blanks a token has, each of which is two bits of it.
pub(crate) const TOKEN: usize = 32;

/// The blanks of JSON (RFC 8259, section 2).
pub(crate) const BLANKS: [u8; 4] = *b" \t\n\r";

/// What a client's value has to be asked for, because it would take an allocation.
pub trait Inside {
    /// Returns an element of an array.
    fn element(&self, index: usize) -> Option<Reply<'_>>;

    /// Returns the digits of a big number.
    fn digits(&self) -> Vec<u8>;
}

impl dyn Inside + '_ {
    /// Returns the elements of an array, one after the other.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Reply<'_>> {
        (0..).map_while(|index| self.element(index))
    }
}

/// The kinds of reply that are no document.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Okay,
    Array,
    ArrayInAttribute,
    Set,
    Map,
    Push,
    ServerError,
    /// A kind that a later client brings.
    Unknown,
}
