// The baseline: the minimum work to read a stream of Ollama. Sends one request per line on stdin, and
// prints the milliseconds to the first token and to the end, and the CPU time.
import { request } from 'node:http';
import { createInterface } from 'node:readline';

const [url, model] = process.argv.slice(2);
const body = JSON.stringify({
  model,
  messages: [{ role: 'user', content: 'go' }],
  stream: true,
});

for await (const _ of createInterface({ input: process.stdin })) {
  const cpu = process.cpuUsage();
  const started = performance.now();
  let first = 0;
  let text = '';
  await read((content) => {
    if (first === 0 && content !== '') first = performance.now() - started;
    text += content;
  });
  const { user, system } = process.cpuUsage(cpu);
  const figures = {
    firstTokenMs: first,
    totalMs: performance.now() - started,
    cpuMs: (user + system) / 1000,
    length: text.length,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

/** @param {(content: string) => void} onContent */
function read(onContent) {
  return new Promise((resolve, reject) => {
    const call = request(`${url}/api/chat`, { method: 'POST' }, (answer) => {
      let rest = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece) => {
        const lines = (rest + piece).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onContent(JSON.parse(line).message?.content ?? '');
      });
      answer.on('end', resolve);
    });
    call.on('error', reject);
    call.end(body);
  });
}
