import type { panelsEnglish } from './panelsEnglish.ts';
import type { Widened } from './wording.ts';

/** 简体中文：对话之上的面板，即检查器、设置和模型。 */
export const panelsChinese: Widened<typeof panelsEnglish> = {
  loadingModel: (model, size) => `正在将 ${model} 加载到内存（${size}）…`,
  othersAnswering: (count) => `另有 ${count} 个回答正在生成。`,
  secondsPassed: (seconds) => `${seconds} 秒`,
  firstToken: (time) => `首个词元 ${time}`,
  coldLoad: (time, size) =>
    size === '' ? `冷启动：加载用时 ${time}` : `冷启动：加载 ${size} 用时 ${time}`,
  contextMeter: (used, window) => `上下文：${window} 个词元中已用 ${used} 个（Ollama 计数）`,
  leftContext: (turns) => `最早的 ${turns} 轮已移出`,
  inspect: '实际发送的内容',
  inspectNone: '没有这一轮的记录：只保留程序启动以来最近的、询问过模型的轮次。',
  purposes: { condense: '改写问题', answer: '回答', title: '标题' },
  callRequest: '请求',
  callAnswer: '模型的回答',
  callThinking: '模型的思考',
  copyCurl: '复制为 curl',
  promptTokens: '提示词元',
  answerTokens: '回答词元',
  loadDuration: '加载模型',
  promptDuration: '读取提示',
  evalDuration: '生成',
  totalDuration: '总计（Ollama 计数）',
  firstText: '首个片段用时',
  measured: '总计（本机测量）',
  prefix: '与上一次请求相同的开头',
  prefixFigures: (messages, of, characters, ofCharacters) =>
    `${of} 条消息中的 ${messages} 条，${ofCharacters} 个字符中的 ${characters} 个`,
  ended: '结束方式',
  endings: { stop: '由模型结束', length: '达到长度上限', broken: '未到结尾' },
};
