import type { Exchange } from './exchange.ts';
import type { FakeReply } from './script.ts';
import { goJson } from './shapes.ts';

/** Whether the request is a pull or a create. */
export function isTransfer({ asked }: Exchange): boolean {
  return asked.method === 'POST' && (asked.path === '/api/pull' || asked.path === '/api/create');
}

/** Sends the lines of a pull or a create as the reply describes, up to its fault. */
export async function sendLines(
  exchange: Exchange,
  lines: readonly object[],
  reply: FakeReply,
): Promise<void> {
  const { fault, chunking = 'line' } = reply;
  exchange.head(200, { 'Content-Type': 'application/x-ndjson' });
  const end = fault && 'after' in fault ? fault.after : lines.length;
  for (const [at, line] of lines.slice(0, end).entries()) {
    await exchange.step(reply, at);
    await exchange.writeChunked(Buffer.from(`${goJson(line)}\n`), chunking);
    exchange.sent(at, '');
  }
  await exchange.step(reply, end);
  if (fault?.kind === 'cut') {
    exchange.hangUp();
    return;
  }
  if (fault?.kind === 'errorLine') {
    await exchange.write(Buffer.from(`${goJson({ error: fault.error })}\n`));
  }
  await exchange.end();
}
