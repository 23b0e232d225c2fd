import type { FakeReply, FakeScript } from '../fakes/ollama/script.ts';
import { Baseline, type StreamFigures } from './baseline.ts';
import { BenchClient } from './benchClient.ts';
import { startFakeProcess } from './fakeProcess.ts';
import { cpuMilliseconds } from './processFigures.ts';
import { interleaved, type Measured, summarize } from './statistics.ts';

/** The figures of one way of streaming: through the sidecar, and with the bare loop. */
export interface TokenFigures {
  readonly tokens: number;
  readonly sidecar: { firstTokenMs: Measured; totalMs: Measured; cpuMicrosPerToken: Measured };
  readonly bareLoop: { firstTokenMs: Measured; totalMs: Measured; cpuMicrosPerToken: Measured };
}

/** How the fake sends the tokens. */
export interface Stream {
  readonly tokens: number;
  readonly reply: Omit<FakeReply, 'tokens'>;
  readonly rounds: number;
}

const MODEL = 'fake:latest';

/** Measures one way of streaming, alternating between both. */
export async function measureTokens(stream: Stream): Promise<TokenFigures> {
  const fake = await startFakeProcess(script(stream));
  const baseline = new Baseline(fake.url, MODEL);
  const client = new BenchClient(fake.url);
  await client.initialize();
  const passes = { sidecar: [] as StreamFigures[], bareLoop: [] as StreamFigures[] };
  const one = async (into: StreamFigures[], pass: () => Promise<StreamFigures>) => {
    const figures = await pass();
    into.push(figures);
    return figures.totalMs;
  };
  await interleaved(stream.rounds, {
    sidecar: () => one(passes.sidecar, () => sidecarPass(client)),
    bareLoop: () => one(passes.bareLoop, () => baseline.pass()),
  });
  await client.leave();
  baseline.stop();
  await fake.stop();
  return {
    tokens: stream.tokens,
    sidecar: summarizePasses(passes.sidecar, stream.tokens),
    bareLoop: summarizePasses(passes.bareLoop, stream.tokens),
  };
}

/** Every pass is a new conversation: no condense call, and the same prompt each time. */
async function sidecarPass(client: BenchClient): Promise<StreamFigures> {
  const cpu = cpuMilliseconds(client.pid);
  const started = performance.now();
  let firstTokenMs = 0;
  client.onEvent = (event) => {
    if (event.kind === 'delta' && firstTokenMs === 0) firstTokenMs = performance.now() - started;
  };
  const { answer } = await client.ask('go');
  const totalMs = performance.now() - started;
  const cpuMs = cpuMilliseconds(client.pid) - cpu;
  return { firstTokenMs, totalMs, cpuMs, length: answer.length };
}

function summarizePasses(passes: readonly StreamFigures[], tokens: number) {
  // The first pass is a warm-up.
  const counted = passes.slice(1);
  return {
    firstTokenMs: summarize(counted.map((pass) => pass.firstTokenMs)),
    totalMs: summarize(counted.map((pass) => pass.totalMs)),
    cpuMicrosPerToken: summarize(counted.map((pass) => (pass.cpuMs * 1000) / tokens)),
  };
}

function script({ tokens, reply }: Stream): FakeScript {
  const text = Array.from({ length: tokens }, (_, index) => ` word${index % 97}`);
  return { otherwise: { ...reply, tokens: text } };
}
