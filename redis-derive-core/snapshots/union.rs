union Either {
    id: u64,
    bytes: [u8; 8],
}
