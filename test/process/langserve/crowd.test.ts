import { expect, test } from 'vitest';
import { Random } from '../../unit/random.ts';
import { startFake } from '../starting.ts';
import { runCrowd } from './manyClients.ts';
import { serve } from './servedChain.ts';

/** Sockets to Ollama that are kept for the next request, one for each client at most. */
const CLIENTS = 200;

test('200 clients, half of them leaving at random moments, leave nothing behind', async () => {
  const tokens = Array.from({ length: 20 }, (_, index) => ` word${index}`);
  const fake = await startFake({ otherwise: { tokens, pace: 2 } });
  const args = ['--max-concurrent', '400', '--model', 'fake:latest'];
  const served = await serve({ host: fake.url, args });
  const crowd = { clients: CLIENTS, answer: tokens.join(''), random: new Random(9) };

  // The first crowd fills what is kept: sockets to Ollama, compiled code.
  await runCrowd(served, fake, { ...crowd, streams: 1000 });
  const figures = await runCrowd(served, fake, { ...crowd, streams: 3000 });

  console.error(figures);
  expect(figures.whole).toBeGreaterThan(500);
  expect(figures.left).toBeGreaterThan(500);
  expect(figures.callsLeft).toBe(0);
  expect(figures.socketsAfter).toBeLessThanOrEqual(figures.socketsBefore + CLIENTS);
  // What a stream left behind would show 3,000 times.
  expect(figures.megabytesAfter - figures.megabytesBefore).toBeLessThan(30);
}, 180_000);
