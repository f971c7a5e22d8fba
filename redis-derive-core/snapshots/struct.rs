struct User {
    id: u64,
}
