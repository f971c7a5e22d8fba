//! Operation: what a client does with a document, and what it sees of that.

use redis_derive::Origin;

/// What a client does with the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `load`
    Load,
    /// `save`
    Save(u64),
    /// `save_new`
    SaveNew(u64),
    /// `replace`
    Replace(u64),
    /// `remove`
    Remove,
    /// `take`
    Take,
    /// `update`, that adds one.
    Increment,
    /// `update_or_insert_with`, that adds one, or inserts this.
    IncrementOrInsert(u64),
    /// `update_or_insert_with`, after which this is what is there.
    Put(u64),
    /// `touch`
    Touch,
    /// `save`, with an expiry of a millisecond.
    SaveBriefly(u64),
    /// `GET`, by a program that does not know of this library.
    PlainLoad,
    /// `SET` with an expiry, by such a program.
    PlainSave(u64),
    /// `DEL`, by such a program.
    PlainRemove,
    /// The entry is past its time from now on.
    Age,
    /// `load_or_else`, whose source is what was published last.
    LoadOrPublished,
    /// `load_or_find`, whose source finds nothing before anything is published.
    FindPublished,
    /// The same by `load_many_or_find`, for a key that nobody fills as well.
    FindManyPublished,
    /// A new value where the source reads. Whoever publishes removes the entry next, or stores that
    /// value, and one client alone does so.
    Publish(u64),
}

/// An operation that some have a number for.
pub type Kind = fn(u64) -> Operation;

impl Operation {
    /// What may be done with any document.
    pub const OF_A_DOCUMENT: [Kind; 9] = [
        |_| Self::Load,
        Self::Save,
        Self::SaveNew,
        Self::Replace,
        |_| Self::Remove,
        |_| Self::Take,
        |_| Self::Increment,
        Self::IncrementOrInsert,
        |_| Self::Touch,
    ];

    /// What is done with the entry of a cache by those who want to have it.
    pub const OF_A_CACHE: [Kind; 3] =
        [|_| Self::LoadOrPublished, |_| Self::FindPublished, |_| Self::FindManyPublished];

    /// What becomes of an entry besides, also by programs that do not know of the library.
    pub const OF_OTHERS: [Kind; 6] = [
        Self::SaveBriefly,
        |_| Self::PlainLoad,
        Self::PlainSave,
        |_| Self::PlainRemove,
        |_| Self::Age,
        Self::Put,
    ];

    /// After each of these no entry is left that is older than what was published.
    pub const INVALIDATING: [Kind; 7] = [
        |_| Self::Remove,
        |_| Self::Take,
        |_| Self::PlainRemove,
        Self::Save,
        Self::SaveBriefly,
        Self::PlainSave,
        Self::Put,
    ];
}

/// What it sees of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// This is what is there, or was there, or nothing.
    Found(Option<u64>),
    /// This is what a cache has, and how it was got.
    Got(Option<u64>, Origin),
    /// It was there, or was stored.
    Yes(bool),
    /// The server or the library refused it, and nothing happened.
    Refused,
}
