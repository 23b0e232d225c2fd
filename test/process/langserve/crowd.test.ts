import { expect, test } from 'vitest';
import { Random } from '../../unit/random.ts';
import { startFake } from '../starting.ts';
import { heapTold, runCrowd } from './manyClients.ts';
import { serve } from './servedChain.ts';

const CLIENTS = 200;

test('200 clients, half of them leaving at random moments, leave nothing behind', async () => {
  const tokens = Array.from({ length: 20 }, (_, index) => ` word${index}`);
  const fake = await startFake({ otherwise: { tokens, pace: 2 } });
  const args = ['--max-concurrent', '400', '--model', 'fake:latest'];
  const served = await serve({ host: fake.url, args, nodeArgs: heapTold });
  const crowd = { clients: CLIENTS, answer: tokens.join(''), random: new Random(9) };

  // The first crowd fills what is kept: sockets to Ollama for the next request, compiled code.
  const before = await runCrowd(served, fake, { ...crowd, goesOn: (ended) => ended < 1000 });
  const after = await runCrowd(served, fake, { ...crowd, goesOn: (ended) => ended < 3000 });

  // Clients that stay check each of their streams to be whole.
  expect(after.whole).toBeGreaterThan(CLIENTS);
  expect(after.left).toBeGreaterThan(CLIENTS);
  expect(after.callsLeft).toBe(0);
  // One socket of each client, and one to Ollama for it, may be kept.
  expect(after.open).toBeLessThanOrEqual(before.open + CLIENTS);
  // A kilobyte that each stream left behind would be more.
  expect(after.heapMegabytes - before.heapMegabytes).toBeLessThan(2.5);
}, 180_000);
