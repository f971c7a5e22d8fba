//! `profile list`

use crate::User;
use crate::error::Error;
use crate::profiles::Profiles;
use crate::report::{Report, printable};
use crate::server::Server;
use std::io::{self, BufWriter, Write};

pub(crate) fn run(server: &Server, report: &mut Report) -> Result<(), Error> {
    let mut output = BufWriter::new(io::stdout().lock());
    Profiles::on(server)?.for_each(report, |User { id, username, email, .. }| {
        let email = email.as_deref().unwrap_or("-");
        Ok(writeln!(output, "{id:>8}  {:24}  {}", printable(username), printable(email))?)
    })?;
    Ok(output.flush()?)
}
