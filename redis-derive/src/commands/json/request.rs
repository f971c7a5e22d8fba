//! What a command at a path asks for, and how its reply is read.

macro_rules! json_request {
    ($redis:ident) => {
        /// `EVAL`, with the key and what has to hold for the script to do anything.
        fn checked<T: ?Sized>(
            text: &str,
            key: &Key<T>,
            conditions: impl Iterator<Item = Condition>,
        ) -> Cmd {
            let conditions: Vec<Condition> = conditions.collect();
            let mut command = ::$redis::cmd("EVAL");
            command.arg(text).arg(1).arg(key).arg(conditions.len());
            for Condition { path, reply } in conditions {
                command.arg(path).arg(reply);
            }
            command
        }

        /// A command with a path, and perhaps with a value.
        fn at<T: ?Sized>(
            key: &Key<T>,
            steps: &Steps,
            command: &str,
            json: Option<&[u8]>,
        ) -> Result<Cmd, Error> {
            let path = path_to_write(key, steps)?;
            let mut script = checked(CALL, key, steps.conditions().chain(steps.elements()));
            script.arg(command).arg(path);
            if let Some(json) = json {
                script.arg(json);
            }
            Ok(script)
        }

        fn path_to_write<T: ?Sized>(_: &Key<T>, steps: &Steps) -> Result<String, Error> {
            let refused = || Error::no_path_to_write(std::any::type_name::<T>(), steps);
            steps.text_to_write().ok_or_else(refused)
        }

        fn merge<T: ?Sized>(key: &Key<T>, patch: &Patch<T>) -> Cmd {
            let mut script = checked(CALL, key, patch.conditions.iter().cloned());
            script.arg("JSON.MERGE").arg("$").arg(patch.to_json());
            script
        }

        fn increment<R: ?Sized, T: Number>(
            key: &Key<R>,
            steps: &Steps,
            by: &T::By,
        ) -> Result<Cmd, Error> {
            let by = by.to_string();
            let Some((least, greatest)) = T::RANGE else {
                return at(key, steps, "JSON.NUMINCRBY", Some(by.as_bytes()));
            };
            let mut script = checked(INCREMENT, key, steps.conditions());
            script.arg(path_to_write(key, steps)?).arg(by).arg(least).arg(greatest);
            Ok(script)
        }

        fn json_load<T: ?Sized>(key: &Key<T>) -> Cmd {
            let mut command = ::$redis::cmd("JSON.GET");
            command.arg(key);
            command
        }

        fn json_get_at<R: ?Sized, T: ?Sized, M>(
            key: &Key<R>,
            path: &JsonPath<R, T, M>,
        ) -> Result<Cmd, Error> {
            let refused = || Error::no_path(std::any::type_name::<R>(), &path.steps);
            let text = path.steps.text().ok_or_else(refused)?;
            let mut conditions = path.steps.conditions().peekable();
            if conditions.peek().is_some() {
                let mut script = checked(CALL, key, conditions);
                script.arg("JSON.GET").arg(text);
                return Ok(script);
            }
            let mut command = ::$redis::cmd("JSON.GET");
            command.arg(key).arg(text);
            Ok(command)
        }

        fn json_save<T: Serialize + ?Sized>(key: &Key<T>, value: &T) -> Result<Cmd, Error> {
            let json = to_redis_json(value)?;
            let mut command = ::$redis::cmd("EVAL");
            command.arg(SAVE).arg(1).arg(key).arg(json);
            match key.expiry().deadline() {
                None if key.expiry() == Expires::Keep => _ = command.arg("KEEP"),
                None => _ = command.arg("PERSIST"),
                Some(deadline) => _ = command.arg(deadline.command()).arg(deadline.number),
            }
            Ok(command)
        }

        /// What a command has changed something at the path to, or how long it is.
        fn changed<R: ?Sized, T: DeserializeOwned>(
            value: &Value,
            steps: &Steps,
        ) -> RedisResult<Option<T>> {
            Ok(matches::changed::<R, T>(reply(value), steps)?)
        }

        /// Whether there is such a key.
        fn is_there<R: ?Sized>(value: &Value, steps: &Steps) -> RedisResult<bool> {
            changed::<R, bool>(value, steps).map(|done| done.is_some())
        }

        /// The reply has how many were removed.
        #[allow(clippy::needless_pass_by_value, reason = "as what reads other replies takes it")]
        fn was_removed(value: Value) -> RedisResult<bool> {
            let count = matches::read::<u64, u64, Entry>(reply(&value), &Steps::default())?;
            Ok(count.flatten() > Some(0))
        }

        /// The sum, or an error where it is out of range.
        fn sum<R: ?Sized, T: DeserializeOwned>(
            value: &Value,
            steps: &Steps,
        ) -> RedisResult<Option<T>> {
            match reply(value) {
                Reply::Bytes(OUT_OF_RANGE) => {
                    Err(Error::out_of_range(std::any::type_name::<T>(), steps).into())
                }
                _ => changed::<R, T>(value, steps),
            }
        }
    };
}
