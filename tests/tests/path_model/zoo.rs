//! The zoo: types with everything that serde's attributes can say of a place, and their places.

use super::commands;
use super::places::Places;
use super::random::{Draw, Random};
use super::world::{Animal, Report};
use redis_1 as redis;
use redis_derive::RedisJson;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

type Run = Box<dyn Fn(&mut redis::Connection, &mut Random, &mut Report)>;

/// Each type with a name for a failure.
pub(crate) fn zoo() -> Vec<(&'static str, Run)> {
    vec![
        ("names", run(names())),
        ("defaults", run(defaults())),
        ("flat", run(flat())),
        ("flat with the rest", run(with_rest())),
        ("from a buffer", run(buffered())),
        ("external", run(external())),
        ("internal", run(internal())),
        ("adjacent", run(adjacent())),
        ("enum at the top", run(enum_at_the_top())),
        ("defaults that are enums", run(enum_defaults())),
        ("tuples", run(tuples())),
        ("tuple at the top", run(tuple_at_the_top())),
        ("map at the top", run(map_at_the_top())),
        ("maps", run(maps())),
        ("keys", run(keys())),
        ("rows", run(rows())),
        ("integers", run(integers())),
        ("numbers", run(numbers())),
        ("tree", run(tree())),
        ("generic", run(generic())),
        ("lists", run(lists())),
        ("all", run(all())),
        ("values", run(values())),
    ]
}

fn run<R: Animal + 'static>(places: Places<R>) -> Run {
    Box::new(move |con, random, report| commands(&places, (con, random, report)))
}

/// A struct whose fields are drawn, or an enum of which one of these is.
macro_rules! draw {
    ($($name:ident { $($field:ident),* };)*) => {$(
        impl Draw for $name {
            fn draw(random: &mut Random) -> Self {
                Self { $($field: Draw::draw(random)),* }
            }
        }
    )*};
}

macro_rules! draw_one {
    ($($name:ident: $random:ident => $($value:expr),*;)*) => {$(
        impl Draw for $name {
            fn draw($random: &mut Random) -> Self {
                let values: &[fn(&mut Random) -> Self] = &[$(|$random| { _ = &$random; $value }),*];
                $random.choose(values)($random)
            }
        }
    )*};
}

// Names.

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(rename_all = "camelCase")]
struct Names {
    user_id: u64,
    #[serde(rename = "e-mail \"'")]
    odd_name: Option<u8>,
    #[serde(rename = "é.b")]
    dotted: String,
    #[serde(alias = "mail")]
    email: String,
    #[serde(alias = "nick", alias = "shortName")]
    nickname: Option<String>,
    #[serde(rename(serialize = "written", deserialize = "read"))]
    #[serde(default)]
    other_names: u8,
    #[serde(skip)]
    _skipped: (),
    #[serde(skip_serializing)]
    #[serde(default)]
    _not_written: (),
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<u8>,
    twice: Option<Option<u8>>,
    #[serde(alias = "options")]
    settings: Settings,
    more: Option<Settings>,
    boxed: Box<Option<u8>>,
    is_on: Option<bool>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Settings {
    volume: u8,
    #[serde(alias = "colour")]
    color: Option<String>,
    is_on: bool,
}

impl Draw for Names {
    fn draw(random: &mut Random) -> Self {
        Self {
            user_id: Draw::draw(random),
            odd_name: Draw::draw(random),
            dotted: Draw::draw(random),
            email: Draw::draw(random),
            nickname: Draw::draw(random),
            other_names: 0,
            _skipped: (),
            _not_written: (),
            left_out: Draw::draw(random),
            twice: Draw::draw(random),
            settings: Draw::draw(random),
            more: Draw::draw(random),
            boxed: Draw::draw(random),
            is_on: Draw::draw(random),
        }
    }
}

draw! {
    Settings { volume, color, is_on };
}

fn names() -> Places<Names> {
    Places::new()
        .number(|| Names::paths().user_id(), |r| Some(&mut r.user_id))
        .option(|| Names::paths().odd_name(), |r| Some(&mut r.odd_name))
        .place(|| Names::paths().dotted(), |r| Some(&mut r.dotted))
        .place(|| Names::paths().email(), |r| Some(&mut r.email))
        .option(|| Names::paths().nickname(), |r| Some(&mut r.nickname))
        .option(|| Names::paths().left_out(), |r| Some(&mut r.left_out))
        .option(|| Names::paths().twice(), |r| Some(&mut r.twice))
        .counted(|| Names::paths().twice(), |r| r.twice.as_mut()?.as_mut())
        .counted(|| Names::paths().boxed(), |r| Option::as_mut(&mut r.boxed))
        .option(|| Names::paths().is_on(), |r| Some(&mut r.is_on))
        .toggled(|| Names::paths().is_on(), |r| r.is_on.as_mut())
        .place(|| Names::paths().settings(), |r| Some(&mut r.settings))
        .number(|| Names::paths().settings().volume(), |r| Some(&mut r.settings.volume))
        .option(|| Names::paths().settings().color(), |r| Some(&mut r.settings.color))
        .flag(|| Names::paths().settings().is_on(), |r| Some(&mut r.settings.is_on))
        .option(|| Names::paths().more(), |r| Some(&mut r.more))
        .number(|| Names::paths().more().volume(), |r| Some(&mut r.more.as_mut()?.volume))
        .option(|| Names::paths().more().color(), |r| Some(&mut r.more.as_mut()?.color))
        .place(|| Names::paths().boxed(), |r| Some(&mut r.boxed))
}

// Defaults.

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Defaults {
    #[serde(default)]
    count: u32,
    #[serde(default = "ten")]
    from_ten: i16,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default)]
    is_on: bool,
    #[serde(default = "some_five")]
    five: Option<u8>,
    #[serde(default)]
    none: Option<u8>,
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    whole: Whole,
    #[serde(default)]
    counts: BTreeMap<String, u8>,
    inner: Option<Box<Inner>>,
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(default)]
struct Whole {
    a: u8,
    b: Option<u8>,
    c: Vec<u8>,
}

impl Default for Whole {
    fn default() -> Self {
        Self { a: 7, b: Some(8), c: vec![9] }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Inner {
    #[serde(default = "ten", alias = "was")]
    from_ten: i16,
    #[serde(default)]
    whole: Whole,
    #[serde(default)]
    rows: Vec<u8>,
    id: u8,
}

fn ten() -> i16 {
    10
}

fn some_five() -> Option<u8> {
    Some(5)
}

draw! {
    Defaults { count, from_ten, tags, is_on, five, none, settings, whole, counts, inner };
    Whole { a, b, c };
    Inner { from_ten, whole, rows, id };
}

fn defaults() -> Places<Defaults> {
    type R = Defaults;
    Places::new()
        .number(|| R::paths().count(), |r| Some(&mut r.count))
        .number(|| R::paths().from_ten(), |r| Some(&mut r.from_ten))
        .place(|| R::paths().tags(), |r| Some(&mut r.tags))
        .list(|| R::paths().tags(), |r| Some(&mut r.tags))
        .elements(
            |at| at.map_or(R::paths().tags().last(), |at| R::paths().tags().index(at)),
            |r| Some(&mut r.tags),
        )
        .flag(|| R::paths().is_on(), |r| Some(&mut r.is_on))
        .option(|| R::paths().five(), |r| Some(&mut r.five))
        .counted(|| R::paths().five(), |r| r.five.as_mut())
        .counted(|| R::paths().none(), |r| r.none.as_mut())
        .option(|| R::paths().none(), |r| Some(&mut r.none))
        .place(|| R::paths().settings(), |r| Some(&mut r.settings))
        .number(|| R::paths().settings().volume(), |r| Some(&mut r.settings.volume))
        .option(|| R::paths().settings().color(), |r| Some(&mut r.settings.color))
        .flag(|| R::paths().settings().is_on(), |r| Some(&mut r.settings.is_on))
        .number(|| R::paths().whole().a(), |r| Some(&mut r.whole.a))
        .option(|| R::paths().whole().b(), |r| Some(&mut r.whole.b))
        .list(|| R::paths().whole().c(), |r| Some(&mut r.whole.c))
        .entries(|key| R::paths().counts().key(key), |r| Some(&mut r.counts))
        .option(|| R::paths().inner(), |r| Some(&mut r.inner))
        .number(|| R::paths().inner().from_ten(), |r| Some(&mut r.inner.as_mut()?.from_ten))
        .number(|| R::paths().inner().whole().a(), |r| Some(&mut r.inner.as_mut()?.whole.a))
        .option(|| R::paths().inner().whole().b(), |r| Some(&mut r.inner.as_mut()?.whole.b))
        .list(|| R::paths().inner().whole().c(), |r| Some(&mut r.inner.as_mut()?.whole.c))
        .all(
            || R::paths().inner().whole().c().all(),
            |r| r.inner.as_ref().map(|inner| inner.whole.c.clone()).unwrap_or_default(),
            |r| r.inner.iter_mut().flat_map(|inner| &mut inner.whole.c).collect(),
        )
        .all(
            || R::paths().inner().rows().all(),
            |r| r.inner.as_ref().map(|inner| inner.rows.clone()).unwrap_or_default(),
            |r| r.inner.iter_mut().flat_map(|inner| &mut inner.rows).collect(),
        )
        .all(|| R::paths().tags().all(), |r| r.tags.clone(), |r| r.tags.iter_mut().collect())
}

// Flattened.

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Flat {
    id: u8,
    #[serde(flatten)]
    address: Address,
    #[serde(flatten)]
    maybe: Option<Phone>,
    #[serde(flatten)]
    shape: External,
    #[serde(flatten)]
    tagged: Tagged,
    nick: Option<u8>,
}

/// Beside a map. (serde reads what is flattened twice into the map as well.)
#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct WithRest {
    id: u8,
    nick: Option<u8>,
    #[serde(flatten)]
    phone: Phone,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Address {
    #[serde(rename = "new_city", alias = "city")]
    town: String,
    zip: Option<String>,
    #[serde(default)]
    lines: Vec<String>,
    #[serde(flatten)]
    place: Place,
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Place {
    north: i32,
    east: Option<i32>,
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Phone {
    number: String,
    extension: Option<u8>,
}

impl Draw for Flat {
    fn draw(random: &mut Random) -> Self {
        let mut shape = External::draw(random);
        // serde does not flatten a unit.
        while matches!(shape, External::Unit) {
            shape = External::draw(random);
        }
        Self {
            id: Draw::draw(random),
            address: Draw::draw(random),
            maybe: Draw::draw(random),
            shape,
            tagged: Draw::draw(random),
            nick: Draw::draw(random),
        }
    }
}

impl Draw for WithRest {
    fn draw(random: &mut Random) -> Self {
        let rest = ["extra", "zz", "$", "a.b"].map(|name| (name.to_owned(), Draw::draw(random)));
        let count = random.below(5);
        Self {
            id: Draw::draw(random),
            nick: Draw::draw(random),
            phone: Draw::draw(random),
            rest: rest.into_iter().take(count).collect(),
        }
    }
}

draw! {
    Address { town, zip, lines, place };
    Place { north, east };
    Phone { number, extension };
}

fn flat() -> Places<Flat> {
    type R = Flat;
    _ = (R::paths().maybe(), R::paths().shape());
    Places::new()
        .number(|| R::paths().id(), |r| Some(&mut r.id))
        .place(|| R::paths().address().town(), |r| Some(&mut r.address.town))
        .option(|| R::paths().address().zip(), |r| Some(&mut r.address.zip))
        .list(|| R::paths().address().lines(), |r| Some(&mut r.address.lines))
        .number(|| R::paths().address().place().north(), |r| Some(&mut r.address.place.north))
        .option(|| R::paths().address().place().east(), |r| Some(&mut r.address.place.east))
        .option(|| R::paths().nick(), |r| Some(&mut r.nick))
        .number(
            || R::paths().tagged().a().x(),
            |r| match &mut r.tagged {
                Tagged::A { x } => Some(x),
                Tagged::B { .. } => None,
            },
        )
        .place(
            || R::paths().tagged().b().x(),
            |r| match &mut r.tagged {
                Tagged::A { .. } => None,
                Tagged::B { x } => Some(x),
            },
        )
}

fn with_rest() -> Places<WithRest> {
    type R = WithRest;
    _ = R::paths().rest();
    Places::new()
        .number(|| R::paths().id(), |r| Some(&mut r.id))
        .option(|| R::paths().nick(), |r| Some(&mut r.nick))
        .place(|| R::paths().phone().number(), |r| Some(&mut r.phone.number))
        .option(|| R::paths().phone().extension(), |r| Some(&mut r.phone.extension))
}

// From a buffer, in which serde keeps what is flattened or stands beside a tag.

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Counted {
    by_number: BTreeMap<u8, u8>,
    is_by_number: HashMap<bool, u8>,
    by_name: BTreeMap<String, u8>,
    great_by_number: Option<u128>,
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(tag = "type")]
enum Counter {
    Of(Counted),
    Own { by_number: BTreeMap<u8, u8>, nested: Vec<Counted> },
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Buffered {
    id: u8,
    #[serde(flatten)]
    counted: Counted,
    counter: Counter,
    counters: Vec<Counter>,
}

impl Draw for Counted {
    fn draw(random: &mut Random) -> Self {
        let (by_number, is_by_number) = (BTreeMap::new(), HashMap::new());
        Self { by_number, is_by_number, by_name: Draw::draw(random), great_by_number: None }
    }
}

draw_one! {
    Counter: random =>
        Self::Of(Draw::draw(random)),
        Self::Own { by_number: BTreeMap::new(), nested: Draw::draw(random) };
}

draw! {
    Buffered { id, counted, counter, counters };
}

fn buffered() -> Places<Buffered> {
    type R = Buffered;
    Places::new()
        .place(|| R::paths().counted().by_number(), |r| Some(&mut r.counted.by_number))
        .entries(
            |key| R::paths().counted().by_number().key(key),
            |r| Some(&mut r.counted.by_number),
        )
        .place(|| R::paths().counted().is_by_number(), |r| Some(&mut r.counted.is_by_number))
        .entries(
            |key| R::paths().counted().is_by_number().key(key),
            |r| Some(&mut r.counted.is_by_number),
        )
        .entries(|key| R::paths().counted().by_name().key(key), |r| Some(&mut r.counted.by_name))
        .place(|| R::paths().counted().great_by_number(), |r| Some(&mut r.counted.great_by_number))
        .place(|| R::paths().counter(), |r| Some(&mut r.counter))
        .list(|| R::paths().counters(), |r| Some(&mut r.counters))
        .place(
            || R::paths().counter().of().by_number(),
            |r| match &mut r.counter {
                Counter::Of(counted) => Some(&mut counted.by_number),
                Counter::Own { .. } => None,
            },
        )
        .entries(
            |key| R::paths().counter().own().by_number().key(key),
            |r| match &mut r.counter {
                Counter::Own { by_number, .. } => Some(by_number),
                Counter::Of(_) => None,
            },
        )
        .entries(
            |key| R::paths().counter().own().nested().last().by_name().key(key),
            |r| match &mut r.counter {
                Counter::Own { nested, .. } => Some(&mut nested.last_mut()?.by_name),
                Counter::Of(_) => None,
            },
        )
        .place(
            || R::paths().counters().index(0).own().nested().index(0).by_number(),
            |r| match r.counters.first_mut()? {
                Counter::Own { nested, .. } => Some(&mut nested.first_mut()?.by_number),
                Counter::Of(_) => None,
            },
        )
}

// Enums.

/// Each way to tag one. The variant that is a newtype of an `Option` is no struct, which one with
/// the tag inside cannot have.
macro_rules! enums {
    ($($name:ident $(#[$attribute:meta])* $({ $($more:tt)* })?;)*) => {$(
        #[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
        #[redis_json(paths)]
        $(#[$attribute])*
        enum $name {
            Unit,
            Newtype(Settings),
            #[serde(rename = "Round", alias = "Circle")]
            Circle { radius: i32, #[serde(alias = "colour")] color: Option<String>, #[serde(default)] tags: Vec<u8> },
            #[serde(rename_all = "UPPERCASE")]
            Square { side: u8, name: String },
            $($($more)*)?
        }
    )*};
}

enums! {
    External { One(Option<u8>), Pair(u8, Option<u8>), Map(BTreeMap<String, u8>), Deep(Box<Option<External>>) };
    Internal #[serde(tag = "type")] { Map(BTreeMap<String, u8>), Nested(Tagged) };
    Adjacent #[serde(tag = "type", content = "of it")] { One(Option<u8>), Pair(u8, Option<u8>), Map(BTreeMap<String, u8>) };
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(tag = "kind")]
enum Tagged {
    A { x: u8 },
    B { x: String },
}

fn circle(random: &mut Random) -> (i32, Option<String>, Vec<u8>) {
    (Draw::draw(random), Draw::draw(random), Draw::draw(random))
}

draw_one! {
    External: random =>
        Self::Unit,
        Self::Newtype(Draw::draw(random)),
        { let (radius, color, tags) = circle(random); Self::Circle { radius, color, tags } },
        Self::Square { side: Draw::draw(random), name: Draw::draw(random) },
        Self::One(Draw::draw(random)),
        Self::Pair(Draw::draw(random), Draw::draw(random)),
        Self::Map(Draw::draw(random)),
        Self::Deep(Box::new(None)),
        Self::Deep(Box::new(Some(Self::Pair(Draw::draw(random), None))));
    Internal: random =>
        Self::Unit,
        Self::Newtype(Draw::draw(random)),
        { let (radius, color, tags) = circle(random); Self::Circle { radius, color, tags } },
        Self::Square { side: Draw::draw(random), name: Draw::draw(random) },
        Self::Map([("a".to_owned(), Draw::draw(random))].into()),
        Self::Nested(Draw::draw(random));
    Adjacent: random =>
        Self::Unit,
        Self::Newtype(Draw::draw(random)),
        { let (radius, color, tags) = circle(random); Self::Circle { radius, color, tags } },
        Self::Square { side: Draw::draw(random), name: Draw::draw(random) },
        Self::One(Draw::draw(random)),
        Self::Pair(Draw::draw(random), Draw::draw(random)),
        Self::Map(Draw::draw(random));
    Tagged: random =>
        Self::A { x: Draw::draw(random) },
        Self::B { x: Draw::draw(random) };
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Holder<E> {
    id: u8,
    it: E,
    maybe: Option<E>,
    many: Vec<E>,
}

impl<E: Draw> Draw for Holder<E> {
    fn draw(random: &mut Random) -> Self {
        Self {
            id: Draw::draw(random),
            it: Draw::draw(random),
            maybe: Draw::draw(random),
            many: Draw::draw(random),
        }
    }
}

/// The places of an enum at one of its fields, a field of it for each kind of variant.
macro_rules! of_enum {
    ($places:expr, $holder:ty, $name:ident, $at:expr, $get:expr, $($newtype:tt)?) => {
        $places
            .place(|| $at.circle().color(), |r| match $get(r)? {
                $name::Circle { color, .. } => Some(color),
                _ => None,
            })
            .option(|| $at.circle().color(), |r| match $get(r)? {
                $name::Circle { color, .. } => Some(color),
                _ => None,
            })
            .number(|| $at.circle().radius(), |r| match $get(r)? {
                $name::Circle { radius, .. } => Some(radius),
                _ => None,
            })
            .list(|| $at.circle().tags(), |r| match $get(r)? {
                $name::Circle { tags, .. } => Some(tags),
                _ => None,
            })
            .place(|| $at.square().name(), |r| match $get(r)? {
                $name::Square { name, .. } => Some(name),
                _ => None,
            })
            .number(|| $at.newtype().volume(), |r| match $get(r)? {
                $name::Newtype(settings) => Some(&mut settings.volume),
                _ => None,
            })
            .option(|| $at.newtype().color(), |r| match $get(r)? {
                $name::Newtype(settings) => Some(&mut settings.color),
                _ => None,
            })
            $(.place(|| $at.one(), |r| match $get(r)? {
                $newtype::One(one) => Some(one),
                _ => None,
            })
            .place(|| $at.newtype(), |r| match $get(r)? {
                $newtype::Newtype(settings) => Some(settings),
                _ => None,
            })
            .number(|| $at.pair()._0(), |r| match $get(r)? {
                $newtype::Pair(first, _) => Some(first),
                _ => None,
            })
            .place(|| $at.pair()._1(), |r| match $get(r)? {
                $newtype::Pair(_, second) => Some(second),
                _ => None,
            })
            .entries(|key| $at.map().key(key), |r| match $get(r)? {
                $newtype::Map(map) => Some(map),
                _ => None,
            }))?
    };
}

/// The whole document.
fn itself<R>(document: &mut R) -> Option<&mut R> {
    Some(document)
}

fn it<E>(holder: &mut Holder<E>) -> Option<&mut E> {
    Some(&mut holder.it)
}

fn maybe<E>(holder: &mut Holder<E>) -> Option<&mut E> {
    holder.maybe.as_mut()
}

fn first<E>(holder: &mut Holder<E>) -> Option<&mut E> {
    holder.many.first_mut()
}

fn external() -> Places<Holder<External>> {
    type R = Holder<External>;
    let places = Places::new()
        .place(|| R::paths().it(), it)
        .option(|| R::paths().maybe(), |r| Some(&mut r.maybe))
        .place(|| R::paths().many(), |r| Some(&mut r.many))
        .list(|| R::paths().many(), |r| Some(&mut r.many))
        .place(
            || R::paths().it().deep(),
            |r| match it(r)? {
                External::Deep(deep) => Some(deep),
                _ => None,
            },
        )
        .number(
            || R::paths().it().deep().pair()._0(),
            |r| match it(r)? {
                External::Deep(deep) => match &mut **deep {
                    Some(External::Pair(first, _)) => Some(first),
                    _ => None,
                },
                _ => None,
            },
        );
    let places = of_enum!(places, R, External, R::paths().it(), it, External);
    let places = of_enum!(places, R, External, R::paths().maybe(), maybe, External);
    of_enum!(places, R, External, R::paths().many().index(0), first, External)
}

fn internal() -> Places<Holder<Internal>> {
    type R = Holder<Internal>;
    let places = Places::new()
        .place(|| R::paths().it(), it)
        .option(|| R::paths().maybe(), |r| Some(&mut r.maybe))
        .number(
            || R::paths().it().nested().a().x(),
            |r| match it(r)? {
                Internal::Nested(Tagged::A { x }) => Some(x),
                _ => None,
            },
        )
        .place(
            || R::paths().it().nested().b().x(),
            |r| match it(r)? {
                Internal::Nested(Tagged::B { x }) => Some(x),
                _ => None,
            },
        );
    let places = of_enum!(places, R, Internal, R::paths().it(), it,);
    let places = of_enum!(places, R, Internal, R::paths().maybe(), maybe,);
    of_enum!(places, R, Internal, R::paths().many().index(0), first,)
}

fn adjacent() -> Places<Holder<Adjacent>> {
    type R = Holder<Adjacent>;
    let places = Places::new()
        .place(|| R::paths().it(), it)
        .option(|| R::paths().maybe(), |r| Some(&mut r.maybe));
    let places = of_enum!(places, R, Adjacent, R::paths().it(), it, Adjacent);
    let places = of_enum!(places, R, Adjacent, R::paths().maybe(), maybe, Adjacent);
    of_enum!(places, R, Adjacent, R::paths().many().index(0), first, Adjacent)
}

fn enum_at_the_top() -> Places<External> {
    type R = External;
    let places = Places::new().place(R::paths, itself);
    of_enum!(places, R, External, R::paths(), itself, External)
}

/// The default has another variant than most of the paths, with a field of the same name.
#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct EnumDefaults {
    id: u8,
    #[serde(default = "internal_settings")]
    internal: Internal,
    #[serde(default = "adjacent_settings")]
    adjacent: Adjacent,
}

fn blue() -> Settings {
    Settings { volume: 7, color: Some("blue".to_owned()), is_on: true }
}

fn internal_settings() -> Internal {
    Internal::Newtype(blue())
}

fn adjacent_settings() -> Adjacent {
    Adjacent::Newtype(blue())
}

draw! {
    EnumDefaults { id, internal, adjacent };
}

fn enum_defaults() -> Places<EnumDefaults> {
    fn internal(document: &mut EnumDefaults) -> Option<&mut Internal> {
        Some(&mut document.internal)
    }
    fn adjacent(document: &mut EnumDefaults) -> Option<&mut Adjacent> {
        Some(&mut document.adjacent)
    }
    type R = EnumDefaults;
    let places = Places::new().number(|| R::paths().id(), |r| Some(&mut r.id));
    let places = of_enum!(places, R, Internal, R::paths().internal(), internal,);
    of_enum!(places, R, Adjacent, R::paths().adjacent(), adjacent, Adjacent)
}

// Tuples and newtypes.

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Tuples {
    pair: Pair,
    nick: Newtype,
    wrapped: Wrapped,
    clear: Transparent,
    list: ListOf,
    array: [u8; 3],
    options: [Option<u8>; 2],
    structs: [Settings; 2],
    plain: (u8, Option<u8>),
    maybe: Option<Pair>,
    skipping: Skipping,
    ends: Ends,
    late: Late,
    clear_list: Vec<Transparent>,
    clear_map: BTreeMap<String, Transparent>,
    clear_new: OfClear,
    clear_enum: EnumOfClear,
    maybe_new: Option<Text>,
    maybe_clear: Option<Box<Clear>>,
    many_new: Vec<Option<Text>>,
}

/// `null` is an `Option` around them alone.
#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Text(String);

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(transparent)]
struct Clear {
    inner: u8,
}

impl Draw for Text {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random))
    }
}

draw! {
    Clear { inner };
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct OfClear(Transparent);

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
enum EnumOfClear {
    Clear(Transparent),
    Both(Transparent, u8),
    None,
}

impl Draw for OfClear {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random))
    }
}

draw_one! {
    EnumOfClear: random =>
        Self::Clear(Draw::draw(random)),
        Self::Both(Draw::draw(random), Draw::draw(random)),
        Self::None;
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Pair(u8, Option<u8>);

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Newtype(Option<String>);

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Wrapped(Pair);

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
#[serde(transparent)]
struct Transparent {
    inner: Option<u8>,
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct ListOf(Vec<u8>);

/// The second is not there in a document.
#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Skipping(u8, #[serde(skip)] (), Option<u8>);

/// What is behind the first may be left out by an older program.
#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Ends(u8, #[serde(skip_serializing_if = "Option::is_none", default)] Option<u8>);

/// The second was added.
#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Late(u8, #[serde(default)] u8);

impl Draw for Ends {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random), Draw::draw(random))
    }
}

impl Draw for Late {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random), Draw::draw(random))
    }
}

impl Draw for Pair {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random), Draw::draw(random))
    }
}

impl Draw for Newtype {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random))
    }
}

impl Draw for Wrapped {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random))
    }
}

impl Draw for ListOf {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random))
    }
}

impl Draw for Skipping {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random), (), Draw::draw(random))
    }
}

draw! {
    Tuples { pair, nick, wrapped, clear, list, array, options, structs, plain, maybe, skipping, ends, late, clear_list, clear_map, clear_new, clear_enum, maybe_new, maybe_clear, many_new };
    Transparent { inner };
}

fn tuples() -> Places<Tuples> {
    type R = Tuples;
    Places::new()
        .place(|| R::paths().pair(), |r| Some(&mut r.pair))
        .number(|| R::paths().pair()._0(), |r| Some(&mut r.pair.0))
        .place(|| R::paths().pair()._1(), |r| Some(&mut r.pair.1))
        .place(|| R::paths().nick(), |r| Some(&mut r.nick))
        .place(|| R::paths().nick()._0(), |r| Some(&mut r.nick.0))
        .place(|| R::paths().wrapped()._0(), |r| Some(&mut r.wrapped.0))
        .place(|| R::paths().wrapped()._0()._1(), |r| Some(&mut r.wrapped.0.1))
        .place(|| R::paths().clear(), |r| Some(&mut r.clear))
        .place(|| R::paths().clear().inner(), |r| Some(&mut r.clear.inner))
        .place(
            || R::paths().clear_list().index(0).inner(),
            |r| Some(&mut r.clear_list.first_mut()?.inner),
        )
        .place(
            || R::paths().clear_map().key("a").inner(),
            |r| Some(&mut r.clear_map.get_mut("a")?.inner),
        )
        .place(|| R::paths().clear_new()._0().inner(), |r| Some(&mut r.clear_new.0.inner))
        .place(
            || R::paths().clear_enum().clear().inner(),
            |r| match &mut r.clear_enum {
                EnumOfClear::Clear(clear) => Some(&mut clear.inner),
                _ => None,
            },
        )
        .place(
            || R::paths().clear_enum().both()._0().inner(),
            |r| match &mut r.clear_enum {
                EnumOfClear::Both(clear, _) => Some(&mut clear.inner),
                _ => None,
            },
        )
        .place(|| R::paths().maybe_new()._0(), |r| Some(&mut r.maybe_new.as_mut()?.0))
        .number(|| R::paths().maybe_clear().inner(), |r| Some(&mut r.maybe_clear.as_mut()?.inner))
        .place(
            || R::paths().many_new().last()._0(),
            |r| Some(&mut r.many_new.last_mut()?.as_mut()?.0),
        )
        .all(
            || R::paths().many_new().all()._0(),
            |r| r.many_new.iter().map(|it| Some(it.as_ref()?.0.clone())).collect(),
            |r| r.many_new.iter_mut().flatten().map(|it| &mut it.0).collect(),
        )
        .all(
            || R::paths().clear_list().all().inner(),
            |r| r.clear_list.iter().map(|it| it.inner).collect(),
            |r| r.clear_list.iter_mut().map(|it| &mut it.inner).collect(),
        )
        .list(|| R::paths().list()._0(), |r| Some(&mut r.list.0))
        .elements(
            |at| match at {
                None => R::paths().list()._0().last(),
                Some(at) => R::paths().list()._0().index(at),
            },
            |r| Some(&mut r.list.0),
        )
        .place(|| R::paths().array(), |r| Some(&mut r.array))
        .number(|| R::paths().array().index(1), |r| Some(&mut r.array[1]))
        .number(|| R::paths().array().last(), |r| Some(&mut r.array[2]))
        .number(|| R::paths().array().index(7), |_| None)
        .place(|| R::paths().options().index(0), |r| Some(&mut r.options[0]))
        .option(|| R::paths().structs().index(0).color(), |r| Some(&mut r.structs[0].color))
        .place(|| R::paths().plain(), |r| Some(&mut r.plain))
        .option(|| R::paths().maybe(), |r| Some(&mut r.maybe))
        .place(|| R::paths().maybe()._1(), |r| Some(&mut r.maybe.as_mut()?.1))
        .number(|| R::paths().skipping()._0(), |r| Some(&mut r.skipping.0))
        .place(|| R::paths().skipping()._2(), |r| Some(&mut r.skipping.2))
        .place(|| R::paths().ends(), |r| Some(&mut r.ends))
        .place(|| R::paths().late(), |r| Some(&mut r.late))
        .number(|| R::paths().late()._0(), |r| Some(&mut r.late.0))
        .all(|| R::paths().array().all(), |r| r.array.to_vec(), |r| r.array.iter_mut().collect())
        .all(
            || R::paths().structs().all().color(),
            |r| r.structs.iter().map(|it| it.color.clone()).collect(),
            |r| r.structs.iter_mut().map(|it| &mut it.color).collect(),
        )
}

fn tuple_at_the_top() -> Places<Pair> {
    Places::new()
        .place(Pair::paths, itself)
        .number(|| Pair::paths()._0(), |r| Some(&mut r.0))
        .place(|| Pair::paths()._1(), |r| Some(&mut r.1))
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Scores(BTreeMap<String, u8>);

impl Draw for Scores {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random))
    }
}

fn map_at_the_top() -> Places<Scores> {
    Places::new()
        .place(Scores::paths, itself)
        .place(|| Scores::paths()._0(), |r| Some(&mut r.0))
        .entries(|key| Scores::paths()._0().key(key), |r| Some(&mut r.0))
        .all_values(
            || Scores::paths()._0().all(),
            |r| r.0.values().copied().collect(),
            |r| r.0.values_mut().collect(),
        )
}

// Maps.

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Maps {
    texts: BTreeMap<String, u8>,
    numbers: BTreeMap<u32, Option<u8>>,
    negative: HashMap<i64, String>,
    flags: BTreeMap<bool, u8>,
    chars: BTreeMap<char, u8>,
    units: BTreeMap<Colour, Settings>,
    wrapped: BTreeMap<Id, Newtype>,
    maybe: Option<BTreeMap<u8, Vec<u8>>>,
    nested: BTreeMap<String, BTreeMap<bool, u8>>,
    enums: BTreeMap<String, External>,
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Keys {
    great: BTreeMap<i128, u8>,
    renamed: BTreeMap<Renamed, u8>,
}

/// A key that may be stored under another name. It has no path then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Named {
    #[serde(alias = "old")]
    New,
    Plain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Renamed(Named);

impl Draw for Renamed {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Colour {
    DarkRed,
    #[serde(rename = "with \"quotes\"")]
    Quoted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Id(u8);

impl Draw for Id {
    fn draw(random: &mut Random) -> Self {
        Self(Draw::draw(random))
    }
}

draw_one! {
    Colour: _random => Self::DarkRed, Self::Quoted;
    Named: _random => Self::New, Self::Plain;
}

draw! {
    Maps { texts, numbers, negative, flags, chars, units, wrapped, maybe, nested, enums };
    Keys { great, renamed };
}

fn maps() -> Places<Maps> {
    type R = Maps;
    Places::new()
        .entries(|key| R::paths().texts().key(key), |r| Some(&mut r.texts))
        .entries(|key: &String| R::paths().texts().key(key.as_str()), |r| Some(&mut r.texts))
        .entries(|key| R::paths().numbers().key(key), |r| Some(&mut r.numbers))
        .entries(|key| R::paths().negative().key(key), |r| Some(&mut r.negative))
        .entries(|key| R::paths().flags().key(*key), |r| Some(&mut r.flags))
        .entries(|key| R::paths().chars().key(key), |r| Some(&mut r.chars))
        .entries(|key| R::paths().units().key(key), |r| Some(&mut r.units))
        .entries(|key| R::paths().wrapped().key(key), |r| Some(&mut r.wrapped))
        .entries(|key| R::paths().maybe().key(key), |r| r.maybe.as_mut())
        .entries(|key| R::paths().nested().key("a").key(key), |r| r.nested.get_mut("a"))
        .place(|| R::paths().wrapped().key(Id(3))._0(), |r| Some(&mut r.wrapped.get_mut(&Id(3))?.0))
        .number(
            || R::paths().units().key(Colour::DarkRed).volume(),
            |r| Some(&mut r.units.get_mut(&Colour::DarkRed)?.volume),
        )
        .option(
            || R::paths().units().key(Colour::Quoted).color(),
            |r| Some(&mut r.units.get_mut(&Colour::Quoted)?.color),
        )
        .list(|| R::paths().maybe().key(3), |r| r.maybe.as_mut()?.get_mut(&3))
        .number(
            || R::paths().enums().key("a").pair()._0(),
            |r| match r.enums.get_mut("a")? {
                External::Pair(first, _) => Some(first),
                _ => None,
            },
        )
        .all_values(
            || R::paths().units().all().color(),
            |r| r.units.values().map(|it| it.color.clone()).collect(),
            |r| r.units.values_mut().map(|it| &mut it.color).collect(),
        )
        .all_values(
            || R::paths().units().all().volume(),
            |r| r.units.values().map(|it| it.volume).collect(),
            |r| r.units.values_mut().map(|it| &mut it.volume).collect(),
        )
}

fn keys() -> Places<Keys> {
    type R = Keys;
    Places::new()
        .entries(|key| R::paths().great().key(key), |r| Some(&mut r.great))
        .entries(|key| R::paths().renamed().key(key), |r| Some(&mut r.renamed))
}

// Rows: structs that serialize as arrays.

#[derive(Clone, Debug, Deserialize)]
struct Row {
    time: f64,
    value: Option<f64>,
}

impl Serialize for Row {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.time, self.value).serialize(serializer)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Rows {
    last: Row,
    maybe: Option<Row>,
    rows: Vec<Row>,
    by_name: BTreeMap<String, Row>,
}

draw! {
    Row { time, value };
    Rows { last, maybe, rows, by_name };
}

fn rows() -> Places<Rows> {
    type R = Rows;
    Places::new()
        .place(|| R::paths().last(), |r| Some(&mut r.last))
        .option(|| R::paths().maybe(), |r| Some(&mut r.maybe))
        .place(|| R::paths().rows(), |r| Some(&mut r.rows))
        .list(|| R::paths().rows(), |r| Some(&mut r.rows))
        .elements(
            |at| at.map_or(R::paths().rows().last(), |at| R::paths().rows().index(at)),
            |r| Some(&mut r.rows),
        )
        .entries(|key| R::paths().by_name().key(key), |r| Some(&mut r.by_name))
        .all(|| R::paths().rows().all(), |r| r.rows.clone(), |r| r.rows.iter_mut().collect())
}

// Numbers.

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Integers {
    a: u8,
    b: i8,
    c: u16,
    d: i16,
    e: u32,
    f: i32,
    g: u64,
    h: i64,
    i: usize,
    j: isize,
}

draw! {
    Integers { a, b, c, d, e, f, g, h, i, j };
}

fn integers() -> Places<Integers> {
    type R = Integers;
    Places::new()
        .number(|| R::paths().a(), |r| Some(&mut r.a))
        .number(|| R::paths().b(), |r| Some(&mut r.b))
        .number(|| R::paths().c(), |r| Some(&mut r.c))
        .number(|| R::paths().d(), |r| Some(&mut r.d))
        .number(|| R::paths().e(), |r| Some(&mut r.e))
        .number(|| R::paths().f(), |r| Some(&mut r.f))
        .number(|| R::paths().g(), |r| Some(&mut r.g))
        .number(|| R::paths().h(), |r| Some(&mut r.h))
        .number(|| R::paths().i(), |r| Some(&mut r.i))
        .number(|| R::paths().j(), |r| Some(&mut r.j))
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Numbers {
    float: f64,
    small: f32,
    maybe: Option<f64>,
    list: Vec<f64>,
    great: u128,
    low: i128,
}

draw! {
    Numbers { float, small, maybe, list, great, low };
}

fn numbers() -> Places<Numbers> {
    type R = Numbers;
    Places::new()
        .number(|| R::paths().float(), |r| Some(&mut r.float))
        .number(|| R::paths().small(), |r| Some(&mut r.small))
        .option(|| R::paths().maybe(), |r| Some(&mut r.maybe))
        .counted(|| R::paths().maybe(), |r| r.maybe.as_mut())
        .list(|| R::paths().list(), |r| Some(&mut r.list))
        .place(|| R::paths().list(), |r| Some(&mut r.list))
        .place(|| R::paths().great(), |r| Some(&mut r.great))
        .place(|| R::paths().low(), |r| Some(&mut r.low))
}

// Recursive and generic types.

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Tree {
    name: String,
    left: Option<Box<Tree>>,
    branches: Vec<Tree>,
}

impl Draw for Tree {
    fn draw(random: &mut Random) -> Self {
        let is_leaf = random.one_in(2);
        Self {
            name: Draw::draw(random),
            left: if is_leaf { None } else { Draw::draw(random) },
            branches: if is_leaf { Vec::new() } else { vec![Draw::draw(random)] },
        }
    }
}

fn tree() -> Places<Tree> {
    type R = Tree;
    Places::new()
        .place(R::paths, itself)
        .place(|| R::paths().name(), |r| Some(&mut r.name))
        .option(|| R::paths().left(), |r| Some(&mut r.left))
        .place(|| R::paths().left().name(), |r| Some(&mut r.left.as_mut()?.name))
        .option(|| R::paths().left().left(), |r| Some(&mut r.left.as_mut()?.left))
        .list(|| R::paths().branches(), |r| Some(&mut r.branches))
        .place(
            || R::paths().branches().last().left().name(),
            |r| Some(&mut r.branches.last_mut()?.left.as_mut()?.name),
        )
        .all(
            || R::paths().branches().all().left(),
            |r| r.branches.iter().map(|it| it.left.clone()).collect(),
            |r| r.branches.iter_mut().map(|it| &mut it.left).collect(),
        )
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Generic<T, const N: usize> {
    it: T,
    maybe: Option<T>,
    #[serde(default)]
    list: Vec<T>,
    #[serde(default = "Vec::new")]
    more: Vec<T>,
    by_name: BTreeMap<String, T>,
}

impl<T: Draw, const N: usize> Draw for Generic<T, N> {
    fn draw(random: &mut Random) -> Self {
        Self {
            it: Draw::draw(random),
            maybe: Draw::draw(random),
            list: Draw::draw(random),
            more: Draw::draw(random),
            by_name: Draw::draw(random),
        }
    }
}

fn generic() -> Places<Generic<Settings, 3>> {
    type R = Generic<Settings, 3>;
    Places::new()
        .place(|| R::paths().it(), |r| Some(&mut r.it))
        .option(|| R::paths().maybe(), |r| Some(&mut r.maybe))
        .option(|| R::paths().maybe().color(), |r| Some(&mut r.maybe.as_mut()?.color))
        .list(|| R::paths().list(), |r| Some(&mut r.list))
        .list(|| R::paths().more(), |r| Some(&mut r.more))
        .flag(|| R::paths().list().last().is_on(), |r| Some(&mut r.list.last_mut()?.is_on))
        .entries(|key| R::paths().by_name().key(key), |r| Some(&mut r.by_name))
}

// Lists.

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Lists {
    list: Vec<String>,
    maybe: Option<Vec<u8>>,
    boxed: Box<Vec<u8>>,
    options: Vec<Option<u8>>,
    nested: Vec<Vec<u8>>,
    late: Option<Box<Vec<u8>>>,
}

draw! {
    Lists { list, maybe, boxed, options, nested, late };
}

fn lists() -> Places<Lists> {
    type R = Lists;
    Places::new()
        .place(|| R::paths().list(), |r| Some(&mut r.list))
        .list(|| R::paths().list(), |r| Some(&mut r.list))
        .list(|| R::paths().maybe(), |r| r.maybe.as_mut())
        .option(|| R::paths().maybe(), |r| Some(&mut r.maybe))
        .list(|| R::paths().boxed(), |r| Some(&mut r.boxed))
        .list(|| R::paths().late(), |r| Some(r.late.as_mut()?))
        .list(|| R::paths().nested(), |r| Some(&mut r.nested))
        .list(|| R::paths().nested().last(), |r| r.nested.last_mut())
        .elements(
            |at| at.map_or(R::paths().options().last(), |at| R::paths().options().index(at)),
            |r| Some(&mut r.options),
        )
        .elements(
            |at| at.map_or(R::paths().maybe().last(), |at| R::paths().maybe().index(at)),
            |r| r.maybe.as_mut(),
        )
        .all(|| R::paths().nested().all(), |r| r.nested.clone(), |r| r.nested.iter_mut().collect())
        .all(
            || R::paths().nested().all().all(),
            |r| r.nested.concat(),
            |r| r.nested.iter_mut().flatten().collect(),
        )
        .all(
            || R::paths().nested().all().index(1),
            |r| r.nested.iter().map(|list| list.get(1).copied()).collect(),
            |r| r.nested.iter_mut().filter_map(|list| list.get_mut(1)).collect(),
        )
        .all(
            || R::paths().nested().all().last(),
            |r| r.nested.iter().map(|list| list.last().copied()).collect(),
            |r| r.nested.iter_mut().filter_map(|list| list.last_mut()).collect(),
        )
        .all(
            || R::paths().maybe().all(),
            |r| r.maybe.clone().unwrap_or_default(),
            |r| r.maybe.iter_mut().flatten().collect(),
        )
}

// Each of many.

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Many {
    items: Vec<Item>,
    by_name: BTreeMap<String, Item>,
    maybe: Vec<Option<Item>>,
}

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Item {
    id: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
    #[serde(alias = "mail")]
    email: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    list: Vec<u8>,
    #[serde(default, alias = "options")]
    settings: Settings,
    #[serde(alias = "extra")]
    more: Option<Settings>,
    counts: BTreeMap<u8, u8>,
}

draw! {
    Many { items, by_name, maybe };
    Item { id, tag, email, list, settings, more, counts };
}

fn all() -> Places<Many> {
    type R = Many;
    Places::new()
        .list(|| R::paths().items(), |r| Some(&mut r.items))
        .all(|| R::paths().items().all(), |r| r.items.clone(), |r| r.items.iter_mut().collect())
        .all(
            || R::paths().items().all().id(),
            |r| r.items.iter().map(|it| it.id).collect(),
            |r| r.items.iter_mut().map(|it| &mut it.id).collect(),
        )
        .all(
            || R::paths().items().all().tag(),
            |r| r.items.iter().map(|it| it.tag.clone()).collect(),
            |r| r.items.iter_mut().map(|it| &mut it.tag).collect(),
        )
        .all(
            || R::paths().items().all().email(),
            |r| r.items.iter().map(|it| it.email.clone()).collect(),
            |r| r.items.iter_mut().map(|it| &mut it.email).collect(),
        )
        .all(
            || R::paths().items().all().list(),
            |r| r.items.iter().map(|it| it.list.clone()).collect(),
            |r| r.items.iter_mut().map(|it| &mut it.list).collect(),
        )
        .all(
            || R::paths().items().all().list().all(),
            |r| r.items.iter().flat_map(|it| it.list.clone()).collect(),
            |r| r.items.iter_mut().flat_map(|it| &mut it.list).collect(),
        )
        .all(
            || R::paths().items().all().settings().volume(),
            |r| r.items.iter().map(|it| it.settings.volume).collect(),
            |r| r.items.iter_mut().map(|it| &mut it.settings.volume).collect(),
        )
        .all(
            || R::paths().items().all().settings().color(),
            |r| r.items.iter().map(|it| it.settings.color.clone()).collect(),
            |r| r.items.iter_mut().map(|it| &mut it.settings.color).collect(),
        )
        .all(
            || R::paths().items().all().more().volume(),
            |r| r.items.iter().map(|it| Some(it.more.as_ref()?.volume)).collect(),
            |r| r.items.iter_mut().filter_map(|it| Some(&mut it.more.as_mut()?.volume)).collect(),
        )
        .all(
            || R::paths().items().all().more().color(),
            |r| r.items.iter().map(|it| Some(it.more.as_ref()?.color.clone())).collect(),
            |r| r.items.iter_mut().filter_map(|it| Some(&mut it.more.as_mut()?.color)).collect(),
        )
        .all(|| R::paths().maybe().all(), |r| r.maybe.clone(), |r| r.maybe.iter_mut().collect())
        .all(
            || R::paths().maybe().all().id(),
            |r| r.maybe.iter().map(|it| Some(it.as_ref()?.id)).collect(),
            |r| r.maybe.iter_mut().flatten().map(|it| &mut it.id).collect(),
        )
        .all(
            || R::paths().maybe().all().tag(),
            |r| r.maybe.iter().map(|it| Some(it.as_ref()?.tag.clone())).collect(),
            |r| r.maybe.iter_mut().flatten().map(|it| &mut it.tag).collect(),
        )
}

// Whatever JSON there is.

#[derive(Clone, Debug, Serialize, Deserialize, RedisJson)]
#[redis_json(paths)]
struct Values {
    any: Value,
    maybe: Option<Value>,
    unit: (),
    letter: char,
    untagged: Untagged,
    list: Vec<Value>,
}

/// It has no paths of its own, but a path.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(u8),
    Text(String),
    Fields { x: Option<u8>, y: u8 },
}

draw_one! {
    Untagged: random =>
        Self::Number(Draw::draw(random)),
        Self::Text(Draw::draw(random)),
        Self::Fields { x: Draw::draw(random), y: Draw::draw(random) };
}

draw! {
    Values { any, maybe, unit, letter, untagged, list };
}

fn values() -> Places<Values> {
    type R = Values;
    Places::new()
        .place(|| R::paths().any(), |r| Some(&mut r.any))
        .option(|| R::paths().maybe(), |r| Some(&mut r.maybe))
        .place(|| R::paths().unit(), |r| Some(&mut r.unit))
        .place(|| R::paths().letter(), |r| Some(&mut r.letter))
        .place(|| R::paths().untagged(), |r| Some(&mut r.untagged))
        .list(|| R::paths().list(), |r| Some(&mut r.list))
}
