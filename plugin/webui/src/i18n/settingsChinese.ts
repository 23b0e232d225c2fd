import type { settingsEnglish } from './settingsEnglish.ts';
import type { Widened } from './texts.ts';

/** The schema describes these in English only. */
const help = {
  strategy: '回答时模型能看到对话中的哪些内容。',
  headers: '每行一个，写作“名称：值”。已保存的值不会显示。',
  ollamaHost: 'Ollama 的地址，写法与 OLLAMA_HOST 相同。',
  caFile: '连接 Ollama 时信任的证书颁发机构（PEM 文件）。',
  model: '用于回答的模型。',
  answerLanguage: 'auto：与提问的语言一致；否则填写 BCP 47 标记。',
  titles: '由模型在空闲时生成标题，或直接使用第一个问题。',
  keepAlive: 'Ollama 让模型在内存中保留多久：“30m”、秒数、-1 或 0。',
  think: '未设置：由模型自行决定。',
  temperature: '回答的温度。未设置：由模型自行决定。',
  condenseModel: '用于生成独立问题的另一个模型。未设置：使用回答的模型，它的缓存里已有对话。',
  contextWindow:
    '上下文窗口的 token 数，不超过模型训练时的上限。未设置：按需增长。每次改动都会重新加载模型。',
  maximumContextWindow: '上下文窗口最多增长到的 token 数。',
  idleTimeoutSeconds: '两个 token 之间最长的等待时间。首个 token 不受此限。',
};

/** 简体中文：设置。 */
export const settingsChinese: Widened<typeof settingsEnglish> = {
  notSet: '未设置',
  save: '保存',
  saved: '已保存。',
  test: '保存并测试',
  overridden: {
    flag: '已被命令行参数覆盖，直到下次启动。',
    environment: '已被环境变量覆盖。',
  },
  settingNames: {
    ollamaHost: 'Ollama 地址',
    headers: '发给 Ollama 的请求头',
    caFile: '证书颁发机构',
    model: '模型',
    strategy: '模式',
    answerLanguage: '回答语言',
    titles: '标题',
    keepAlive: '模型保留时间',
    think: '思考',
    temperature: '温度',
    condenseModel: '生成独立问题的模型',
    contextWindow: '上下文窗口',
    maximumContextWindow: '最大上下文窗口',
    idleTimeoutSeconds: '最长无响应时间（秒）',
    models: '按模型',
    prompts: '自定义提示词',
  },
  settingHelp: help,
  choices: {
    true: '开',
    false: '关',
    low: '低',
    medium: '中',
    high: '高',
    model: '由模型生成',
    question: '使用第一个问题',
  },
  numberBetween: (from, to) => `必须是 ${from} 到 ${to} 之间的数`,
  numberFrom: (from, whole) => `必须是不小于 ${from} 的${whole ? '整数' : '数'}`,
  numberAbove: (above) => `必须是大于 ${above} 的数`,
  ownPrompts: '自定义提示词',
  ownPromptsHelp: (builtin) =>
    `在输入框中键入“/名称”即可使用。与内置提示词同名的会取代它：${builtin}`,
  promptFields: { name: '名称', title: '标题', text: '内容' },
  addPrompt: '添加提示词',
  egress: '哪些内容会离开本机',
  egressLocal: '没有。所有请求都只发往本机上的 Ollama：',
  egressElsewhere: '你的提问和附件会发往',
  egressCount: (requests, since) => `自 ${since} 起共 ${requests} 次请求，全部如下：`,
  places: '保存位置',
  dataFolder: (path) => `对话：${path}`,
  settingsFile: (path) => `设置：${path}`,
};
