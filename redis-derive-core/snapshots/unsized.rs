struct OfParameter<T: ?Sized> {
    item: Box<T>,
}

struct InWhereClause<T>
where
    T: ?Sized,
{
    item: Box<T>,
}

struct Taken<W, const WW: usize> {
    items: [W; WW],
}
