import { dominantScript } from '@condenser/sidecar/chat/chain/words/script.ts';
import { describe, expect, it } from 'vitest';

describe('dominantScript', () => {
  it.each([
    ['How do I sort a list?', 'latin'],
    ['Wie sortiere ich eine Liste?', 'latin'],
    ['怎么给列表排序？', 'han'],
    ['為什麼要排序？', 'han'],
    ['リストを並べ替えるには？', 'kana'],
    ['東京都庁前駅の住所', 'kana'],
    ['목록을 정렬하려면?', 'hangul'],
    ['Как отсортировать список?', 'cyrillic'],
    ['كيف أرتب القائمة؟', 'arabic'],
    ['איך ממיינים רשימה?', 'hebrew'],
    ['सूची कैसे क्रमबद्ध करें?', 'devanagari'],
    ['เรียงลำดับอย่างไร', 'thai'],
    // Names and terms in Latin letters do not make a text Latin.
    ['用 Kotlin 的 Collections.sort 呢', 'han'],
    ['useEffect vs useLayoutEffect 区别', 'han'],
    ['explain useLayoutEffect 一下', 'han'],
    ['Collections.sort では？', 'kana'],
    // A foreign word does not make an English text foreign.
    ['What does 你好 mean?', 'latin'],
    ['What does the word "你好世界你好世界" mean?', 'latin'],
    ['How is it written in «русский язык и литература»?', 'latin'],
    // Quoted and fenced text is the subject of a question, not its language.
    ['“ありがとう”是什么意思', 'han'],
    ['ありがとう是什么意思呢', 'han'],
    ['解释一下\n```java\nfor (int i = 0; i < n; i++) { if (a is b) the(what); }\n```', 'han'],
    ['```java\nfor (int i = 0; i < n; i++) { do the; this is that; }\n```\n解释', 'han'],
    ['解释 `for the of this is a what`', 'han'],
    ['"你好"', 'han'],
    ['```\n你好\n```', 'han'],
    ['```\n你好', 'han'],
  ])('%j is %s', (text, script) => {
    expect(dominantScript(text)).toBe(script);
  });

  it.each([[''], ['1 + 1 = 2'], ['?!…'], ['👍'], ['```\n```']])('%j has no script', (text) => {
    expect(dominantScript(text)).toBeUndefined();
  });
});
