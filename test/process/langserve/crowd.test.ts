import { expect, test } from 'vitest';
import { Random } from '../../unit/random.ts';
import { startFake } from '../starting.ts';
import { HEAP_OPTIONS, runCrowd } from './manyClients.ts';
import { serve } from './servedChain.ts';

const CLIENTS = 200;
/** The minimum number of streams of either kind, on any machine. */
const OF_EITHER = 500;

test('200 clients, half of which disconnect at random, leave nothing behind', async () => {
  const tokens = Array.from({ length: 20 }, (_, index) => ` word${index}`);
  const fake = await startFake({ otherwise: { tokens, pace: 2 } });
  const args = ['--max-concurrent', '400', '--model', 'fake:latest'];
  const served = await serve({ host: fake.url, args, nodeArgs: HEAP_OPTIONS });
  const crowd = { clients: CLIENTS, answer: tokens.join(''), random: new Random(9) };

  // The first crowd fills caches: sockets to Ollama, compiled code.
  const before = await runCrowd(served, fake, {
    ...crowd,
    goesOn: ({ whole, left }) => whole + left < 1000,
  });
  const goesOn = ({ whole, left }: { whole: number; left: number }) =>
    whole + left < 3000 || whole <= OF_EITHER || left <= OF_EITHER;
  const after = await runCrowd(served, fake, { ...crowd, goesOn });

  // The other clients check that their streams are complete.
  expect(after.whole).toBeGreaterThan(OF_EITHER);
  expect(after.left).toBeGreaterThan(OF_EITHER);
  expect(after.callsLeft).toBe(0);
  // One socket per client, and one to Ollama for it, may stay open.
  expect(after.open).toBeLessThanOrEqual(before.open + CLIENTS);
  // A leak of one kilobyte per stream would exceed this.
  expect(after.heapMegabytes - before.heapMegabytes).toBeLessThan(2.5);
}, 180_000);
