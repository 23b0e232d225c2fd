import type { ContextItem, Strategy } from '@condenser/protocol';
import { type FollowUp, skipReason } from '@condenser/sidecar/chain/skipRules.ts';
import { describe, expect, it } from 'vitest';

const CODE: ContextItem = { kind: 'text', text: 'x' };

function followUp(question: string, more: Partial<FollowUp> = {}): FollowUp {
  return { historyLength: 2, question, context: [], strategy: 'condense+history', ...more };
}

describe('the model is not asked for a standalone question', () => {
  it.each<[string, Partial<FollowUp>, string]>([
    ['without history', { historyLength: 0 }, 'noHistory'],
    ['by the strategy history', { strategy: 'history' }, 'strategy'],
    ['when the person wrote one', { standaloneQuestion: 'How?' }, 'edited'],
    [
      'when the person wrote one for the first turn',
      { standaloneQuestion: 'How?', historyLength: 0 },
      'edited',
    ],
    [
      'when the person wrote one, by any strategy',
      { standaloneQuestion: 'How?', strategy: 'history' },
      'edited',
    ],
    ['when code came along', { context: [CODE] }, 'ownContext'],
  ])('%s', (_, more, reason) => {
    expect(skipReason(followUp('and in Kotlin?', more))).toBe(reason);
    expect(skipReason(followUp('用 Kotlin 呢？', more))).toBe(reason);
  });

  it.each([
    ['hi'],
    ['Hello!'],
    ['hey there'],
    ['Good morning.'],
    ['HOWDY'],
    ['hello again'],
    ['thanks'],
    ['Thank you very much!'],
    ['thx'],
    ['ok, thanks!'],
    ['great, thank you'],
    ['Thanks 👍'],
    ['thanks ❤️'],
    ['ok'],
    ['Okay…'],
    ['bye'],
    ['How are you today?'],
    ['  hi  '],
    ['你好'],
    ['你好！'],
    ['您好啊'],
    ['嗨'],
    ['早上好'],
    ['谢谢'],
    ['谢谢你！'],
    ['谢谢啦'],
    ['多谢'],
    ['非常感谢'],
    ['謝謝'],
    ['好的，谢谢！'],
    ['好的谢谢'],
    ['明白了'],
    ['再见'],
    ['再見'],
    ['ＯＫ'],
    ['こんにちは'],
    ['ありがとうございます！'],
    ['안녕하세요'],
    ['감사합니다'],
  ])('for small talk: %s', (question) => {
    expect(skipReason(followUp(question))).toBe('greeting');
  });

  it.each([
    ['```\nlist.sort()\n```\nwhy?'],
    ['why?\n```java\nlist.sort()\n```'],
    ['why?\n   ```\nlist.sort()\n   ```'],
    ['为什么？\n~~~\nlist.sort()\n~~~'],
  ])('when the question has a block of code: %j', (question) => {
    expect(skipReason(followUp(question))).toBe('ownContext');
  });
});

describe('the model is asked', () => {
  it.each<[string, Strategy]>([
    ['and in Kotlin?', 'condense+history'],
    ['and in Kotlin?', 'condense'],
    ['用 Kotlin 呢？', 'condense+history'],
    ['用 Kotlin 呢？', 'condense'],
  ])('%s (%s)', (question, strategy) => {
    expect(skipReason(followUp(question, { strategy }))).toBeUndefined();
  });

  it.each([
    ['hello world in Rust?'],
    ['hi, and in Kotlin?'],
    ['thanks, and in Kotlin?'],
    ['ok, do it'],
    ['ok and the second one?'],
    ['great, now in Kotlin'],
    ['how are you sorting it?'],
    ['nice one'],
    ['goodbye messages too?'],
    ['thanksgiving?'],
    ['hi-res?'],
    ['cooler'],
    ['good evening class'],
    ['你好世界怎么写'],
    ['谢谢，那用 Kotlin 呢？'],
    ['好的，用 Kotlin'],
    ['明白了，那第二个呢'],
    ['好吗'],
    ['你好在哪里'],
    ['`code` inline'],
    ['what does ``` mean?'],
    ['why?'],
    ['为什么'],
    ['???'],
    ['1'],
  ])('for what only looks like small talk or code: %s', (question) => {
    expect(skipReason(followUp(question))).toBeUndefined();
  });
});
