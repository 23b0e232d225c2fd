-- A Condenser client for Neovim 0.7 or later: asks a question, then a follow-up whose answer it
-- cancels. Run it with: nvim --headless --clean -c 'luafile condenser_client.lua'
local folder = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
local command = { 'node', folder .. '/../../sidecar/dist/condenser.mjs', 'stdio' }
local on_event

local function log(label, value)
  io.stdout:write(label, ' ', vim.json.encode(value), '\n')
end

local dispatchers = {
  notification = function(method, params)
    if method ~= 'chat/event' then return end
    log(params.kind, params)
    if on_event then on_event(params) end
  end,
  on_exit = vim.schedule_wrap(function(code) vim.cmd('cquit ' .. code) end),
}

local rpc -- Before 0.10, start takes the program and its arguments separately.
if vim.fn.has('nvim-0.10') == 1 then
  rpc = vim.lsp.rpc.start(command, dispatchers)
else
  rpc = vim.lsp.rpc.start(command[1], vim.list_slice(command, 2), dispatchers)
end

-- Suspends the calling coroutine until the response arrives.
local function request(method, params)
  local caller = coroutine.running()
  rpc.request(method, params, function(err, result)
    log(method, err or result or vim.NIL)
    if err then vim.cmd('cquit 1') end
    assert(coroutine.resume(caller, result))
  end)
  return coroutine.yield()
end

local function uuid()
  local digits = ('xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'):gsub('x', function()
    return ('%x'):format(math.random(0, 15))
  end)
  return digits
end

local function cancel_at_first_delta(event)
  if event.kind ~= 'delta' or event.offset > 0 then return end
  local turn = { conversationId = event.conversationId, turnId = event.turnId }
  rpc.request('chat/cancel', turn, function() end)
end

local function ask(text, conversation_id)
  local turn = { clientTurnId = uuid(), conversationId = conversation_id, text = text }
  return request('chat/send', turn)
end

math.randomseed(vim.loop.hrtime())
coroutine.wrap(function()
  request('initialize', { protocolVersion = 1, clientInfo = { name = 'condenser_client.lua' } })
  rpc.notify('initialized', vim.empty_dict())
  local first = ask('What is a closure?')
  on_event = cancel_at_first_delta
  ask('And in Lua?', first.conversationId)
  request('shutdown')
  rpc.notify('exit')
end)()
