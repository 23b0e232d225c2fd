import { startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { heapTold, runCrowd } from '../process/langserve/manyClients.ts';
import { startServer } from '../process/langserve/servedChain.ts';
import { Random } from '../unit/random.ts';

const CLIENTS = 200;
const SECONDS = 60;

/** What 200 clients, half of them leaving at random moments, leave behind in a minute. */
export async function measureCrowd() {
  const tokens = Array.from({ length: 50 }, (_, index) => ` word${index}`);
  const fake = await startFakeOllama({ otherwise: { tokens, pace: 2 } });
  const args = ['--max-concurrent', '400', '--model', 'fake:latest'];
  const served = await startServer({ host: fake.url, args, nodeArgs: heapTold });
  const crowd = { clients: CLIENTS, answer: tokens.join(''), random: new Random(9) };
  try {
    const warm = await runCrowd(served, fake, {
      ...crowd,
      goesOn: ({ whole, left }) => whole + left < 1000,
    });
    const end = performance.now() + SECONDS * 1000;
    const minute = await runCrowd(served, fake, {
      ...crowd,
      goesOn: () => performance.now() < end,
    });
    return { clients: CLIENTS, seconds: SECONDS, warm, minute };
  } finally {
    served.process.kill('SIGTERM');
    await served.exit;
    await fake.stop();
  }
}
