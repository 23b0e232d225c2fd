import type { PromptSet } from './promptSet.ts';

/** The prompts in Chinese, for models that follow them better when the question is Chinese. */
export const chinese: PromptSet = {
  system: (languageRule) =>
    '你是运行在用户本机上的编程助手。直接回答所问的内容，力求准确，不说空话。' +
    `代码放在标明语言的围栏代码块里。没有把握时请明说。${languageRule}`,
  languageRule: (language) =>
    language === undefined ? '请用提问所用的语言回答。' : `请始终用这种语言回答：${language}。`,
  rewrite: {
    system: '你负责改写对话中用户的最后一条消息，使它脱离对话也能看懂。你从不回答它。',
    conversation: '对话：',
    turn: (question, answer) => `用户：${question}\n助手：${answer}`,
    message: (question) => `最后一条消息：${question}`,
    ask: {
      question:
        '把最后一条消息改写成一个完整的问题，说明它指的是什么。保留其中的名称和数字。只写这个问题。',
      order:
        '把最后一条消息改写成一条完整的要求，说明要做什么、对什么做。' +
        '保留其中的词、名称和数字。只写这条要求。',
    },
    askAgain: {
      question:
        '用户在最后一条消息里问的是什么？把这个问题写完整，带上有关的名称和数字。只写这个问题。',
      order:
        '用户在最后一条消息里要求做什么？写成一条完整的要求，保留最后一条消息里的词。只写这条要求。',
    },
  },
  clarified: (question, standaloneQuestion) =>
    `${question}\n\n（完整的意思：${standaloneQuestion}）`,
  title:
    '不要回答。请给这段对话写一个标题，说明它讲的是什么：不超过十五个字，用提问所用的语言，不加引号。只写标题。',
  source: (title, lines) =>
    lines === undefined ? `来自 ${title}：` : `来自 ${title} 第 ${lines.first}–${lines.last} 行：`,
};
