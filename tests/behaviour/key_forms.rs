//! Every command takes a key in every form: by value, by reference, with a cache of its own, and
//! behind a pointer.

use super::server::{Client, on_both_protocols};
use crate::client::connect_async;
use crate::redis::{self, pipe};
use redis_derive::{
    AsyncDocumentCommands, Cache, DocumentCommands, DocumentPipeline, Error, Filled, Keyed, Lookup,
    Origin, RedisJson,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tests::{key, url};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, RedisJson)]
#[redis_json(key = "redis-derive:{run}:page", ttl = "30m", cache)]
struct Page {
    run: String,
    hits: u64,
}

impl Page {
    fn new(key: &str) -> Self {
        Self { run: key.replace("redis-derive:", ""), hits: 0 }
    }

    fn with(&self, hits: u64) -> Self {
        Self { hits, ..self.clone() }
    }
}

/// A page that is removed when the test is over.
fn page(con: &mut Client) -> Page {
    let page = Page::new(&con.key(""));
    con.forget(page.key().as_str());
    page
}

/// Runs all commands, with a key of this form for each.
fn run_all<K>(con: &mut Client, page: &Page, key: impl Fn() -> K)
where
    K: Lookup<Document = Page, Found = Option<Page>>,
{
    con.save((key(), &page.with(9))).unwrap();
    let document = con.load(key().as_key().raw()).unwrap().unwrap();
    con.save((key(), page)).unwrap();
    assert!(!con.save_new((key(), page)).unwrap());
    assert!(con.replace((key(), &page.with(1))).unwrap());
    assert_eq!(con.load(key()).unwrap(), Some(page.with(1)));
    assert_eq!(con.load_and_touch(key()).unwrap(), Some(page.with(1)));
    assert_eq!(con.load_many([key(), key()]).unwrap(), vec![Some(page.with(1)); 2]);
    assert!(con.touch(key()).unwrap());
    assert_eq!(con.update(key(), |page| page.hits += 1).unwrap(), Some(page.with(2)));
    let changed = con.try_update(key(), |page| {
        page.hits += 1;
        Ok::<_, Error>(())
    });
    assert_eq!(changed.unwrap(), Some(page.with(3)));
    assert_eq!(con.take(key()).unwrap(), Some(page.with(3)));
    let inserted = con.update_or_insert_with(key(), |page| page.hits += 1, || page.with(4));
    assert_eq!(inserted.unwrap(), page.with(4));
    let changed = con.try_update_or_insert_with(
        key(),
        |page| {
            page.hits += 1;
            Ok::<_, Error>(())
        },
        || Ok(page.clone()),
    );
    assert_eq!(changed.unwrap(), page.with(5));
    assert!(con.remove(key()).unwrap());
    assert_eq!(con.save_many([(key(), page)]).into_iter().flatten().count(), 1);
    assert_eq!(con.remove_many([key()]).unwrap(), 1);
    con.save((key(), &document)).unwrap();

    let mut pipeline = pipe();
    pipeline.load(key()).load_and_touch(key()).touch(key()).save((key(), page)).unwrap().ignore();
    pipeline.save_new((key(), page)).unwrap().replace((key(), page)).unwrap();
    pipeline.take(key()).remove(key());
    let replies: (Page, Page, bool, bool, bool, Page, bool) = pipeline.query(con).unwrap();
    let [nine, page] = [page.with(9), page.clone()];
    assert_eq!(replies, (nine.clone(), nine, true, false, true, page, false));
}

/// Fills an entry by each command, with a key of this form for each.
fn fill_by_all<K>(con: &mut Client, page: &Page, key: impl Fn() -> K)
where
    K: Filled<Entry = Page, Loaded<Page> = Page, Loaded<Option<Page>> = Option<Page>> + Clone,
{
    assert_eq!(con.load_or_else(key(), || page.with(1)).unwrap(), page.with(1));
    let filled = con.try_load_or_else(key(), || Ok::<_, Error>(page.with(2)));
    assert_eq!(filled.unwrap(), page.with(1));
    assert!(con.remove(key()).unwrap());
    let found = con.load_or_find(key(), || Ok::<_, Error>(Some(page.with(3))));
    assert_eq!(found.unwrap(), Some(page.with(3)));
    assert!(con.remove(key()).unwrap());
    let found = con.load_many_or_find([key(), key()], |missing| {
        let texts: Vec<_> = missing.iter().map(|key| key.as_key().as_str().to_owned()).collect();
        assert_eq!(texts, [page.key().as_str()]);
        Ok::<_, Error>(vec![Some(page.with(4))])
    });
    assert_eq!(found.unwrap(), vec![Some(page.with(4)); 2]);
    assert!(con.remove(key()).unwrap());
}

#[test]
fn every_command_takes_every_form_of_a_key() {
    on_both_protocols(|con| {
        let page = page(con);
        let (key, cached) = (page.key(), page.key().with_cache(Cache::new()));
        run_all(con, &page, || page.key());
        run_all(con, &page, || &key);
        run_all(con, &page, || cached.clone());
        run_all(con, &page, || &cached);
        run_all(con, &page, || Arc::new(page.key()));
        fill_by_all(con, &page, || page.key());
        fill_by_all(con, &page, || &key);
        fill_by_all(con, &page, || cached.clone());
        fill_by_all(con, &page, || &cached);
        let filled = con.load_or_else(&key.with_origin(), || page.clone()).unwrap();
        assert_eq!(filled, (page.clone(), Origin::Filled));
    });
}

/// Runs all asynchronous commands, with a key of this form for each.
async fn run_all_asynchronously<K>(
    con: &mut redis::aio::MultiplexedConnection,
    page: &Page,
    key: impl Fn() -> K,
) where
    K: Lookup<Document = Page, Found = Option<Page>> + Send,
{
    con.save((key(), page)).await.unwrap();
    assert!(!con.save_new((key(), page)).await.unwrap());
    assert!(con.replace((key(), &page.with(1))).await.unwrap());
    assert_eq!(con.load(key()).await.unwrap(), Some(page.with(1)));
    assert_eq!(con.load_and_touch(key()).await.unwrap(), Some(page.with(1)));
    assert_eq!(con.load_many([key(), key()]).await.unwrap(), vec![Some(page.with(1)); 2]);
    assert!(con.touch(key()).await.unwrap());
    let changed = con.update(key(), |page| page.hits += 1).await.unwrap();
    assert_eq!(changed, Some(page.with(2)));
    let changed = con.try_update(key(), |page| {
        page.hits += 1;
        Ok::<_, Error>(())
    });
    assert_eq!(changed.await.unwrap(), Some(page.with(3)));
    assert_eq!(con.take(key()).await.unwrap(), Some(page.with(3)));
    let inserted = con.update_or_insert_with(key(), |page| page.hits += 1, || page.with(4));
    assert_eq!(inserted.await.unwrap(), page.with(4));
    let changed = con.try_update_or_insert_with(
        key(),
        |page| {
            page.hits += 1;
            Ok::<_, Error>(())
        },
        || Ok(page.clone()),
    );
    assert_eq!(changed.await.unwrap(), page.with(5));
    assert!(con.remove(key()).await.unwrap());
    let outcomes = con.save_many([(key(), page)]).await;
    assert_eq!(outcomes.into_iter().flatten().count(), 1);
    assert_eq!(con.remove_many([key()]).await.unwrap(), 1);
}

/// Fills an entry by each asynchronous command, with a key of this form for each.
async fn fill_by_all_asynchronously<K>(
    con: &mut redis::aio::MultiplexedConnection,
    page: &Page,
    key: impl Fn() -> K,
) where
    K: Filled<Entry = Page, Loaded<Page> = Page, Loaded<Option<Page>> = Option<Page>>,
    K: Clone + Send,
{
    assert_eq!(con.load_or_else(key(), async || page.with(1)).await.unwrap(), page.with(1));
    let filled = con.try_load_or_else(key(), async || Ok::<_, Error>(page.with(2)));
    assert_eq!(filled.await.unwrap(), page.with(1));
    assert!(con.remove(key()).await.unwrap());
    let found = con.load_or_find(key(), async || Ok::<_, Error>(Some(page.with(3))));
    assert_eq!(found.await.unwrap(), Some(page.with(3)));
    assert!(con.remove(key()).await.unwrap());
    let source = async |missing: Vec<K>| {
        assert_eq!(missing.len(), 1);
        Ok::<_, Error>(vec![Some(page.with(4))])
    };
    let found = con.load_many_or_find([key(), key()], source);
    assert_eq!(found.await.unwrap(), vec![Some(page.with(4)); 2]);
    assert!(con.remove(key()).await.unwrap());
}

#[tokio::test]
async fn every_asynchronous_command_takes_every_form_of_a_key() {
    let mut con = connect_async(url()).await;
    let page = Page::new(&key("async"));
    let (key, cached) = (page.key(), page.key().with_cache(Cache::new()));
    run_all_asynchronously(&mut con, &page, || page.key()).await;
    run_all_asynchronously(&mut con, &page, || &key).await;
    run_all_asynchronously(&mut con, &page, || cached.clone()).await;
    run_all_asynchronously(&mut con, &page, || &cached).await;
    run_all_asynchronously(&mut con, &page, || Arc::new(page.key())).await;
    fill_by_all_asynchronously(&mut con, &page, || page.key()).await;
    fill_by_all_asynchronously(&mut con, &page, || &key).await;
    fill_by_all_asynchronously(&mut con, &page, || cached.clone()).await;
    fill_by_all_asynchronously(&mut con, &page, || &cached).await;
}
