//! The commands for documents, where the client's `TypedCommands` are in scope.

macro_rules! beside_typed_commands {
    ($($major:ident)*) => {$(
        mod $major {
            use $major::{AsyncTypedCommands as _, TypedCommands};
            use redis_derive::{AsyncDocumentCommands as _, DocumentCommands as _, Key};
            use tests::{User, key, url};

            #[test]
            fn both_are_called_without_ambiguity() {
                let mut con = $major::Client::open(url()).unwrap().get_connection().unwrap();
                let key: Key<User> = Key::new(key("user"));
                con.save((&key, &User::new(1))).unwrap();
                let text: Option<String> = TypedCommands::get(&mut con, &key).unwrap();
                assert_eq!(text.unwrap().into_bytes(), serde_json::to_vec(&User::new(1)).unwrap());
                con.set(&key, User::new(2)).unwrap();
                assert_eq!(con.load(&key).unwrap(), Some(User::new(2)));
                let updated = con.update(&key, |user| user.id = 3).unwrap().unwrap();
                assert_eq!((updated.id, con.take(&key).unwrap().unwrap().id), (3, 3));
                assert!(!con.exists(&key).unwrap() && !con.touch(&key).unwrap());
                assert_eq!(con.del(&key).unwrap(), 0);
            }

            #[tokio::test]
            async fn also_those_of_an_asynchronous_connection() {
                let client = $major::Client::open(url()).unwrap();
                let mut con = client.get_multiplexed_async_connection().await.unwrap();
                let key: Key<User> = Key::new(key("user"));
                con.set(&key, User::new(1)).await.unwrap();
                assert_eq!(con.take(&key).await.unwrap(), Some(User::new(1)));
            }
        }
    )*};
}

beside_typed_commands!(redis_0_32 redis_1 redis_2);
