enum Name<'a> {
    Owned(String),
    Borrowed(Option<&'a str>),
}
