#[redis_json(paths)]
#[serde(rename_all = "camelCase")]
pub struct Page<'a, T, const N: usize> where T: Clone {
    pub number: u32,
    #[serde(rename = "first line")]
    heading: Cow<'a, str>,
    items: Vec<T>,
    next: Option<Box<Self>>,
    #[serde(skip)]
    cache: u8,
    #[serde(with = "time")]
    written: Time,
    #[serde(flatten)]
    rest: Rest,
}
