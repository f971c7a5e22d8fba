//! The wrappers implement the traits of each client, as a derived type does.

use crate::conversion::codec::Serde;
use crate::conversion::decode::Decode;
use crate::wrappers::cached::{Cached, CachedCodec};
use crate::wrappers::json::Json;
use crate::wrappers::path::{All, Matches, One, Optional};
use serde::Serialize;
use serde::de::DeserializeOwned;

crate::__implement! { Encode [<T: Serialize>] [Json<T>] [] [W] [Serde] }
crate::__implement! { Decode [<T: DeserializeOwned>] [Json<T>] [] [] [Serde] }
crate::__implement! { Decode [<T: Decode>] [Cached<T>] [] [] [CachedCodec] }
crate::__implement! { Decode [<T: DeserializeOwned>] [One<T>] [] [] [Matches<T>] }
crate::__implement! { Decode [<T: DeserializeOwned>] [Optional<T>] [] [] [Matches<T>] }
crate::__implement! { Decode [<T: DeserializeOwned>] [All<T>] [] [] [Matches<T>] }
