//! The same documents, deriving from each of the crates.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A document with an identifier, which is in its key, and with something to count.
pub(crate) trait Identified: Serialize + DeserializeOwned + 'static {
    fn id(&self) -> u64;
    fn count(&mut self);
    fn counted(&self) -> f64;
}

/// Declares the types of a document with the derives of one crate, and with more attributes for
/// those that have an identifier.
macro_rules! documents {
    ($name:ident: $(#[$attribute:meta])* $(identified: #[$key:meta])?) => {
        pub(crate) mod $name {
            use serde::{Deserialize, Serialize};

            /// 60 bytes.
            #[derive(Debug, Serialize, Deserialize)]
            $(#[$attribute])*
            $(#[$key])?
            pub(crate) struct Small {
                pub(crate) id: u64,
                pub(crate) name: String,
                pub(crate) active: bool,
                pub(crate) score: f64,
            }

            /// A list of items: 2 KB or 1 MB.
            #[derive(Debug, Serialize, Deserialize)]
            $(#[$attribute])*
            $(#[$key])?
            pub(crate) struct List {
                pub(crate) id: u64,
                pub(crate) title: String,
                pub(crate) items: Vec<Item>,
            }

            #[derive(Clone, Debug, Serialize, Deserialize)]
            pub(crate) struct Item {
                pub(crate) sku: String,
                pub(crate) quantity: u32,
                pub(crate) price: f64,
                pub(crate) note: Option<String>,
                pub(crate) tags: Vec<String>,
            }

            /// Nothing but numbers: 18 KB.
            #[derive(Debug, Serialize, Deserialize)]
            $(#[$attribute])*
            pub(crate) struct Floats {
                pub(crate) floats: Vec<f64>,
            }

            /// Text full of escapes: 64 KB.
            #[derive(Debug, Serialize, Deserialize)]
            $(#[$attribute])*
            pub(crate) struct Text {
                pub(crate) text: String,
            }

            impl super::Identified for Small {
                fn id(&self) -> u64 {
                    self.id
                }

                fn count(&mut self) {
                    self.score += 1.0;
                }

                fn counted(&self) -> f64 {
                    self.score
                }
            }

            impl super::Identified for List {
                fn id(&self) -> u64 {
                    self.id
                }

                fn count(&mut self) {
                    self.items[0].quantity += 1;
                }

                fn counted(&self) -> f64 {
                    self.items[0].quantity.into()
                }
            }
        }
    };
}

documents!(plain:);
documents!(ours:
    #[derive(redis_derive::RedisJson)]
    identified: #[redis_json(key = "document:{id}", ttl = "30m")]
);
documents!(macros: #[derive(redis_macros::ToRedisArgs, redis_macros::FromRedisValue)]);
documents!(args:
    #[derive(redis_args::ToRedisArgs, redis_args::FromRedisValue)]
    #[to_redis_args(serde)]
    #[from_redis_value(serde)]
);

pub(crate) fn small() -> plain::Small {
    plain::Small { id: 4711, name: "Ada Lovelace".to_owned(), active: true, score: 98.5 }
}

pub(crate) fn list(items: u32) -> plain::List {
    let item = |number: u32| plain::Item {
        sku: format!("SKU-{number:06}"),
        quantity: number % 17,
        price: f64::from(number) + 0.99,
        note: number.is_multiple_of(3).then(|| "leave at the door".to_owned()),
        tags: vec!["fragile".to_owned(), "gift".to_owned()],
    };
    plain::List { id: 1, title: "Order".to_owned(), items: (0..items).map(item).collect() }
}

/// A thousand random numbers between 0 and 1000, with all their digits.
pub(crate) fn floats() -> plain::Floats {
    let mut state = 1u64;
    let mut next = || {
        // Knuth's linear congruential generator.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 32).unwrap()) / f64::from(u32::MAX) * 1000.0
    };
    plain::Floats { floats: (0..1000).map(|_| next()).collect() }
}

pub(crate) fn escapes() -> plain::Text {
    plain::Text { text: "\"a\n\t\\\u{1}é".repeat(64 * 1024 / 16) }
}
