import { type Mood, moodOf } from '@condenser/sidecar/chat/chain/words/script.ts';
import { expect, it } from 'vitest';

it.each<[Mood, readonly string[]]>([
  [
    'question',
    [
      'why?',
      'and how do I stop it',
      'with lodash?',
      'ok, can you also handle dates?',
      'back to the cookie, how long should it live?',
      '为什么',
      '用 redis 呢',
      '能恢复吗',
    ],
  ],
  [
    'order',
    [
      'make it thread safe',
      'shorter please',
      'continue',
      'translate that to English',
      '短一点',
      '继续',
      '加上单元测试',
    ],
  ],
  [
    'statement',
    [
      'it still returns null',
      'no, the other one',
      'TypeError: x is not a function',
      'error[E0502]: cannot borrow `v`',
      "df['price'].isna()",
      'foo();',
      '`parse(null)`',
      '不对，是另一个',
      '没有效果',
      '还是报错：ECONNREFUSED',
    ],
  ],
])('a message is a %s', (mood, messages) => {
  expect(messages.map((message) => [message, moodOf(message)])).toEqual(
    messages.map((message) => [message, mood]),
  );
});
