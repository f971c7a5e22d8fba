//! Events: what a cache and an update do, for the crate `tracing`. None has a key or a value in it.

/// Tells of an event, with the name of the type, to whoever listens. Without the feature `tracing`
/// it is nothing.
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
