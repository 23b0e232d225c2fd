import { describe, expect, it } from 'vitest';
import { pythonLangserve } from '../../provision/pythonPackages.ts';
import { condenseReply, scene, secondReply } from '../scene.ts';
import { startFake } from '../starting.ts';
import { askInPython } from './askInPython.ts';
import { serve } from './servedChain.ts';

const packages = await pythonLangserve.locate();
const note = packages === undefined ? ` (not on this machine: ${pythonLangserve.name})` : '';

describe.skipIf(packages === undefined)(`the RemoteRunnable of Python${note}`, () => {
  it('can invoke, batch, stream, log, stream events, be refused, and disconnect', async () => {
    const fake = await startFake({
      replies: [
        { ...condenseReply, match: { lastMessage: scene.followUp }, times: 'always' },
        { ...secondReply, times: 'always', pace: 3 },
      ],
    });
    const served = await serve({ host: fake.url });

    const url = `${served.url}/llama3/`;
    const results = await askInPython(packages ?? '', url, scene.question, scene.followUp);

    const answer = scene.secondAnswer.join('');
    expect(results).toMatchObject({ invoke: answer, ainvoke: answer, final: answer });
    expect([results.batch, results.abatch]).toEqual([
      [answer, answer],
      [answer, answer],
    ]);
    for (const chunks of [results.stream, results.astream, results.streamed]) {
      expect(chunks.join('')).toBe(answer);
      expect(chunks.length).toBeGreaterThan(1);
    }
    expect(results.logs).toEqual(['Ollama', 'condense']);
    expect(results.refused).toMatchObject([422, [{ loc: ['chat_history'] }]]);
    expect(results.left).not.toBe('');
    for (const events of [results.v1, results.v2]) {
      expect(events.map(({ event }) => event)).toEqual(
        expect.arrayContaining(['on_llm_start', 'on_llm_stream', 'on_llm_end']),
      );
      expect(events[0]).toMatchObject({ event: 'on_chain_start' });
      const tokens = events.filter(({ event }) => event === 'on_llm_stream');
      expect(tokens.map(({ data }) => data.chunk).join('')).toBe(answer);
      expect(events.at(-1)).toMatchObject({ event: 'on_chain_end', data: { output: answer } });
    }
  });
});
