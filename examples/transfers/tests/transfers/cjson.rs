use crate::{TestBank, connect, connect_async, url};
use redis::cmd;
use redis_derive::DocumentCommands;
use transfers::account::Account;
use transfers::cjson::transfer;
use transfers::transfer::Transfer;

/// What comes out of `cjson` when it decodes and encodes this.
fn through(json: &str) -> String {
    let script = "return cjson.encode(cjson.decode(ARGV[1]))";
    cmd("EVAL").arg(script).arg(0).arg(json).query(&mut connect()).unwrap()
}

#[test]
fn a_document_does_not_come_out_of_cjson_as_it_went_in() {
    for (json, damaged) in [
        (r#"{"a":[]}"#, r#"{"a":{}}"#),
        (r#"{"a":100000000000000}"#, r#"{"a":1e+14}"#),
        (r#"{"a":123456789012345}"#, r#"{"a":1.2345678901234e+14}"#),
        (r#"{"a":9007199254740993}"#, r#"{"a":9.007199254741e+15}"#),
        (r#"{"a":0.30000000000000004}"#, r#"{"a":0.3}"#),
        (r#"{"a":"a/b"}"#, r#"{"a":"a\/b"}"#),
    ] {
        assert_eq!(through(json), damaged);
    }
    for whole in [r#"{"a":99999999999999}"#, r#"{"a":[1,null]}"#, r#"{"a":"é"}"#, r#"{"a":{}}"#] {
        assert_eq!(through(whole), whole);
    }
    assert_eq!(through(r#"{"b":1,"a":2,"c":3}"#), r#"{"a":2,"c":3,"b":1}"#);
    let precision =
        cmd("EVAL").arg("cjson.encode_number_precision(15)").arg(0).exec(&mut connect());
    precision.unwrap_err();
}

#[tokio::test]
async fn a_script_that_decodes_and_encodes_damages_accounts() {
    for (cents, readers, at) in [
        (1000, vec![], "readers"),
        (100_000_000_000_000, vec!["ada".to_owned()], "cents"),
        ((1 << 53) + 1, vec!["ada".to_owned()], "cents"),
    ] {
        let bank = TestBank::open();
        let account = Account { bank: bank.name.clone(), id: 0, cents, readers };
        connect().save(&account).unwrap();
        let order = Transfer { bank: bank.name.clone(), id: 1, from: 0, to: 1, cents: 0 };
        assert!(transfer(&mut connect_async(url()).await.unwrap(), &order).await.unwrap());
        let error = connect().load(bank.account(0)).unwrap_err().to_string();
        assert!(error.contains(&format!("at `{at}`")), "{error}");
    }
}

/// Which is why it is not seen at first.
#[tokio::test]
async fn small_numbers_and_lists_that_are_not_empty_survive() {
    let bank = TestBank::open();
    for id in 0..2 {
        let readers = vec!["ada".to_owned()];
        connect().save(&Account { bank: bank.name.clone(), id, cents: 10, readers }).unwrap();
    }
    let order = Transfer { bank: bank.name.clone(), id: 1, from: 0, to: 1, cents: 4 };
    let mut con = connect_async(url()).await.unwrap();
    assert!(transfer(&mut con, &order).await.unwrap());
    assert_eq!(bank.balances()[..2], [6, 14]);
    assert!(!transfer(&mut con, &Transfer { cents: 7, ..order }).await.unwrap());
}
