import type { RewriteRefusal } from '@condenser/protocol';
import { refusingGuard } from '@condenser/sidecar/chat/chain/guards/guards.ts';
import { describe, expect, it } from 'vitest';

const HISTORY = [
  'Java 里怎么用 `Collections.sort` 给列表排序？',
  '用 `Collections.sort(list)`。它是归并排序，1000 个元素时复杂度为 O(n log n)，从 1.8 版起有两种选择：',
  '1. 快速排序 2. 归并排序。见 src/main/Sorter.java 的第 3 行和 useEffect、useLayoutEffect、main.py。',
].join('\n');

type Row = [question: string, rewrite: string];

function guard(question: string, rewrite: string, history = HISTORY): RewriteRefusal | undefined {
  const [user = '', ...answer] = history.split('\n');
  return refusingGuard({ question, rewrite, history: [{ user, assistant: answer.join('\n') }] });
}

describe('Chinese: accepts a good rewrite', () => {
  it.each<Row>([
    ['用 Kotlin 呢？', '如何用 Kotlin 给列表排序？'],
    ['用Kotlin呢', '用Kotlin怎么给列表排序'],
    ['换成 Kotlin', '用 Kotlin 给列表排序。'],
    ['为什么', '为什么 Collections.sort 用归并排序'],
    ['它稳定吗', '归并排序稳定吗'],
    ['它稳定吗？', '请说明归并排序是否稳定。'],
    ['它的复杂度是多少？', '请解释归并排序的复杂度。'],
    ['能不能不复制', '能不能不复制列表就完成归并排序'],
    ['可以用 Rust 写吗', '可以用 Rust 写归并排序吗'],
    ['为什么报错？', '以下代码为什么报错？'],
    ['再详细一点', '更详细地解释归并排序。'],
    // A statement may stay one, and keep its beginning.
    ['它太慢了', '归并排序太慢了。'],
    ['还是不行', '用 Collections.sort 排序还是不行，结果是乱的。'],
    ['不是递归，用循环', '不是递归，而是用循环写归并排序。'],
    ['好的，那用循环呢', '好的，归并排序用循环怎么写'],
    ['这是为什么', '这是为什么：归并排序需要额外的内存'],
    // Identifiers inside the text.
    ['useEffect vs useLayoutEffect 区别', 'useEffect 和 useLayoutEffect 有什么区别？'],
    ['useEffect 是什么', '什么是 useEffect？'],
    ['看一下main.py的第3行', '解释一下main.py的第 3 行'],
    ['getName怎么用', 'Java 里getName怎么用'],
    ['有没有 bug', '这段排序代码有没有错误'],
    ['在 C++ 里呢？', '在 C++ 里如何给列表排序？'],
    ['用C#写', '用 C# 给列表排序'],
    ['https://example.com/文档 里有吗', 'https://example.com/ 文档 里有归并排序吗'],
    // Numbers next to Chinese characters, full-width numbers, units.
    ['把超时改成30秒', '把排序的超时改成 30 秒'],
    ['超时改成30s', '把排序的超时改成 30 秒'],
    ['１０００个元素呢？', '1000个元素时归并排序有多快？'],
    ['10万个元素呢？', '100000 个元素时归并排序有多快？'],
    ['方案2', '用归并排序怎么给列表排序？'],
    ['怎么改', '怎么修改 Collections.sort 的排序？'],
    ['OK，那改成 Kotlin', '把给列表排序的代码改成 Kotlin。'],
    ['3.11版支持吗', 'Python 3.11 支持归并排序吗'],
    ['第2个是什么意思', '归并排序是什么意思'],
    ['第3行是什么意思', 'Sorter.java 的第3行是什么意思'],
    // Quotations of every kind.
    ['“乱序”是什么意思', '排序里说的"乱序"是什么意思'],
    ['「乱序」是什么意思', '排序里的『乱序』是什么意思'],
    ['《算法导论》里怎么说', '《算法导论》怎么介绍归并排序'],
    ["把'foo'改成'bar'", "在排序代码里把 'foo' 改成 'bar'"],
    ['“ありがとう”怎么排', '含有“ありがとう”的列表怎么排序'],
    // Traditional characters are the same script.
    ['為什麼？', '為什麼歸併排序是穩定的？'],
  ])('%s → %s', (question, rewrite) => {
    expect(guard(question, rewrite) ?? 'passes').toBe('passes');
  });
});

describe('Chinese: refuses a bad rewrite', () => {
  it.each<[RewriteRefusal, ...Row]>([
    ['empty', '用 Kotlin 呢？', '。'],
    ['severalLines', '用 Kotlin 呢？', '如何用 Kotlin 排序？\n用 sorted。'],
    ['answer', '它稳定吗', '是的，归并排序稳定。'],
    ['answer', '它稳定吗', '不，它不稳定。'],
    ['answer', '用 Kotlin 呢？', '当然，用 sorted'],
    ['answer', '用 Kotlin 呢？', '好的，如下'],
    ['answer', '用 Kotlin 呢？', '以下是 Kotlin 的写法'],
    ['answer', '用 Kotlin 呢？', '可以用 Kotlin 的 sorted。'],
    ['answer', '用 Kotlin 呢？', '抱歉，我不懂 Kotlin'],
    ['answer', '为什么？', '因为归并排序稳定。'],
    ['answer', '它的复杂度是多少？', '归并排序的复杂度为 O(n log n)。'],
    ['answer', '它的复杂度是多少？', 'O(n log n) 是它的复杂度。'],
    ['tooLong', '为什么？', `为什么${'归并排序又稳定又快'.repeat(6)}`],
    ['otherLanguage', '用 Kotlin 呢？', 'How do I sort a list in Kotlin?'],
    ['otherLanguage', 'useEffect vs useLayoutEffect 区别', 'useEffect vs useLayoutEffect'],
    ['otherLanguage', '为什么？', 'なぜマージソートは安定ですか？'],
    ['lostNumber', '把超时改成30秒', '把排序的超时改长'],
    ['lostNumber', '把超时改成30秒', '把排序的超时改成 300 秒'],
    ['lostNumber', '１０００个元素呢？', '元素很多时归并排序有多快？'],
    ['lostNumber', '第3行是什么意思', 'Sorter.java 是什么意思'],
    ['lostQuotation', '“乱序”是什么意思', '排序里说的错误是什么意思'],
    ['lostQuotation', '《算法导论》里怎么说', '书里怎么介绍归并排序'],
    ['lostQuotation', "把'foo'改成'bar'", "把 'foo' 改掉"],
    ['lostIdentifier', 'getName怎么用', '名字怎么用'],
    ['lostIdentifier', '看一下main.py', '看一下这个文件'],
    ['lostIdentifier', '用 Kotlin 呢？', '用 Java 如何给列表排序？'],
    ['lostIdentifier', '在 C++ 里呢？', '在 C 里如何给列表排序？'],
    ['lostNumber', '10万个元素呢？', '1000 个元素时归并排序有多快？'],
    ['lostIdentifier', '用 redis 呢？', '用 etcd 怎么给列表排序？'],
    ['lostNegation', '为什么不能用快速排序', '为什么用快速排序给列表排序'],
    ['invented', '它稳定吗', '归并排序在 Java 21 里稳定吗'],
    ['invented', '它稳定吗', 'list.sortStable() 稳定吗'],
  ])('%s: %s → %s', (reason, question, rewrite) => {
    expect(guard(question, rewrite)).toBe(reason);
  });
});

const JAPANESE = 'マージソートとは何ですか？\n安定なソートです。Collections.sort で使えます。';
const KOREAN = '병합 정렬이 뭐예요?\n안정적인 정렬입니다. Collections.sort 로 쓸 수 있어요.';

describe('other languages: accepts a good rewrite', () => {
  it.each<[...Row, history: string]>([
    ['Kotlin では？', 'Kotlin ではマージソートをどう書きますか？', JAPANESE],
    ['説明', 'マージソートを説明してください。', JAPANESE],
    ['理由は？', 'マージソートが安定な理由は何ですか？', JAPANESE],
    ['2つ目は？', 'マージソートはどう動きますか？', JAPANESE],
    ['Kotlin에서는요?', 'Kotlin에서는 병합 정렬을 어떻게 쓰나요?', KOREAN],
    ['2번째는?', '병합 정렬은 어떻게 동작하나요?', KOREAN],
    ['Und in Kotlin?', 'Wie sortiere ich eine Liste in Kotlin?', HISTORY],
    ['Und die zweite Funktion?', 'Was macht Collections.sort mit der Liste?', HISTORY],
    ['А в Kotlin?', 'Как отсортировать список в Kotlin?', HISTORY],
    ['Kotlin में?', 'Kotlin में सूची को कैसे क्रमबद्ध करें?', HISTORY],
  ])('%s → %s', (question, rewrite, history) => {
    expect(guard(question, rewrite, history)).toBeUndefined();
  });
});

describe('other languages: refuses a bad rewrite', () => {
  it.each<[RewriteRefusal, ...Row, history: string]>([
    ['otherLanguage', 'Kotlin では？', 'How do I sort in Kotlin?', JAPANESE],
    ['otherLanguage', 'Kotlin では？', '如何用 Kotlin 排序？', JAPANESE],
    ['otherLanguage', '説明', 'マージソートを説明してください。', HISTORY],
    ['otherLanguage', 'Kotlin에서는요?', 'How do I sort in Kotlin?', KOREAN],
    ['otherLanguage', 'ทำไม', 'Why is it stable?', HISTORY],
    ['otherLanguage', 'А в Kotlin?', 'How do I sort in Kotlin?', HISTORY],
    ['otherLanguage', 'Kotlin में?', 'How do I sort in Kotlin?', HISTORY],
    ['answer', '安定ですか？', 'はい、マージソートは安定です。', JAPANESE],
    ['answer', '안정적인가요?', '네, 병합 정렬은 안정적입니다.', KOREAN],
    ['lostNumber', '1000個では？', 'たくさんの要素ではどうですか？', JAPANESE],
    ['lostQuotation', '「安定」とは？', 'マージソートの性質とは何ですか？', JAPANESE],
    ['tooLong', '왜요?', `왜요 ${'정렬은 어떻게 '.repeat(20)}?`, KOREAN],
  ])('%s: %s → %s', (reason, question, rewrite, history) => {
    expect(guard(question, rewrite, history)).toBe(reason);
  });
});
