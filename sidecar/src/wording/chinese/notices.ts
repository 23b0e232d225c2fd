import type { RewriteRefusal } from '@condenser/protocol';
import type { NoticeTexts, RefusalTexts } from '../wording.ts';

export const refusal: RefusalTexts = {
  empty: '改写是空的',
  severalLines: '改写不止一行',
  instruction: '改写重复了指令',
  answer: '改写成了回答',
  tooLong: '改写太长',
  otherLanguage: '改写换了语言',
  alreadySaid: '改写重复了前面说过的话',
  lostNumber: '改写丢了数字',
  lostQuotation: '改写丢了引文',
  lostIdentifier: '改写丢了名称',
  lostNegation: '改写丢了否定',
  lostWord: '改写丢了问题里的词',
  invented: '改写提到了没人提过的东西',
  vague: '改写仍然没有说明指的是什么',
  unrelated: '改写说的是别的事',
};

export const notice: NoticeTexts = {
  rewriteDropped: ({ reason }) =>
    `没有采用改写后的问题（${refusal[reason as RewriteRefusal]}），用的是您的原话。`,
  condenseFailed: ({ reason, model }) => `${model} 没能改写问题（${reason}），用的是你的原话。`,
  condenseStopped: ({ count, model }) =>
    `${model} 连续 ${count} 次的改写都无法采用。本对话不再改写，直接发送你的原话和对话内容。`,
  turnsLeftOut: ({ count }) => `最早的 ${count} 轮已放不进上下文窗口，没有一并发送。`,
  contextWindowGrown: ({ from, to }) =>
    `上下文窗口从 ${from} 增大到 ${to} 个词元，模型会重新加载。`,
  promptTruncated: ({ promptTokens }) =>
    `Ollama 截断了对话：它只读取了其中 ${promptTokens} 个词元。`,
  notSaved: ({ reason }) => `这一轮没有保存：${reason}`,
};
