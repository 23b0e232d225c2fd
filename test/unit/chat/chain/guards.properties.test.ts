import { refusingGuard } from '@condenser/sidecar/chat/chain/guards/guards.ts';
import { describe, expect, it } from 'vitest';
import { Random, seeds } from '../../random.ts';

/** A part that a rewrite must keep, and the guard that checks it. */
const KEPT = [
  ['42', 'lostNumber'],
  ['3.11', 'lostNumber'],
  ['10:30', 'lostNumber'],
  ['"not found"', 'lostQuotation'],
  ['`x`', 'lostQuotation'],
  ['「値」', 'lostQuotation'],
  ['getName', 'lostIdentifier'],
  ['user.name', 'lostIdentifier'],
  ['sort_by_key', 'lostIdentifier'],
  ['src/a/Main.java', 'lostIdentifier'],
  ['--stable', 'lostIdentifier'],
  ['C++', 'lostIdentifier'],
  ['utf8', 'lostIdentifier'],
] as const;

const HISTORY = [{ user: 'How is a list sorted? 怎么给列表排序？', assistant: 'Use `sort`.' }];

const FORMS = [
  {
    ask: (parts: string) => `what about ${parts}?`,
    rewrite: (parts: string) => `How is the list sorted by ${parts}?`,
  },
  {
    ask: (parts: string) => `用 ${parts} 呢？`,
    rewrite: (parts: string) => `用 ${parts} 怎么给列表排序？`,
  },
  {
    ask: (parts: string) => `用${parts}呢`,
    rewrite: (parts: string) => `怎么用${parts}给列表排序`,
  },
];

describe.each(seeds(60))('a random question (seed %i)', (seed) => {
  const random = new Random(seed);
  const form = random.pick(FORMS);
  const parts = [...KEPT].sort(() => random.next() - 0.5).slice(0, random.integer(1, 4));
  const joined = (kept: readonly (readonly [string, string])[]) =>
    kept.map(([part]) => part).join(', ');
  const question = form.ask(joined(parts));

  it('may be rewritten with its parts in another order', () => {
    const rewrite = form.rewrite(joined([...parts].reverse()));
    expect([rewrite, refusingGuard({ question, rewrite, history: HISTORY })]).toEqual([
      rewrite,
      undefined,
    ]);
  });

  it.each(parts)('must keep %s', (part, guard) => {
    const left = parts.filter(([other]) => other !== part);
    const rewrite = form.rewrite(left.length > 0 ? joined(left) : 'it');
    expect([rewrite, refusingGuard({ question, rewrite, history: HISTORY })]).toEqual([
      rewrite,
      guard,
    ]);
  });
});

describe('very long pasted text is checked without an error', () => {
  it.each(['a', '1', 'a.', 'a/', '/a', '$a', '@a/', "'a ", '“', '`', '```\n', '归', '\n', '--a '])(
    '%j a hundred thousand times',
    (unit) => {
      const pasted = unit.repeat(100_000);
      const refusals = [
        refusingGuard({ question: pasted, rewrite: 'What is it?', history: HISTORY }),
        refusingGuard({ question: 'it?', rewrite: pasted, history: HISTORY }),
        refusingGuard({
          question: 'it?',
          rewrite: 'What is x2?',
          history: [{ user: pasted, assistant: pasted }],
        }),
      ];
      expect(refusals.at(-1)).toBe('invented');
    },
  );
});
