//! `Document`: the JSON of a reply, not parsed.

use crate::conversion::codec::Decoder;
use crate::conversion::decode::{Decode, content, deserialize};
use crate::conversion::encode::to_redis_json;
use crate::conversion::scalar::json_of_digits;
use crate::errors::error::Error;
use crate::reply::Reply;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use std::any::type_name;
use std::fmt;

/// The JSON of a reply, owned and not parsed. It is not copied if the client gives the reply by
/// value.
///
/// A type that borrows from its input cannot be read from a reply, which is dropped after reading.
/// It can be read from a `Document`, any number of times, with the rules and errors of every other
/// read:
///
/// ```
/// # extern crate redis_1 as redis;
/// use redis::Commands;
/// use redis_derive::Document;
///
/// #[derive(serde::Deserialize)]
/// struct View<'a> { id: u64, name: &'a str }
///
/// fn name(con: &mut redis::Connection) -> redis::RedisResult<Option<String>> {
///     let Some(document) = con.get::<_, Option<Document>>("user:42")? else { return Ok(None) };
///     let view: View<'_> = document.read()?;
///     Ok(Some(format!("{} ({})", view.name, view.id)))
/// }
/// #
/// # let server = test_server::Server::start_private(&[])?;
/// # let mut con = redis::Client::open(server.url())?.get_connection()?;
/// # assert_eq!(name(&mut con)?, None);
/// # let () = con.set("user:42", r#"{"id": 42, "name": "Ada"}"#)?;
/// # assert_eq!(name(&mut con)?.as_deref(), Some("Ada (42)"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A `&str` borrows text without escapes. A `Cow<'a, str>` with `#[serde(borrow)]` takes any text,
/// and borrows it if possible.
///
/// As an argument, a document is its bytes. So a proxy or a cache passes JSON on without parsing
/// it.
///
/// A number or a boolean that is a reply by itself becomes its JSON, with all digits of a big
/// number of RESP3. A `Vec` gets one document from a reply that is a string, even if that is a JSON
/// array.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Document(String);

impl Document {
    /// Checks JSON from another source, such as the body of a request, and makes a document of it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) if the bytes are not one JSON document in
    /// UTF-8.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Document;
    ///
    /// let document = Document::from_json(r#"{"id": 42}"#)?;
    /// assert_eq!(document.as_str(), r#"{"id": 42}"#);
    /// Document::from_json("{id: 42}").unwrap_err();
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    pub fn from_json(json: impl Into<Vec<u8>>) -> Result<Self, Error> {
        let document = Self::from_bytes(json.into())?;
        let checked = deserialize(&document.as_str().into(), type_name::<Self>());
        checked.map(|_: IgnoredAny| document)
    }

    /// Serializes a value to a document.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Serialize`](crate::ErrorKind::Serialize) if the value does not serialize.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Document;
    ///
    /// let document = Document::from_value(&["Ada", "Bob"])?;
    /// assert_eq!(document.as_str(), r#"["Ada","Bob"]"#);
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    pub fn from_value<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        to_redis_json(value).and_then(Self::from_bytes)
    }

    /// Deserializes the document to a value, which may borrow from it.
    ///
    /// # Errors
    ///
    /// Those of [`from_redis_json`](crate::from_redis_json), and
    /// [`ErrorKind::Data`](crate::ErrorKind::Data) if the value borrows a text that has escapes.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Document;
    ///
    /// let document = Document::from_json(r#"["Ada", "Bob"]"#)?;
    /// let names: Vec<&str> = document.read()?;
    /// assert_eq!(names, ["Ada", "Bob"]);
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        deserialize(&self.as_str().into(), type_name::<T>())
    }

    /// Returns the JSON.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Document;
    ///
    /// let document = Document::from_json("[2, 3]")?;
    /// assert_eq!(document.as_str(), "[2, 3]");
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the JSON as bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Document;
    ///
    /// let document = Document::from_json("[2, 3]")?;
    /// assert_eq!(document.as_bytes(), b"[2, 3]");
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Returns the JSON without a copy.
    ///
    /// # Examples
    ///
    /// ```
    /// use redis_derive::Document;
    ///
    /// let body: String = Document::from_json("[2, 3]")?.into_string();
    /// assert_eq!(body, "[2, 3]");
    /// # Ok::<(), redis_derive::Error>(())
    /// ```
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    pub(crate) fn from_bytes(json: Vec<u8>) -> Result<Self, Error> {
        match String::from_utf8(json) {
            Ok(json) => Ok(Self(json)),
            Err(error) => Err(Error::not_utf8(type_name::<Self>(), error.utf8_error())),
        }
    }
}

/// The length, and not the content.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} bytes)", self.0.len())
    }
}

/// Takes the JSON without parsing it.
#[doc(hidden)]
#[derive(Debug)]
pub enum AsItIs {}

impl Decode for Document {
    type Codec = AsItIs;
}

#[diagnostic::do_not_recommend]
impl Decoder<Document> for AsItIs {
    fn decode_bytes<E: From<Error>>(bytes: &[u8]) -> Result<Document, E> {
        Document::from_bytes(bytes.to_vec()).map_err(E::from)
    }

    fn decode_reply<E: From<Error>>(reply: Reply<'_>) -> Result<Document, E> {
        if let Reply::BigNumber(number) = reply
            && let Some(json) = big_number(&number.digits())
        {
            return Ok(Document(json));
        }
        let content = content(reply, type_name::<Document>()).map_err(E::from)?;
        Ok(Document(content.scalar.map_or(content.json.to_owned(), |scalar| scalar.to_string())))
    }

    fn decode_elements<E: From<Error>>(bytes: &[u8]) -> Result<Vec<Document>, E> {
        Ok(vec![Self::decode_bytes(bytes)?])
    }
}

/// Returns all digits of a big number, which may be too many for a number of Rust.
fn big_number(digits: &[u8]) -> Option<String> {
    json_of_digits(str::from_utf8(digits).ok()?)
}
