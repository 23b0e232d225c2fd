/**
 * Words that name nothing. A rewrite may add or drop them freely.
 */
const FUNCTION_WORDS = `
a an the this that these those it its itself they them their theirs he him his she her i me my mine
we us our ours you your yours who whom whose what which when where why how whether if then else than
because since so as at by for from in into inside of off on onto out over per through to under until
up upon via with within without about above after again against before below between during along
and or but nor not no yes yet also too either neither both each every any some all most more less
few many much lot lots same such other others another one ones only even ever just still already
always never often usually really actually exactly simply maybe perhaps please ok okay thanks hi
am is are was were be been being do does did done doing have has had having can could will would
shall should may might must ought let lets here there now first last next previous second third
hundred thousand million billion
wait hmm oh ah hey sorry well ca wo ain gb mb kb tb ms px em min mins sec secs vs etc
instead rather very quite else anyway back down away around
`;

/** Verbs of requests, whatever is requested. */
const ASKING_WORDS = `
show tell explain give write make made use using used need want like help get got let work works
mean say said happen happens
`;

/** Nouns that stand for something unnamed: "the code", "which method". */
const PLACEHOLDERS = `
way ways approach method methods option options choice alternative solution solutions step steps
thing things part parts piece section item point case cases example examples sample code snippet
block program script question questions answer answers reply response message explanation
description user users people
`;

/** More words of requests. These may also be the subject of a question. */
const REQUEST_WORDS = `
take try call called know think see look find text form type version kind whole entire different
describe clarify elaborate provide list rewrite rephrase reword create build generate produce
implement put add include extend expand continue finish complete proceed resume handle support allow
avoid prevent change modify edit update adjust alter convert turn translate port adapt replace
switch move remove delete drop keep set fix solve resolve repair correct debug check test verify
compare summarize improve optimize refactor simplify shorten reduce name named cause causes result
results return affect understand achieve accomplish perform apply define specify run execute come go
start begin stop end leave line lines sort file files function functions class classes module query
statement expression command value values variable parameter argument output input word words term
detail details reason reasons purpose meaning difference differences problem problems issue issues
error errors bug bugs mistake exception warning failure project application app language time times
number amount size length order place current new old good better best bad worse worst right wrong
possible able necessary available specific particular certain previous above following given
original proper correctly properly able entries elements fast faster quick quickly slow slower long
longer short shorter simple simpler easy easier small smaller big bigger large larger clear clearer
brief briefly concise concisely detailed
`;

/** The same in Chinese; a rewrite may add or drop each of them. */
const HAN_FUNCTION_WORDS = [
  ...'的 了 着 过 吗 呢 吧 啊 呀 嘛 么 我 你 他 她 它 们 这 那 哪 个 种 些 样 里 中 上 下 内 外 前 后 时 候'.split(
    ' ',
  ),
  ...'是 有 在 和 与 或 及 并 而 且 但 就 才 都 也 还 再 又 很 更 最 太 把 被 将 让 使 给 对 从 到 向 为 以 用 于'.split(
    ' ',
  ),
  ...'之 因 如 啦 另 要 会 能 可 想 请 帮 做 说 讲 写 看 想 知 道 来 去 出 成 得 地 所 其 该 本 此 某 每 各 只 先 好 嗯 哦 对'.split(
    ' ',
  ),
  ...'什 怎 何 谁 几 多 少 不 没 无 别 未 非 一 二 两 三 第 点 下 条 项 段 行 次 句 话 字 改 换 变 加 减'.split(
    ' ',
  ),
  ...(
    '什么 怎么 怎样 如何 为什么 为何 哪里 哪个 多少 是否 能否 可以 能够 应该 需要 必须 这个 那个 这样 那样 这些 那些' +
    ' 前者 后者 一下 一点 一些 一个 另外 另一个 其他 别的 还是 仍然 依然 继续 接着 然后 现在 刚才 上面 下面 前面 之前 之后' +
    ' 解释 说明 介绍 描述 详细 简单 简短 简洁 具体 完整 清楚 代码 文件 函数 方法 方式 方案 步骤 例子 示例 问题 错误' +
    ' 原因 区别 意思 结果 内容 部分 功能 作用 使用 实现 修改 添加 增加 删除 替换 编写 完成 进行 处理 支持 情况 时候' +
    ' 语言 版本 程序 项目 谢谢 不对 不是 没有 正确 怎么办 生成 创建 避免 导致 出现 发生 告诉 知道 希望 帮我 给出 提供 列出 展示'
  ).split(' '),
];

/** A quality that a follow-up asks for. A rewrite may use another word of the same row. */
interface Quality {
  readonly words: string;
  readonly han?: RegExp;
}

const SHORT: Quality = {
  words:
    'short shorter shortest brief briefly briefer concise concisely succinct compact shorten ' +
    'summarize summary tldr terse',
  han: /短|简|精炼|概括|总结/,
};
const LONG: Quality = {
  words: 'long longer detail details detailed elaborate expand depth deeper thorough verbose',
  han: /详|具体|展开|长一|深入/,
};
const SIMPLE: Quality = {
  words: 'simple simpler simplest simplify simply easy easier plain basic beginner',
  han: /简单|通俗|易懂/,
};
const LARGE: Quality = { words: 'large larger big bigger huge' };
const SMALL: Quality = { words: 'small smaller tiny little' };
const QUALITIES: readonly Quality[] = [
  {
    words:
      'fast faster fastest quick quickly speed efficient efficiency optimize accelerate performance',
  },
  { words: 'slow slower slowly performance speed fast faster optimize' },
  SHORT,
  LONG,
  SIMPLE,
  LARGE,
  SMALL,
];
const OPPOSITES = [
  [SHORT, LONG],
  [LARGE, SMALL],
] as const;

/** "Continue" is not a quality, but like a style it does not say of what. */
const CONTINUED: Quality = {
  words: 'continue finish complete completely rest remaining proceed resume',
  han: /继续|接着|完成|剩下/,
};
const STYLES = [SHORT, LONG, SIMPLE, CONTINUED];

/** Synonyms: a rewrite may replace a word by another one of its row. */
const SYNONYMS = [
  'fix solve resolve repair correct work works',
  'change modify edit alter adjust update convert rewrite turn make switch migrate port',
  'remove delete drop erase omit exclude without',
  'create make write build generate implement add',
  'error exception fail fails failing failure failed crash broken break bug wrong problem issue',
  'explain describe clarify explanation description explanations mean meaning reason',
  'example examples sample demo demonstrate illustrate',
  'difference different differ compare comparison versus vs',
  'safe safely safety secure security',
  'async asynchronous asynchronously',
  'sync synchronous synchronously synchronized synchronize',
];

/** Spellings of one name. */
const ALIASES = [
  'js javascript ecmascript',
  'ts typescript',
  'py python python3',
  'rb ruby',
  'rs rust',
  'kt kotlin kts',
  'go golang',
  'cs csharp c#',
  'dotnet .net',
  'cpp c++ cxx',
  'sh shell',
  'sh bash',
  'sh zsh',
  'ps1 powershell',
  'pg postgres postgresql',
  'mongo mongodb',
  'k8s kubernetes kube',
  'db database databases',
  'env environment',
  'regex regexp regular',
  'repo repository',
  'dir directory folder',
  'config configuration cfg',
  'auth authentication authorization',
  'param parameter params',
  'arg argument args',
  'fn func function',
  'yml yaml',
  'md markdown',
  'html htm',
  'npe nullpointerexception',
  'oom outofmemory outofmemoryerror',
  'ms millisecond milliseconds',
  'jsx react',
  'vue vuejs',
  'node nodejs',
  'mac macos osx',
  'win windows',
  'id identifier',
  'num number',
  'str string',
  'int integer',
  'bool boolean',
  'dict dictionary',
];

const FUNCTION = stemsOf(FUNCTION_WORDS);
const ASKING = stemsOf(FUNCTION_WORDS, ASKING_WORDS);
const UNNAMED = stemsOf(PLACEHOLDERS);
const GENERIC = stemsOf(FUNCTION_WORDS, ASKING_WORDS, PLACEHOLDERS, REQUEST_WORDS);
const HAN_GENERIC = new Set(HAN_FUNCTION_WORDS);
const QUALITY_STEMS = stemsOf(...QUALITIES.map(({ words }) => words));
const RELATED = relatedWords();

/** Whether a Latin word is a function word; verbs of requests are not. */
export function isFunctionWord(word: string): boolean {
  return word.length < 2 || FUNCTION.has(stem(word));
}

/** Whether a Latin word is a function word or a verb of a request. */
export function isRequestWord(word: string): boolean {
  return ASKING.has(stem(word));
}

/** Whether a Latin word stands for something unnamed, such as "code" or "method". */
export function isPlaceholder(word: string): boolean {
  return UNNAMED.has(stem(word));
}

/** Whether a Latin word names nothing: a function word, or a word of a request. */
export function isGeneric(word: string): boolean {
  return word.length < 2 || GENERIC.has(stem(word));
}

/** Whether a Chinese word names nothing. */
export function isGenericHan(word: string): boolean {
  return HAN_GENERIC.has(word) || [...word].every((character) => HAN_GENERIC.has(character));
}

/** Whether the word is a quality, such as "shorter". */
export function isQuality(word: string): boolean {
  return QUALITY_STEMS.has(stem(word));
}

/** Whether the first text asks for a quality, and the second one for its opposite only. */
export function isOpposite(wanted: string, said: string): boolean {
  const turned = (one: Quality, other: Quality) =>
    has(wanted, one) && !has(wanted, other) && has(said, other) && !has(said, one);
  return OPPOSITES.some(([one, other]) => turned(one, other) || turned(other, one));
}

/** Whether both texts ask for the same style of an answer, such as a shorter one, or to continue. */
export function sharesStyle(one: string, other: string): boolean {
  return STYLES.some((style) => has(one, style) && has(other, style));
}

function has(text: string, { words, han }: Quality): boolean {
  const row = stemsOf(words);
  const latin = text.match(/\p{Script=Latin}+/gu) ?? [];
  return latin.some((word) => row.has(stem(word))) || han?.test(text) === true;
}

/** The stems of the words that may replace this one, including its own. */
export function relatives(word: string): ReadonlySet<string> {
  const own = stem(word);
  return RELATED.get(own) ?? new Set([own]);
}

/** Every spelling of a name in lower case, including its own: "js" and "javascript". */
export function spellings(name: string): ReadonlySet<string> {
  const own = name.toLowerCase();
  const rows = ALIASES.map((row) => row.split(' ')).filter((row) => row.includes(own));
  return new Set([own, ...rows.flat()]);
}

/**
 * A word in lower case without English inflection endings: the same for "cache", "caching" and
 * "caches". The stem itself need not be a word.
 */
export function stem(word: string): string {
  let base = word.toLowerCase().replace(/['’]s?$/, '');
  if (/[^a-z]/.test(base) || base.length < 4) return base;
  base = base.replace(/ies$/, 'y').replace(/(ss|sh|ch|x)es$/, '$1');
  if (!/(?:ss|us|is)$/.test(base)) base = base.replace(/s$/, '');
  if (base.length > 5) base = base.replace(/ing$/, '').replace(/ly$/, '');
  if (base.length > 4) base = base.replace(/ed$/, '');
  return base.replace(/([bdfglmnprt])\1$/, '$1').replace(/e$/, '');
}

function stemsOf(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').trim().split(/\s+/).map(stem));
}

function relatedWords(): ReadonlyMap<string, ReadonlySet<string>> {
  const related = new Map<string, Set<string>>();
  for (const group of [...QUALITIES.map(({ words }) => words), ...SYNONYMS, ...ALIASES]) {
    const stems = group.split(' ').map(stem);
    for (const one of stems) {
      related.set(one, new Set([...(related.get(one) ?? []), ...stems]));
    }
  }
  return related;
}
