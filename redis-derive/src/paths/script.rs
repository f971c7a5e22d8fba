//! The scripts that the commands at a path are.
//!
//! RedisJSON answers a missing key with an error whose words differ from server to server, creates
//! a document where a patch has none, and counts an integer over its end, from which it comes back
//! with another sign. A script tells these apart, and does nothing then. It replies with nil where
//! there is no such key, and else with the matches as `JSON.GET` does, so that one rule reads them
//! all.

/// What both begin with: where the key is missing, or an enum has another variant than the path
/// goes through. Of a missing key RedisJSON is asked as well, so that one is not taken for the want
/// of the module.
const CHECK: &str = "\
if redis.call('EXISTS', KEYS[1]) == 0 then return redis.call('JSON.GET', KEYS[1]) end
local at = 2
for _ = 1, ARGV[1] do
  local found = redis.call('JSON.GET', KEYS[1], ARGV[at])
  local expected = ARGV[at + 1]
  if expected == '{' then found = found:sub(2, 2) end
  if found == '[]' or (expected ~= '' and found ~= expected) then return '[]' end
  at = at + 2
end
";

/// One command. `ARGV`: how many conditions, a path and the expected reply for each, the command,
/// and its arguments behind the key.
pub(crate) const CALL: &str = text(&checked::<{ CHECK.len() + THEN_CALL.len() }>(THEN_CALL));

const THEN_CALL: &str = "\
local reply = redis.call(ARGV[at], KEYS[1], unpack(ARGV, at + 1))
if type(reply) == 'string' then return reply end
if type(reply) == 'number' then return '[' .. reply .. ']' end
if ARGV[at] == 'JSON.TOGGLE' and reply[1] then reply[1] = reply[1] == 1 and 'true' or 'false' end
if not reply or #reply == 0 and not reply.ok then return '[]' end
return '[' .. tostring(reply.ok and true or reply[1] or 'null') .. ']'
";

/// `JSON.NUMINCRBY` of an integer. `ARGV`: the conditions, the path, what is added, the least and
/// the greatest value. Where the result is not between these, nothing is changed, and the reply is
/// `out of range`. Of numbers that Lua adds up exactly that is known before. Otherwise the old value
/// is put back, and whether that is allowed is asked before, by a write that changes nothing, since
/// `NX` is for a path that is not there.
pub(crate) const INCREMENT: &str =
    text(&checked::<{ CHECK.len() + THEN_INCREMENT.len() }>(THEN_INCREMENT));

const THEN_INCREMENT: &str = "\
local path, by, least, greatest = unpack(ARGV, at)
local function less(a, b)
  local negative = a:sub(1, 1) == '-'
  if negative ~= (b:sub(1, 1) == '-') then return negative end
  if #a ~= #b then return (#a < #b) ~= negative end
  return a ~= b and (a < b) ~= negative
end
local old = redis.call('JSON.GET', KEYS[1], path):match('^%[(.*)%]$')
if old == '' then return '[]' end
if #old < 16 and #by < 16 and old:match('^-?%d+$') then
  local new = old + by
  if new < tonumber(least) or new > tonumber(greatest) then return 'out of range' end
  return redis.call('JSON.NUMINCRBY', KEYS[1], path, by)
end
redis.call('JSON.SET', KEYS[1], path, old, 'NX')
local reply = redis.call('JSON.NUMINCRBY', KEYS[1], path, by)
local new = reply:match('^%[(-?%d+)%]$')
if old:match('^-?%d+$') and (not new or less(new, least) or less(greatest, new) or less(new, old) ~= less(by, '0')) then
  redis.call('JSON.SET', KEYS[1], path, old)
  return 'out of range'
end
return reply
";

/// What `INCREMENT` replies then.
pub(crate) const OUT_OF_RANGE: &[u8] = b"out of range";

/// A whole document, with what becomes of its expiry. `ARGV`: the document, and the command that
/// sets the expiry with its argument; `KEEP` and `PERSIST` have none.
///
/// What a script has written stays when it fails, and a script that has written may write although
/// the memory is full. So what the server may refuse has to fail before: first a write that changes
/// nothing, by a condition that does not hold, and then the expiry.
pub(crate) const SAVE: &str = "\
local never = redis.call('EXISTS', KEYS[1]) == 1 and 'NX' or 'XX'
redis.call('JSON.SET', KEYS[1], '$', 'null', never)
local left = redis.call('PTTL', KEYS[1])
local command, argument = ARGV[2], ARGV[3]
if command == 'KEEP' then command, argument = left > 0 and 'PEXPIRE', left end
local function expire()
  if command == 'PERSIST' then redis.call(command, KEYS[1])
  elseif command then redis.call(command, KEYS[1], argument) end
end
expire()
redis.call('JSON.SET', KEYS[1], '$', ARGV[1])
expire()
";

/// The checks, and what comes behind them.
const fn checked<const LENGTH: usize>(then: &str) -> [u8; LENGTH] {
    let (check, then) = (CHECK.as_bytes(), then.as_bytes());
    let mut bytes = [0; LENGTH];
    let mut index = 0;
    while index < LENGTH {
        let behind = index.checked_sub(check.len());
        bytes[index] = if let Some(index) = behind { then[index] } else { check[index] };
        index += 1;
    }
    bytes
}

const fn text(bytes: &[u8]) -> &str {
    match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("two texts are one"),
    }
}
