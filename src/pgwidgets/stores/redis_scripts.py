"""What is done in Redis as one step each, in its own language.

Knows: the keys, and which of them change together. Must not know: connections, what fields mean.

Of a session there is a hash ``owner`` (boot, epoch, since, deleted, taken, asker, asked) and a hash
``fields``.
It has been there since the time ``since``, and for ever where it was made, or where that is yet to
come since the clock was put back. Of a server that runs there is ``lease:BOOT``, which ends by
itself, and the set ``wanted:BOOT``.

An answer may be lost on its way, and the server asks again: its own record has a higher epoch then
than it knows of. So what was taken of the fields is remembered with the owner.

And a question may be long on its way, as one whose answer is waited for no more: then it comes
behind newer ones of the same server. So a run numbers what it asks, and of the last question that
was done, who asked it, and under which number, is remembered: an earlier one of that run does
nothing. The same number is the same question, which was asked twice.
"""

ALSO_IF_FULL = "#!lua flags=allow-oom\n"
"""Before a script that is done although Redis has no room for more."""
FLAGS_SINCE = 7
"""The version of Redis, or Valkey, from which on a script may have flags."""

ACQUIRE = """
local prefix, boot, dead, is_new, young = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local owner = redis.call('HMGET', KEYS[1], 'boot', 'epoch', 'since', 'deleted', 'asker', 'asked')
if owner[5] == boot and tonumber(owner[6]) >= tonumber(ARGV[9]) then
    if owner[6] ~= ARGV[9] or owner[1] ~= boot then return {'late'} end
    local fields = redis.call('HGETALL', KEYS[2])
    for i = 11 + ARGV[10], #ARGV do
        local taken = redis.call('HGET', KEYS[1], 'taken:' .. ARGV[i])
        if taken and redis.call('HEXISTS', KEYS[2], ARGV[i]) == 0 then
            table.insert(fields, ARGV[i])
            table.insert(fields, taken)
        end
    end
    return {'found', tonumber(owner[2]), fields}
end
local is_stored = redis.call('EXISTS', KEYS[2]) == 1
if is_new ~= '1' then
    if owner[4] then return {'none'} end
    if not owner[1] and not is_stored then
        local born = redis.call('GET', prefix .. 'born')
        if not born or (now - born < young and now >= tonumber(born)) then return {'young'} end
        return {'none'}
    end
end
if owner[1] and owner[1] ~= boot then
    local about = redis.call('GET', prefix .. 'lease:' .. owner[1])
    if about and owner[1] ~= dead then
        local told = {}
        for i = 11, 10 + ARGV[10] do
            local field = redis.call('HGET', KEYS[2], ARGV[i])
            if field then table.insert(told, ARGV[i]) table.insert(told, field) end
        end
        local since = tonumber(owner[3] or 0)
        if now < since then since = 0 end
        return {'elsewhere', owner[1], about, told, tostring(now - since)}
    end
    if about then
        redis.call('SADD', prefix .. 'wanted:' .. owner[1], ARGV[8])
        redis.call('PEXPIRE', prefix .. 'wanted:' .. owner[1], 60000)
    end
end
local is_untold = owner[1] == boot and tonumber(owner[2]) > tonumber(ARGV[6])
local epoch = math.max(tonumber(owner[2] or '0'), tonumber(ARGV[6])) + 1
redis.call('HSET', KEYS[1], 'boot', boot, 'epoch', epoch, 'since', owner[2] and now or 0,
    'asker', boot, 'asked', ARGV[9])
redis.call('HDEL', KEYS[1], 'deleted')
redis.call('PEXPIRE', KEYS[1], ARGV[7])
local fields = redis.call('HGETALL', KEYS[2])
for i = 11 + ARGV[10], #ARGV do
    local mark = 'taken:' .. ARGV[i]
    local field = redis.call('HGET', KEYS[2], ARGV[i])
    local taken = is_untold and redis.call('HGET', KEYS[1], mark)
    redis.call('HDEL', KEYS[1], mark)
    if field or taken then redis.call('HSET', KEYS[1], mark, field or taken) end
    if taken and not field then table.insert(fields, ARGV[i]) table.insert(fields, taken) end
    redis.call('HDEL', KEYS[2], ARGV[i])
end
return {'found', epoch, fields}
"""
"""Keys: owner, fields. Arguments: prefix, boot, dead boot, is_new, ms for which a store is young,
least epoch, ms to keep, session, number, how many fields to tell, these, those to take."""

SAVE = """
local owner = redis.call('HMGET', KEYS[1], 'boot', 'epoch', 'asker', 'asked')
if not owner[2] then return 'forgotten' end
if owner[1] == ARGV[1] and tonumber(owner[2]) > tonumber(ARGV[2]) then return 'untold' end
if owner[1] ~= ARGV[1] or owner[2] ~= ARGV[2] then return 'superseded' end
if owner[3] == ARGV[1] and tonumber(owner[4]) > tonumber(ARGV[3]) then return 'late' end
redis.call('HSET', KEYS[1], 'asker', ARGV[1], 'asked', ARGV[3])
local sets = tonumber(ARGV[5])
for i = 6, 5 + 2 * sets, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
for i = 6 + 2 * sets, #ARGV do redis.call('HDEL', KEYS[2], ARGV[i]) end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return 'saved'
"""
"""Keys: owner, fields. Arguments: boot, epoch, number, ms to keep, how many to set, these with
their contents, those to remove."""

LET_GO = """
local owner = redis.call('HMGET', KEYS[1], 'boot', 'epoch', 'asker', 'asked')
if owner[1] ~= ARGV[1] or (ARGV[2] ~= '' and owner[2] ~= ARGV[2]) then return 0 end
if owner[3] == ARGV[1] and tonumber(owner[4]) > tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], 'asker', ARGV[1], 'asked', ARGV[3])
redis.call('HDEL', KEYS[1], 'boot')
if ARGV[4] == 'delete' then
    redis.call('HSET', KEYS[1], 'deleted', 1)
    redis.call('DEL', KEYS[2])
elseif redis.call('EXISTS', KEYS[2]) == 1 then
    for i = 5, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
end
return 1
"""
"""Keys: owner, fields. Arguments: boot, epoch ('': whichever it is), number, whether to delete it,
fields to set with their contents."""

BEAT = """
local had = redis.call('EXISTS', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local wanted = redis.call('SMEMBERS', KEYS[2])
redis.call('DEL', KEYS[2])
local life = redis.call('GET', KEYS[3])
if not life then
    local time = redis.call('TIME')
    life = ARGV[3]
    redis.call('SET', KEYS[3], life)
    redis.call('SET', KEYS[4], time[1] * 1000 + math.floor(time[2] / 1000))
end
return {had, life, wanted}
"""
"""Keys: lease, wanted, life, born. Arguments: about, ms of a lease, a name for a new life."""

RECLAIM = """
local owner = redis.call('HMGET', KEYS[1], 'boot', 'epoch')
local epoch = tonumber(ARGV[2])
if owner[2] and owner[1] ~= ARGV[1] then return 0 end
if owner[2] and tonumber(owner[2]) > epoch then return tonumber(owner[2]) end
if owner[2] == ARGV[2] and ARGV[3] ~= '1' then return epoch end
local time = redis.call('TIME')
redis.call('HSET', KEYS[1], 'boot', ARGV[1], 'epoch', epoch + 1,
    'since', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return epoch + 1
"""
"""Keys: owner. Arguments: boot, epoch, whether something may be forgotten, ms to keep.

It needs no number: who asks again has a newer epoch told, and what comes late raises none."""

TOUCH = """
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
"""
"""Keys: owner, fields. Arguments: ms to keep."""
