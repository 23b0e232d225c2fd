import type { ContextItem, Strategy } from '@condenser/protocol';
import { type FollowUp, skipReason } from '@condenser/sidecar/chat/chain/rules/skipRules.ts';
import { describe, expect, it } from 'vitest';

const CODE: ContextItem = { kind: 'text', text: 'x' };

function followUp(question: string, more: Partial<FollowUp> = {}): FollowUp {
  return { historyLength: 2, question, context: [], strategy: 'condense+history', ...more };
}

describe('the condense call is skipped', () => {
  it.each<[string, Partial<FollowUp>, string]>([
    ['without history', { historyLength: 0 }, 'noHistory'],
    ['by the strategy history', { strategy: 'history' }, 'strategy'],
    ['when the user wrote the standalone question', { standaloneQuestion: 'How?' }, 'edited'],
    [
      'when the user wrote one for the first turn',
      { standaloneQuestion: 'How?', historyLength: 0 },
      'edited',
    ],
    [
      'when the user wrote one, by any strategy',
      { standaloneQuestion: 'How?', strategy: 'history' },
      'edited',
    ],
    ['when the question has context', { context: [CODE] }, 'ownContext'],
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
    ['that works, thanks!'],
    ['got it'],
    ['Got it, thanks a lot'],
    ['makes sense'],
    ['makes sense now, thank you!'],
    ['it works now 🎉'],
    ['That fixed it!'],
    ['perfect, exactly what I needed'],
    ["that's exactly what I needed"],
    ["you're right"],
    ['never mind'],
    ['no problem'],
    ['sounds good'],
    ['looks good to me'],
    ['ok cool, that helped a lot'],
    ['I see'],
    ['LGTM'],
    ['👍'],
    ['🙏🙏'],
    ['收到'],
    ['懂了'],
    ['好的，懂了'],
    ['明白了，谢谢'],
    ['谢谢，问题解决了'],
    ['问题已经解决了，多谢！'],
    ['搞定了'],
    ['可以了，谢谢你'],
    ['原来如此'],
    ['太棒了！'],
    ['嗯嗯，知道了'],
    ['没问题'],
    ['行'],
  ])('for small talk: %s', (question) => {
    expect(skipReason(followUp(question))).toBe('greeting');
  });

  it.each([
    ['continue'],
    ['Continue, please.'],
    ['please continue'],
    ['go on'],
    ['keep going'],
    ['yes'],
    ['Yes, please!'],
    ['ok, go ahead'],
    ['sure, do it'],
    ['no'],
    ['next'],
    ['继续'],
    ['请继续'],
    ['继续吧'],
    ['好的，继续'],
    ['接着写'],
    ['然后呢？'],
    ['下一步'],
    ['続けてください'],
  ])('for a bare request to go on: %s', (question) => {
    expect(skipReason(followUp(question))).toBe('continuation');
  });

  it('after several refused rewrites in a row', () => {
    expect(skipReason(followUp('and in Kotlin?', { refusedInARow: 2 }))).toBeUndefined();
    expect(skipReason(followUp('and in Kotlin?', { refusedInARow: 3 }))).toBe('refusals');
  });

  it.each([
    ['```\nlist.sort()\n```\nwhy?'],
    ['why?\n```java\nlist.sort()\n```'],
    ['why?\n   ```\nlist.sort()\n   ```'],
    ['为什么？\n~~~\nlist.sort()\n~~~'],
    [`why this: ${'at Main.main(Main.java:1) '.repeat(100)}`],
  ])('when the question has a block of code or is too long to rewrite: %j', (question) => {
    expect(skipReason(followUp(question))).toBe('ownContext');
  });
});

describe('the condense call is made', () => {
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
    ['ok and the second one?'],
    ['great, now in Kotlin'],
    ['how are you sorting it?'],
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
    ['that works, but why?'],
    ['got it, and in Go?'],
    ['makes sense, what about errors?'],
    ['yes, but without recursion'],
    ['no, the other one'],
    ['continue with the second one'],
    ['continue in Kotlin'],
    ['next line?'],
    ['more examples'],
    ['is that right?'],
    ['is it clear text?'],
    ['does it work?'],
    ['fixed size?'],
    ['it works only once'],
    ['收到的消息怎么处理'],
    ['懂了，那第二个呢'],
    ['可以用 Rust 吗'],
    ['可以吗'],
    ['解决了吗'],
    ['继续写测试'],
    ['继续，但是用 Go'],
    ['不是这个'],
    ['好用吗'],
    ['对吗'],
    ['为什么不行'],
    ['1'],
  ])('for a follow-up that only resembles small talk or code: %s', (question) => {
    expect(skipReason(followUp(question))).toBeUndefined();
  });
});
