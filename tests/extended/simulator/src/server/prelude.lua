-- What a script finds in Redis beside Lua's own functions, and what it does not find there.
print, dofile, loadfile = nil, nil, nil

redis = {
    -- An error without a code gets one.
    error_reply = function(text)
        return { err = text:find(' ', 1, true) and text or 'ERR ' .. text }
    end,
    status_reply = function(text)
        return { ok = text }
    end,
}

-- A script has no globals: what is misspelt is an error, and nothing is left for the next one.
setmetatable(_G, {
    __index = function(_, name)
        local what = 'Script attempted to access nonexistent global variable'
        error(what .. " '" .. tostring(name) .. "'", 2)
    end,
    __newindex = function()
        error('Attempt to modify a readonly table', 2)
    end,
})
