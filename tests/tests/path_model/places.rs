//! Places: what can be done at a path, beside the same change of the value.

use super::random::{Draw, Random};
use super::world::{Animal, World};
use redis_derive::paths::{Entry, Flag, List, Matches, Number, OneMatch, ValueOf};
use redis_derive::{Error, JsonPath, JsonPathCommands, Patch};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::hash::Hash;

/// A command at a place.
pub(crate) type Act<R> = Box<dyn Fn(&mut World<'_, R>)>;

/// A change in a patch, and the same change of the value, which says whether there is such a place.
/// The text is its path.
pub(crate) type Change<R> =
    Box<dyn Fn(&mut Random, Patch<R>, &mut R) -> (String, Result<Patch<R>, Error>, bool)>;

/// What the zoo says of a type.
pub(crate) struct Places<R> {
    pub(crate) acts: Vec<Act<R>>,
    pub(crate) changes: Vec<Change<R>>,
}

/// A value at a path.
pub(crate) trait Part:
    Clone + Debug + Draw + Serialize + DeserializeOwned + 'static
{
}

impl<T: Clone + Debug + Draw + Serialize + DeserializeOwned + 'static> Part for T {}

impl<R: Animal + 'static> Places<R> {
    pub(crate) fn new() -> Self {
        Self { acts: Vec::new(), changes: Vec::new() }
    }

    /// A place that is read and set.
    pub(crate) fn place<T, M>(
        mut self,
        path: fn() -> JsonPath<R, T, M>,
        get: fn(&mut R) -> Option<&mut T>,
    ) -> Self
    where
        T: Part + ValueOf<T>,
        M: OneMatch<Reply<T> = T, Set = bool> + 'static,
    {
        self.acts.push(Box::new(move |world| {
            let found = world.con.json_get_at(&world.key, path());
            let expected = get(&mut world.value.clone()).cloned();
            world.judge_read(&format!("get {}", path()), found, expected);
        }));
        for _ in 0..2 {
            self.acts.push(Box::new(move |world| {
                let new = T::draw(world.random);
                let done = world.con.json_set_at(&world.key, path(), &new);
                let mut changed = world.value.clone();
                let place = get(&mut changed).map(|place| *place = new.clone());
                world.judge(&format!("set {} {new:?}", path()), &done, place.map(|()| changed));
            }));
        }
        self.changes.push(Box::new(move |random, patch, value| {
            let new = T::draw(random);
            let patch = patch.set(path(), &new);
            (path().to_string(), patch, get(value).map(|place| *place = new).is_some())
        }));
        self
    }

    pub(crate) fn option<T>(
        mut self,
        path: fn() -> JsonPath<R, Option<T>>,
        get: fn(&mut R) -> Option<&mut Option<T>>,
    ) -> Self
    where
        T: Part,
    {
        self.acts.push(Box::new(move |world| {
            let done = world.con.json_remove_at(&world.key, path());
            let mut changed = world.value.clone();
            let place = get(&mut changed).map(|place| *place = None);
            let was_none = serde_json::to_value(get(&mut world.value.clone())).unwrap().is_null();
            let before = world.stored.json.len();
            match done {
                // It was none already, by `null` or by being left out.
                Ok(false) if was_none => world.judge("remove none", &Ok(false), None),
                done => {
                    world.judge(&format!("remove {}", path()), &done, place.map(|()| changed));
                    let is_less = done.is_err() || world.stored.json.len() < before;
                    assert!(!was_none || is_less, "{} wrote {}", path(), world.stored.json);
                }
            }
        }));
        self.changes.push(Box::new(move |_, patch, value| {
            let patch = patch.remove(path());
            (path().to_string(), patch, get(value).map(|place| *place = None).is_some())
        }));
        self.place(path, get)
    }

    pub(crate) fn number<T, M>(
        self,
        path: fn() -> JsonPath<R, T, M>,
        get: fn(&mut R) -> Option<&mut T>,
    ) -> Self
    where
        T: Part + Number<Sum = T, By: Draw + Clone + Debug> + Counted<T::By> + ValueOf<T>,
        M: OneMatch<Reply<T> = T, Set = bool> + 'static,
    {
        self.counted(path, get).place(path, get)
    }

    /// What is counted, also in an `Option`.
    pub(crate) fn counted<N, M>(
        mut self,
        path: fn() -> JsonPath<R, N, M>,
        get: fn(&mut R) -> Option<&mut N::Sum>,
    ) -> Self
    where
        N: Number<Sum: Part + Counted<N::By>, By: Draw + Clone + Debug>
            + DeserializeOwned
            + 'static,
        M: OneMatch + 'static,
    {
        self.acts.push(Box::new(move |world| {
            let by = N::By::draw(world.random);
            let text = format!("increment {} by {by:?}", path());
            let mut changed = world.value.clone();
            let sum = get(&mut changed).and_then(|place| {
                *place = place.plus(&by)?;
                Some(())
            });
            let done = world.con.json_increment_at(&world.key, path(), by);
            let told = done.as_ref().ok().cloned().flatten();
            world.judge(&text, &done.map(|sum| sum.is_some()), sum.map(|()| changed));
            if let Some(told) = told {
                let found = get(&mut world.value).cloned();
                world.judge_read(&text, Ok(Some(told)), found);
            }
        }));
        self
    }

    pub(crate) fn flag<M>(
        self,
        path: fn() -> JsonPath<R, bool, M>,
        get: fn(&mut R) -> Option<&mut bool>,
    ) -> Self
    where
        M: OneMatch<Reply<bool> = bool, Set = bool> + 'static,
    {
        self.toggled(path, get).place(path, get)
    }

    /// What is toggled, also in an `Option`.
    pub(crate) fn toggled<F: Flag + 'static, M: OneMatch + 'static>(
        mut self,
        path: fn() -> JsonPath<R, F, M>,
        get: fn(&mut R) -> Option<&mut bool>,
    ) -> Self {
        self.acts.push(Box::new(move |world| {
            let mut changed = world.value.clone();
            let flag = get(&mut changed).map(|flag| {
                *flag = !*flag;
                *flag
            });
            let done = world.con.json_toggle_at(&world.key, path());
            if let Ok(Some(told)) = done {
                assert_eq!(flag, Some(told), "toggle {}", path());
            }
            world.judge(
                &format!("toggle {}", path()),
                &done.map(|told| told.is_some()),
                flag.map(|_| changed),
            );
        }));
        self
    }

    /// A list is appended to, and has a length.
    pub(crate) fn list<L, M>(
        mut self,
        path: fn() -> JsonPath<R, L, M>,
        get: fn(&mut R) -> Option<&mut Vec<L::Item>>,
    ) -> Self
    where
        L: List<Item: Part + ValueOf<L::Item>> + 'static,
        M: OneMatch + 'static,
    {
        self.acts.push(Box::new(move |world| {
            let new = L::Item::draw(world.random);
            let mut changed = world.value.clone();
            let length = get(&mut changed).map(|list| {
                list.push(new.clone());
                list.len()
            });
            let done = world.con.json_append_at(&world.key, path(), &new);
            if let Ok(Some(told)) = done {
                assert_eq!(length, Some(told), "append to {}", path());
            }
            world.judge(
                &format!("append to {} {new:?}", path()),
                &done.map(|told| told.is_some()),
                length.map(|_| changed),
            );
        }));
        self.acts.push(Box::new(move |world| {
            let found = world.con.json_length_at(&world.key, path());
            let expected = get(&mut world.value).map(|list| list.len());
            world.judge_read(&format!("length of {}", path()), found, expected);
        }));
        self
    }

    /// The elements of a list that come and go.
    pub(crate) fn elements<T>(
        mut self,
        path: fn(Option<u32>) -> JsonPath<R, T, Entry>,
        get: fn(&mut R) -> Option<&mut Vec<T>>,
    ) -> Self
    where
        T: Part + ValueOf<T>,
    {
        let drawn = |random: &mut Random| (!random.one_in(3)).then(|| random.below(4) as u32);
        let index = |list: &Vec<T>, index: Option<u32>| match index {
            Some(index) => index as usize,
            None => list.len().wrapping_sub(1),
        };
        self.acts.push(Box::new(move |world| {
            let at = drawn(world.random);
            let found = world.con.json_get_at(&world.key, path(at));
            let list = get(&mut world.value).cloned();
            let expected = list.and_then(|list| list.get(index(&list, at)).cloned());
            world.judge_read(&format!("get {}", path(at)), found, Some(expected));
        }));
        self.acts.push(Box::new(move |world| {
            let (at, new) = (drawn(world.random), T::draw(world.random));
            let done = world.con.json_set_at(&world.key, path(at), &new);
            let mut changed = world.value.clone();
            let place = get(&mut changed).and_then(|list| {
                let index = index(list, at);
                *list.get_mut(index)? = new.clone();
                Some(())
            });
            world.judge(&format!("set {} {new:?}", path(at)), &done, place.map(|()| changed));
        }));
        self.acts.push(Box::new(move |world| {
            let at = drawn(world.random);
            let done = world.con.json_remove_at(&world.key, path(at));
            let mut changed = world.value.clone();
            let place = get(&mut changed).and_then(|list| {
                let index = index(list, at);
                (index < list.len()).then(|| list.remove(index))
            });
            world.judge(&format!("remove {}", path(at)), &done, place.map(|_| changed));
        }));
        self
    }

    /// The entries of a map.
    pub(crate) fn entries<C, K, T>(
        mut self,
        path: fn(&K) -> JsonPath<R, T, Entry>,
        get: fn(&mut R) -> Option<&mut C>,
    ) -> Self
    where
        C: Map<K, T> + 'static,
        K: Draw + Debug + 'static,
        T: Part + ValueOf<T>,
    {
        self.acts.push(Box::new(move |world| {
            let key = K::draw(world.random);
            let found = world.con.json_get_at(&world.key, path(&key));
            let expected = get(&mut world.value).and_then(|map| map.at(&key).cloned());
            world.judge_read(&format!("get {} {key:?}", path(&key)), found, Some(expected));
        }));
        self.acts.push(Box::new(move |world| {
            let (key, new) = (K::draw(world.random), T::draw(world.random));
            let done = world.con.json_set_at(&world.key, path(&key), &new);
            let text = format!("set {} {key:?} {new:?}", path(&key));
            let mut changed = world.value.clone();
            let place = get(&mut changed).map(|map| map.put(key, new));
            world.judge(&text, &done, place.map(|()| changed));
        }));
        self.acts.push(Box::new(move |world| {
            let key = K::draw(world.random);
            let done = world.con.json_remove_at(&world.key, path(&key));
            let mut changed = world.value.clone();
            let place = get(&mut changed).is_some_and(|map| map.take(&key));
            let text = format!("remove {} {key:?}", path(&key));
            world.judge(&text, &done, place.then_some(changed));
        }));
        self.changes.push(Box::new(move |random, patch, value| {
            let (key, new) = (K::draw(random), T::draw(random));
            let patch = patch.set(path(&key), &new);
            // The path does not show the key.
            let text = format!("{}\t{key:?}", path(&key));
            (text, patch, get(value).map(|map| map.put(key, new)).is_some())
        }));
        self.changes.push(Box::new(move |random, patch, value| {
            let key = K::draw(random);
            let patch = patch.remove(path(&key));
            let text = format!("{}\t{key:?}", path(&key));
            (text, patch, get(value).map(|map| map.take(&key)).is_some())
        }));
        self
    }

    /// Places in each of many.
    pub(crate) fn all<T, M>(
        mut self,
        path: fn() -> JsonPath<R, T, M>,
        read: fn(&mut R) -> M::Reply<T>,
        get: fn(&mut R) -> Vec<&mut T>,
    ) -> Self
    where
        T: Part + ValueOf<T>,
        M: Matches<Set = Option<usize>, Reply<T>: Serialize + Debug> + 'static,
    {
        self.acts.push(Box::new(move |world| {
            let found = world.con.json_get_at(&world.key, path());
            let expected = Some(read(&mut world.value));
            world.judge_read(&format!("get {}", path()), found, expected);
        }));
        self.set_all(path, get)
    }

    /// The same in a map, whose entries stand in the order in which they came.
    pub(crate) fn all_values<T, M>(
        mut self,
        path: fn() -> JsonPath<R, T, M>,
        read: fn(&mut R) -> M::Reply<T>,
        get: fn(&mut R) -> Vec<&mut T>,
    ) -> Self
    where
        T: Part + ValueOf<T>,
        M: Matches<Set = Option<usize>, Reply<T>: Serialize + Debug> + 'static,
    {
        self.acts.push(Box::new(move |world| {
            let found = world.con.json_get_at(&world.key, path());
            let expected = sorted(&read(&mut world.value));
            let found = found.map(|found| found.map(|found| sorted(&found)));
            world.judge_read(&format!("get {}", path()), found, Some(expected));
        }));
        self.set_all(path, get)
    }

    fn set_all<T, M>(
        mut self,
        path: fn() -> JsonPath<R, T, M>,
        get: fn(&mut R) -> Vec<&mut T>,
    ) -> Self
    where
        T: Part + ValueOf<T>,
        M: Matches<Set = Option<usize>> + 'static,
    {
        self.acts.push(Box::new(move |world| {
            let new = T::draw(world.random);
            let done = world.con.json_set_at(&world.key, path(), &new);
            let mut changed = world.value.clone();
            let places = get(&mut changed);
            let count = places.len();
            for place in places {
                *place = new.clone();
            }
            let text = format!("set {} {new:?}", path());
            if let Ok(told) = done {
                assert_eq!(told, Some(count), "{text} of {}", world.stored.json);
            }
            let done = done.map(|told| told > Some(0));
            world.judge(&text, &done, (count > 0).then_some(changed));
        }));
        self
    }
}

fn sorted(values: &impl Serialize) -> Vec<String> {
    let values = serde_json::to_value(values).unwrap();
    let mut values: Vec<_> = values.as_array().unwrap().iter().map(Value::to_string).collect();
    values.sort();
    values
}

/// A number that is counted as the library promises.
pub(crate) trait Counted<By>: Sized {
    fn plus(&self, by: &By) -> Option<Self>;
}

macro_rules! counted {
    ($($ty:ty)*) => {$(
        impl Counted<i64> for $ty {
            fn plus(&self, by: &i64) -> Option<Self> {
                Self::try_from(i128::try_from(*self).unwrap() + i128::from(*by)).ok()
            }
        }
    )*};
}

counted! { u8 i8 u16 i16 u32 i32 i64 isize }

/// The module counts no integers beyond `i64`.
macro_rules! counted_until {
    ($($ty:ty)*) => {$(
        impl Counted<i64> for $ty {
            fn plus(&self, by: &i64) -> Option<Self> {
                let old = i64::try_from(*self).ok();
                if *by == 0 { Some(*self) } else { old?.checked_add(*by)?.try_into().ok() }
            }
        }
    )*};
}

counted_until! { u64 usize }

impl Counted<f64> for f64 {
    fn plus(&self, by: &f64) -> Option<Self> {
        Some(self + by).filter(|sum| by.is_finite() && sum.is_finite())
    }
}

impl Counted<f64> for f32 {
    fn plus(&self, by: &f64) -> Option<Self> {
        // The server has the decimal text.
        let stored: f64 = self.to_string().parse().unwrap();
        let is_in_range = (stored + by).abs() <= Self::MAX.into();
        (by.is_finite() && is_in_range).then_some((stored + by) as Self)
    }
}

/// What maps of the standard library have in common.
pub(crate) trait Map<K, T> {
    fn at(&self, key: &K) -> Option<&T>;
    fn put(&mut self, key: K, value: T);
    fn take(&mut self, key: &K) -> bool;
}

impl<K: Ord, T> Map<K, T> for BTreeMap<K, T> {
    fn at(&self, key: &K) -> Option<&T> {
        self.get(key)
    }

    fn put(&mut self, key: K, value: T) {
        self.insert(key, value);
    }

    fn take(&mut self, key: &K) -> bool {
        self.remove(key).is_some()
    }
}

impl<K: Eq + Hash, T> Map<K, T> for HashMap<K, T> {
    fn at(&self, key: &K) -> Option<&T> {
        self.get(key)
    }

    fn put(&mut self, key: K, value: T) {
        self.insert(key, value);
    }

    fn take(&mut self, key: &K) -> bool {
        self.remove(key).is_some()
    }
}
