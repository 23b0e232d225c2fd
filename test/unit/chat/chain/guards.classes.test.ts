import { readFileSync } from 'node:fs';
import { refusingGuard } from '@condenser/sidecar/chat/chain/guards/guards.ts';
import { unwrapRewrite } from '@condenser/sidecar/chat/chain/guards/rewrite.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const Scene = z.object({
  history: z.array(z.tuple([z.string(), z.string()])),
  question: z.string(),
  good: z.array(z.string()),
  bad: z.record(z.string(), z.string()),
});

const scenes = z
  .array(Scene)
  .parse(JSON.parse(readFileSync(new URL('../../../data/rewrites.json', import.meta.url), 'utf8')));

describe.each(scenes)('$question', ({ history: pairs, question, good, bad }) => {
  const history = pairs.map(([user, assistant]) => ({ user, assistant }));
  const judge = (text: string) =>
    refusingGuard({ question, rewrite: unwrapRewrite(text), history }) ?? 'passes';

  it.each(good)('accepts %s', (rewrite) => {
    expect(judge(rewrite)).toBe('passes');
  });

  it.each(Object.entries(bad))('refuses a bad rewrite (%s): %s', (_, rewrite) => {
    expect(judge(rewrite)).not.toBe('passes');
  });

  const [first = ''] = good;
  it.each([
    ['a label', `Rewritten: ${first}`],
    ['an emphasized label', `**Standalone question:** ${first}`],
    ['a polite label', `Sure! Here is the rewritten question: "${first}"`],
    ['a sentence about the user', `The user is asking: ${first}`],
    ['a label in Chinese', `改写后的问题：${first}`],
    ['quotation marks', `'${first}'`],
    ['backticks', first.includes('`') ? first : `\`${first}\``],
    ['JSON', JSON.stringify({ standalone: first })],
    ['a fence', `\`\`\`\n${first}\n\`\`\``],
  ])('unwraps it from %s', (_, wrapped) => {
    expect(unwrapRewrite(wrapped)).toBe(first);
  });

  it.each([
    ['a thought', 'Okay, the user wants to know more about this, so I should rewrite it.'],
    ['a thought in Chinese', '嗯，用户想知道更多，我需要改写一下这个问题。'],
    ['unfinished JSON', `{"standalone": "${first}`],
    ['nothing', 'N/A'],
    ['an acknowledgement', 'OK.'],
    ['the answer', history.at(-1)?.assistant.split(/(?<=[.。])\s|\n/)[0] ?? ''],
    ['the question before', history.at(-1)?.user ?? ''],
  ])('refuses %s', (_, rewrite) => {
    expect(judge(rewrite)).not.toBe('passes');
  });
});
