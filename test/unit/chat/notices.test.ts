import { answerNotices } from '@condenser/sidecar/chat/notices.ts';
import { expect, it } from 'vitest';
import { question } from '../store/storeFixture.ts';

const notices = (answer: string) =>
  answerNotices({ ...question('?'), answer }, { reason: 'stop' }).map(({ code }) => code);

it.each([
  ['nothing', ''],
  ['blanks', ' \n\t\u00a0'],
  ['zero width spaces', '\u200b\u200b'],
  ['empty braille patterns', '\u2800 \u2800'],
  ['fillers', '\u3164\u115f\uffa0'],
  ['tags', '\u{e0041}\u{e0042}'],
  ['variation selectors', '\ufe0f\u{e0100}'],
  ['escape sequences', '\u001b[2J\u001b[31m\u001b]0;title\u0007'],
  ['very many', '\u200b'.repeat(10_000)],
])('an answer of %s gets the notice emptyAnswer', (_, answer) => {
  expect(notices(answer)).toEqual(['emptyAnswer']);
});

it.each([
  ['a letter', '\u200bx'],
  ['an emoji', '👩‍💻'],
  ['braille', '\u2801'],
  ['a coloured word', '\u001b[31mred\u001b[0m'],
  ['a letter far from the start', `${'\u200b'.repeat(10_000)}x`],
])('an answer with %s does not', (_, answer) => {
  expect(notices(answer)).toEqual([]);
});
