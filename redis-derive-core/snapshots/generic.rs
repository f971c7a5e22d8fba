struct Page<'a, T: Clone = u8, const N: usize = 10>
where
    T: 'a,
{
    items: [Item<'a, T>; N],
}
