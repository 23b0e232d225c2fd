import { BenchClient } from './benchClient.ts';
import { startFakeProcess } from './fakeProcess.ts';
import { memoryMegabytes } from './processFigures.ts';

const TOKENS = 100_000;

/** The memory of the sidecar before an answer of 100,000 tokens, and its peak during it. */
export async function measureLongAnswer(): Promise<{
  tokens: number;
  beforeMegabytes: number;
  peakMegabytes: number;
}> {
  const tokens = Array.from({ length: TOKENS }, (_, index) => ` word${index % 97}`);
  const fake = await startFakeProcess({
    // Large enough for the whole answer, which would end at a full window.
    models: [{ name: 'fake:latest', trainedContext: 262_144, numCtx: 131_072 }],
    otherwise: { tokens },
  });
  const client = new BenchClient(fake.url);
  await client.initialize();
  const beforeMegabytes = memoryMegabytes(client.pid, 'VmRSS');
  const { answer, stopReason, error } = await client.ask('go');
  if (answer.length !== tokens.join('').length) {
    throw new Error(`the answer is not whole: ${stopReason} ${error?.message}`);
  }
  const peakMegabytes = memoryMegabytes(client.pid, 'VmHWM');
  await client.leave();
  await fake.stop();
  return { tokens: TOKENS, beforeMegabytes, peakMegabytes };
}
