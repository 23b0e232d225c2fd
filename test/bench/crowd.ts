import { startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { HEAP_OPTIONS, runCrowd } from '../process/langserve/manyClients.ts';
import { startServer } from '../process/langserve/servedChain.ts';
import { Random } from '../unit/random.ts';

const CLIENTS = 200;
const SECONDS = 60;

/** The resources left after a minute with 200 clients, half of which disconnect at random. */
export async function measureCrowd() {
  const tokens = Array.from({ length: 50 }, (_, index) => ` word${index}`);
  const fake = await startFakeOllama({ otherwise: { tokens, pace: 2 } });
  const args = ['--max-concurrent', '400', '--model', 'fake:latest'];
  const served = await startServer({ host: fake.url, args, nodeArgs: HEAP_OPTIONS });
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
