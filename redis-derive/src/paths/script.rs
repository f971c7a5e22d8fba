//! Script: the scripts behind the commands at a path.
//!
//! For a missing key, RedisJSON replies with an error whose words differ between servers. It
//! creates a document for a patch where there is none. An integer that it counts beyond its range
//! gets the other sign. A script detects these cases, and changes nothing then. It replies with nil
//! if the key does not exist, and otherwise with the matches, as `JSON.GET` does, so that one rule
//! reads all replies.

/// The beginning of the scripts: it checks the conditions. Each is a path and a test (see `Test`),
/// whose first character is its kind. If one does not hold, the reply is `[]` with as many spaces
/// inside as the number of the condition. A field that was made from its default is then removed
/// again. Before it is made, a read and a removal that change nothing check that the user may do
/// both. For a missing key the script calls RedisJSON too, so that a missing module is not taken
/// for a missing key.
const CHECK: &str = r"
if redis.call('EXISTS', KEYS[1]) == 0 then return redis.call('JSON.GET', KEYS[1]) end
local at, made = 2
local function types(path) return redis.call('JSON.TYPE', KEYS[1], path) end
local function refuse(reply)
  if made then redis.call('JSON.DEL', KEYS[1], made) end
  return reply
end
local function count(path, by)
  local reply = redis.pcall('JSON.NUMINCRBY', KEYS[1], path, by)
  return type(reply) == 'table' and refuse(reply) or reply
end
local function objects(path)
  local count = 0
  for _, type in ipairs(types(path)) do if type == 'object' then count = count + 1 end end
  return count
end
local function rename(old, new)
  for index = at + 2, #ARGV do
    local mark, path = ARGV[index]:match('^([|#]?)(%$.*)$')
    if path and path:sub(1, #old) == old and path:sub(#old + 1, #old + 1):find('^[.%[]?$') then
      ARGV[index] = mark .. new .. path:sub(#old + 1)
    end
  end
end
for number = 1, ARGV[1] do
  local path, test, rest = ARGV[at], ARGV[at + 1]:sub(1, 1), ARGV[at + 1]:sub(2)
  local holds
  if test == '=' then
    holds = rest:find(redis.call('JSON.GET', KEYS[1], path) .. '\n', 1, true)
  else
    local found = types(path)
    holds = found[1]
    if test == '{' then holds = found[1] == 'object'
    elseif test == '!' then holds = not found[1]
    elseif test == '~' then
      holds = true
      for _, type in ipairs(found) do holds = holds and type ~= 'null' end
    elseif test == '#' then holds = #found == objects(rest)
    elseif test == '|' then
      if not found[1] and types(rest)[1] then rename(path, rest) end
      holds = true
    elseif test == '?' and not found[1] then
      local last, reply = rest:match('^(%d+) (.*)$')
      if objects(path:sub(1, -1 - last)) > 0 then return refuse(reply) end
    elseif (test == '+' or test == '*') and not found[1] then
      redis.call('JSON.GET', KEYS[1], path)
      redis.call('JSON.DEL', KEYS[1], path)
      local set = redis.call('JSON.SET', KEYS[1], path, rest)
      made = made or set and path
      holds = set or test == '*'
    end
  end
  if not holds then return refuse('[' .. (' '):rep(number) .. ']') end
  at = at + 2
end
";

/// One command. `ARGV`: the number of conditions, a path and a test for each, the command, and its
/// arguments after the key.
pub(crate) const CALL: &[&str] = &[
    CHECK,
    r"
local reply = redis.pcall(ARGV[at], KEYS[1], unpack(ARGV, at + 1))
if type(reply) == 'string' then return reply end
if type(reply) == 'number' then
  local count = '[' .. reply .. ']'
  return reply > 0 and count or refuse(count)
end
if not reply then return refuse('[]') end
if reply.err then return refuse(reply) end
if reply.ok then return '[true]' end
local one = reply[1]
if not one then
  local found = redis.call('JSON.GET', KEYS[1], ARGV[at + 1])
  return refuse((#reply == 0 or found == '[null]' or found == '[]') and '[]' or '[null]')
end
if ARGV[at] == 'JSON.TOGGLE' then one = one == 1 and 'true' or 'false' end
return '[' .. one .. ']'
",
];

/// `JSON.SET` at many places. `ARGV`: the conditions, the path, and the value; for a field also the
/// path to the object around it, a merge that makes the field there, `required` if the field must
/// exist before, and the paths with its other names. Replies with the number of places that were
/// set.
pub(crate) const SET_ALL: &[&str] = &[
    CHECK,
    r"
local path, value, around, merge, required = unpack(ARGV, at)
local count = #types(path)
if around then
  local others, places = 0, objects(around)
  for index = at + 5, #ARGV do others = others + #types(ARGV[index]) end
  if required == 'required' and count + others < places then return refuse('[]') end
  for _, type in ipairs(types(around)) do if type == 'array' then return refuse('[]') end end
  if count < places then
    if places < #types(around) then return refuse('[]') end
    local may = redis.pcall('JSON.SET', KEYS[1], '$', value, 'NX')
    may = may or redis.pcall('JSON.MERGE', KEYS[1], around, merge)
    if may.err then return refuse(may) end
  end
  count = places
end
if count == 0 then return refuse('[0]') end
local reply = redis.pcall('JSON.SET', KEYS[1], path, value, 'XX')
if type(reply) == 'table' and reply.err then return refuse(reply) end
return '[' .. count .. ']'
",
];

/// `JSON.NUMINCRBY` of an integer. `ARGV`: the conditions, the path, the number to add, the least
/// and the greatest value. If the sum is outside this range, nothing changes, and the reply is `out
/// of range`. For numbers that Lua adds exactly, the script knows that before. Otherwise it writes
/// the old value back. Before that, a write that changes nothing checks that the user may do so,
/// since `NX` only writes to a path without a value.
pub(crate) const INCREMENT: &[&str] = &[
    CHECK,
    r"
local path, by, least, greatest = unpack(ARGV, at)
local function less(a, b)
  local negative = a:sub(1, 1) == '-'
  if negative ~= (b:sub(1, 1) == '-') then return negative end
  if #a ~= #b then return (#a < #b) ~= negative end
  return a ~= b and (a < b) ~= negative
end
local old = redis.call('JSON.GET', KEYS[1], path):match('^%[(.*)%]$')
if old == '' or old == 'null' then return refuse('[]') end
if not old:find('^-?%d+$') then return refuse('[null]') end
if #old < 16 and #by < 16 then
  local new = old + by
  if new < tonumber(least) or new > tonumber(greatest) then return refuse('out of range') end
  return count(path, by)
end
redis.call('JSON.SET', KEYS[1], path, old, 'NX')
if by == '0' then return '[' .. old .. ']' end
local reply = count(path, by)
if type(reply) == 'table' then return reply end
local new = reply:match('^%[(-?%d+)%]$')
if not new or less(new, least) or less(greatest, new) or less(new, old) ~= less(by, '0') then
  redis.call('JSON.SET', KEYS[1], path, old)
  return refuse('out of range')
end
return reply
",
];

/// `JSON.NUMINCRBY` of a float. `ARGV`: the conditions, the path, the number to add, and the
/// greatest value. The script checks the sum before, since it could not restore the last bit of the
/// old value.
pub(crate) const INCREMENT_FLOAT: &[&str] = &[
    CHECK,
    r"
local path, by, greatest = unpack(ARGV, at)
local old = redis.call('JSON.GET', KEYS[1], path):match('^%[(.*)%]$')
if old == '' or old == 'null' then return refuse('[]') end
if not old:find('^-?%d') then return refuse('[null]') end
if math.abs(tonumber(old) + tonumber(by)) > tonumber(greatest) then return refuse('out of range') end
return count(path, by)
",
];

/// The reply if the sum is out of range.
pub(crate) const OUT_OF_RANGE: &[u8] = b"out of range";

/// Stores a whole document, and sets its expiry. `ARGV`: the document, and the command that sets
/// the expiry, with its argument (`KEEP` and `PERSIST` have none).
///
/// If a script fails, its writes stay. A script that has written may go on writing while the memory
/// is full. So everything that the server may refuse must fail first: a write whose condition does
/// not hold, so that it changes nothing, and then the expiry. If the server still refuses the
/// document, the script restores the expiry. If the expiry is in the past, the key is removed, and
/// nothing is written.
pub(crate) const SAVE: &[&str] = &[r"
local before = redis.call('PTTL', KEYS[1])
redis.call('JSON.SET', KEYS[1], '$', 'null', before > -2 and 'NX' or 'XX')
local command, argument = ARGV[2], ARGV[3]
if command == 'KEEP' then command, argument = before > 0 and 'PEXPIRE', before end
local function expire()
  if command == 'PERSIST' then redis.call(command, KEYS[1])
  elseif command then redis.call(command, KEYS[1], argument) end
end
expire()
if before > -2 and redis.call('PTTL', KEYS[1]) == -2 then return end
local reply = redis.pcall('JSON.SET', KEYS[1], '$', ARGV[1])
if reply.err then
  if before > 0 then redis.call('PEXPIRE', KEYS[1], before)
  elseif before == -1 then redis.call('PERSIST', KEYS[1]) end
  return reply
end
expire()
"];
