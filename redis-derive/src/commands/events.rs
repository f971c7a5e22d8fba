//! Events: the events of a cache and an update for the crate `tracing`, without a key or a value.

/// Emits an event with the name of the type. Does nothing without the feature `tracing`.
macro_rules! event {
    ($level:ident, $type_name:expr, $what:literal) => {{
        #[cfg(feature = "tracing")]
        tracing::event!(
            target: "redis_derive",
            tracing::Level::$level,
            document = $type_name,
            $what
        );
    }};
}

pub(crate) use event;
