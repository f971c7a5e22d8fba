//! What these tests share: other processes, and two versions of one program.

mod process;
pub mod versions;

pub use process::Process;
