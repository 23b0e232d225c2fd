import type { PromptSet } from './promptSet.ts';

/** The prompts in Chinese, for models that follow them better when the question is Chinese. */
export const chinese: PromptSet = {
  system: (languageRule) =>
    '你是运行在用户本机上的编程助手。直接回答所问的内容，力求准确，不说空话。' +
    `代码放在标明语言的围栏代码块里。没有把握时请明说。${languageRule}`,
  languageRule: (language) =>
    language === undefined ? '请用提问所用的语言回答。' : `请始终用这种语言回答：${language}。`,
  condense: (question) =>
    '不要回答。请改写下面的追问，让它脱离上面的对话也能看懂：把“它”“那个”之类的词换成所指的内容。' +
    '保留原来的语言，以及其中的名称、数字和引文。如果本来就看得懂，就原样重复。\n\n' +
    '例子\n追问：它有多快？\n改写：归并排序算法有多快？\n\n' +
    `追问：${question}\n改写：`,
  clarified: (question, standaloneQuestion) =>
    `${question}\n\n（完整的意思：${standaloneQuestion}）`,
  title:
    '不要回答。请给这段对话写一个标题，说明它讲的是什么：不超过十五个字，用提问所用的语言，不加引号。只写标题。',
  source: (title, lines) =>
    lines === undefined ? `来自 ${title}：` : `来自 ${title} 第 ${lines.first}–${lines.last} 行：`,
};
