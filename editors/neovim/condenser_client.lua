-- A client of Condenser's protocol on Neovim's own JSON-RPC (0.7 or later): one turn that is
-- answered, one that is stopped. nvim --headless --clean -c 'luafile condenser_client.lua'
local folder = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
local command = { 'node', folder .. '/../../sidecar/dist/condenser.mjs', 'stdio' }
local on_event

local function say(label, value)
  io.stdout:write(label, ' ', vim.json.encode(value), '\n')
end

local dispatchers = {
  notification = function(method, params)
    if method ~= 'chat/event' then return end
    say(params.kind, params)
    if on_event then on_event(params) end
  end,
  on_exit = vim.schedule_wrap(function(code) vim.cmd('cquit ' .. code) end),
}

local rpc -- Its start takes the command in two parts before 0.10.
if vim.fn.has('nvim-0.10') == 1 then
  rpc = vim.lsp.rpc.start(command, dispatchers)
else
  rpc = vim.lsp.rpc.start(command[1], vim.list_slice(command, 2), dispatchers)
end

-- Waits for the answer in the coroutine that asks.
local function request(method, params)
  local asking = coroutine.running()
  rpc.request(method, params, function(problem, result)
    say(method, problem or result or vim.NIL)
    if problem then vim.cmd('cquit 1') end
    assert(coroutine.resume(asking, result))
  end)
  return coroutine.yield()
end

local function uuid()
  local digits = ('xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'):gsub('x', function()
    return ('%x'):format(math.random(0, 15))
  end)
  return digits
end

local function stop_at_first_delta(event)
  if event.kind ~= 'delta' or event.offset > 0 then return end
  local turn = { conversationId = event.conversationId, turnId = event.turnId }
  rpc.request('chat/cancel', turn, function() end)
end

local function ask(text, conversation)
  return request('chat/send', { clientTurnId = uuid(), conversationId = conversation, text = text })
end

math.randomseed(vim.loop.hrtime())
coroutine.wrap(function()
  request('initialize', { protocolVersion = 1, clientInfo = { name = 'condenser_client.lua' } })
  rpc.notify('initialized', vim.empty_dict())
  local first = ask('What is a closure?')
  on_event = stop_at_first_delta
  ask('And in Lua?', first.conversationId)
  request('shutdown')
  rpc.notify('exit')
end)()
