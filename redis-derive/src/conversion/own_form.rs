//! Own form: whether a text is, byte by byte, what serde_json writes of a value.

use serde::Serialize;
use std::io::{Error, Result, Write};

/// Whether it is. The value is serialized along the text, and nothing is written.
pub(crate) fn is_own_form<T: Serialize>(value: &T, json: &[u8]) -> bool {
    let mut along = serde_json::Serializer::new(Rest(json));
    value.serialize(&mut along).is_ok() && along.into_inner().0.is_empty()
}

/// What of a text is still to come.
struct Rest<'a>(&'a [u8]);

impl Write for Rest<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> Result<()> {
        self.0 = self.0.strip_prefix(bytes).ok_or_else(different)?;
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

#[cold]
fn different() -> Error {
    Error::other("another text")
}

#[cfg(test)]
mod tests {
    use super::is_own_form;
    use serde_json::{Value, json};

    #[test]
    fn a_text_is_what_serde_json_writes_or_it_is_not() {
        let value = json!({"a": [1, -2.5, null, true], "é\n": "\"\\"});
        let own = value.to_string();
        assert!(is_own_form(&value, own.as_bytes()));
        let spaced = own.replace(',', ", ");
        for other in ["", &own[1..], &own[..own.len() - 1], &format!("{own} "), &spaced] {
            assert!(!is_own_form(&value, other.as_bytes()), "{other}");
            assert!(!is_own_form(&Value::Null, other.as_bytes()), "{other}");
        }
    }
}
