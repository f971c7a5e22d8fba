//! Alike: what counts as the same reply, as servers differ in some words of their errors.

use redis_1::Value;

/// Whether two replies are the same, but for the time that has passed and the words of an error.
pub(crate) fn alike(real: &Value, simulated: &Value) -> bool {
    match (real, simulated) {
        // A time to live: no other number here is that large.
        (Value::Int(real), Value::Int(simulated)) if real.min(simulated) > &1000 => {
            (real - simulated).abs() < 300_000
        }
        (Value::Array(real), Value::Array(simulated)) => {
            real.len() == simulated.len()
                && real.iter().zip(simulated).all(|(real, simulated)| alike(real, simulated))
        }
        (Value::ServerError(real), Value::ServerError(simulated)) => {
            let words = |details: Option<&str>| in_words_of_redis_7(details.unwrap_or_default());
            let same_code = (real.code(), real.kind()) == (simulated.code(), simulated.kind());
            same_code && words(real.details()) == words(simulated.details())
        }
        (real, simulated) => real == simulated,
    }
}

/// What Valkey says, and what Redis does.
const WORDS: [(&str, &str); 6] = [
    ("Unknown command", "Unknown Redis command"),
    ("calling command", "calling Redis command"),
    ("This Valkey command", "This Redis command"),
    ("argument for this call", "argument for this redis lib call"),
    ("Command arguments", "Lua redis lib command arguments"),
    ("Command 'multi' not allowed inside a transaction", "MULTI calls can not be nested"),
];

fn in_words_of_redis_7(details: &str) -> String {
    let mut text = details.replace("No matching script. Please use EVAL.", "No matching script.");
    for (other, words) in WORDS {
        text = text.replace(other, words);
    }
    // Redis and Valkey do not agree on which of several reasons counts.
    if let Some(end) = text.find(" because of") {
        text.truncate(end);
    }
    // Redis says the name of the script.
    match (text.rfind(" script: "), text.rfind("on @user_script")) {
        (Some(end), Some(place)) => format!("{} {}", &text[..end], &text[place..]),
        _ => text,
    }
}
