// A sidecar with one fault, `node misbehaving.mjs <fault>`, that implements just enough of the protocol.
const [fault] = process.argv.slice(2);
const send = (message) => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
  process.stdout.write(`Content-Length: ${body.length}\r\n\r\n`);
  process.stdout.write(body);
};
const serve = (protocolVersion, onRequest) => {
  let buffered = Buffer.alloc(0);
  process.stdin.on('data', (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (;;) {
      const end = buffered.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffered.subarray(0, end).toString())[1]);
      if (buffered.length < end + 4 + length) return;
      const message = JSON.parse(buffered.subarray(end + 4, end + 4 + length).toString());
      buffered = buffered.subarray(end + 4 + length);
      if (message.method === 'initialize') {
        const serverInfo = { name: 'fake', version: '9.9.9' };
        send({ id: message.id, result: { protocolVersion, serverInfo, capabilities: {} } });
      } else if (message.method === 'shutdown') send({ id: message.id, result: null });
      else if (message.method === 'exit') process.exit(0);
      else onRequest(message);
    }
  });
};
const faults = {
  exits: () => {
    process.stderr.write('cannot go on: 磁盘已满\n');
    process.exit(3);
  },
  garbage: () => setInterval(() => process.stdout.write('\u0000\u00ffgarbage'.repeat(5000)), 1),
  garbledLater: () =>
    serve(1, () => process.stdout.write('this is no header\r\n\r\nnor this\r\n\r\n')),
  floodsStderr: () =>
    serve(1, ({ id }) => {
      const line = `${'x'.repeat(1000)}\n`.repeat(1000);
      for (let index = 0; index < 20; index++) process.stderr.write(line);
      process.stderr.write('the last line\n', () => send({ id, result: 'flooded' }));
    }),
  silent: () => process.stdin.resume(),
  otherProtocol: () => serve(2, () => {}),
  neverAnswers: () => serve(1, ({ method }) => method === 'die' && process.exit(7)),
  asksTheIde: () =>
    serve(1, (message) => {
      if (message.id === 'evil') send({ method: 'refusal', params: message.error.code });
      else if (message.method) {
        send({ method: 'ide/ask', params: { text: 'run this', send: true } });
        send({ id: 'evil', method: 'ide/newFile', params: { text: 'evil' } });
      }
    }),
  echoes: () =>
    serve(1, ({ id, method, params }) => {
      if (id === undefined) return send({ method: 'heard', params: { method, params } });
      send({ method: '$/progress', params: { token: params?.progressToken ?? 'none', value: id } });
      send({ id, result: { method, params } });
    }),
  leavesChildren: async () => {
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
    });
    serve(1, ({ id }) => send({ id, result: child.pid }));
  },
};
await faults[fault]();
