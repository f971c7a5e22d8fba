//! Ask: the few commands for setting up servers, without a client.

use crate::PATIENCE;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// Returns the reply of the server at this address to a command, as text.
pub(crate) fn ask(address: &str, command: &str) -> io::Result<String> {
    let mut connection = TcpStream::connect(address)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.write_all(format!("{command}\r\n").as_bytes())?;
    read_reply(&mut BufReader::new(connection))
}

/// Reads a reply of [RESP2](https://redis.io/docs/latest/develop/reference/protocol-spec/) as text.
/// An error begins with `-`, and an array has a line for each element.
fn read_reply(from: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    from.read_line(&mut line)?;
    let line = line.trim_end();
    let length = || line[1..].parse().map_err(io::Error::other);
    match line.as_bytes().first() {
        Some(b'$') => {
            let mut text = String::new();
            from.take(length()?).read_to_string(&mut text)?;
            from.read_line(&mut String::new())?;
            Ok(text)
        }
        Some(b'*') => {
            let elements = (0..length()?).map(|_| read_reply(from));
            Ok(elements.collect::<io::Result<Vec<_>>>()?.join("\n"))
        }
        Some(b'-') => Ok(line.to_owned()),
        Some(_) => Ok(line[1..].to_owned()),
        None => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
