import type { RewriteRefusal } from '@condenser/protocol';
import type { EmptyAnswer, NoticeTexts, RefusalTexts, SecretTexts } from '../wording.ts';
import { why } from './systemReasons.ts';

export const refusal: RefusalTexts = {
  empty: '改写是空的',
  thinking: '改写成了模型的思考',
  severalLines: '改写不止一行',
  instruction: '改写重复了指令',
  answer: '改写成了回答',
  tooLong: '改写太长',
  otherLanguage: '改写换了语言',
  alreadySaid: '改写重复了前面的消息',
  lostNumber: '改写丢了数字',
  lostQuotation: '改写丢了引文',
  lostIdentifier: '改写丢了名称',
  lostNegation: '改写丢了否定',
  lostWord: '改写丢了问题里的词',
  invented: '改写提到了对话中没有的内容',
  vague: '改写没有说明所指的内容',
  unrelated: '改写与问题无关',
};

export const secret: SecretTexts = {
  kind: {
    environmentFile: '环境变量文件',
    privateKey: '私钥',
    keyStore: '密钥库',
    credentialsFile: '凭据文件',
    historyFile: '命令历史',
    accessToken: '访问令牌或密钥',
    password: '密码',
    connectionString: '带密码的连接字符串',
    authorizationHeader: '授权请求头',
  },
  question: '你的问题',
  text: '管道传入的内容',
  finding: ({ name, line, kind }) =>
    line === undefined
      ? `${name} 看起来是包含机密的文件（${kind}）。`
      : `${name} 第 ${line} 行看起来是机密（${kind}）。`,
  place: ({ name, line, kind }) =>
    line === undefined ? `${name}（${kind}）` : `${name} 第 ${line} 行（${kind}）`,
  places: ({ named, more }) => `${named.join('；')}${more ? '，等等' : ''}`,
};

export const notice: NoticeTexts = {
  rewriteDropped: ({ reason }) =>
    `没有采用改写后的问题（${refusal[reason as RewriteRefusal]}），直接发送了你的原话。`,
  condenseFailed: ({ reason, model }) =>
    `${model} 未能改写问题（${why(String(reason))}），直接发送了你的原话。`,
  condenseStopped: ({ count, model }) =>
    `${model} 连续 ${count} 次的改写都无法采用。本对话不再改写问题，而是直接发送你的原话和对话内容。`,
  turnsLeftOut: ({ count }) => `最早的 ${count} 轮超出了上下文窗口，没有发送。`,
  contextWindowGrown: ({ from, to }) =>
    `上下文窗口从 ${from} 增大到 ${to} 个 token，正在重新加载模型。`,
  promptTruncated: ({ promptTokens }) =>
    `Ollama 截断了对话：它只读取了其中 ${promptTokens} 个 token。`,
  looksSecret: ({ places }) => `发送的内容可能包含机密：${places}。`,
  notSaved: ({ reason, path }) =>
    `这一轮没有保存：无法写入 ${path}：${why(String(reason))}。请腾出磁盘空间、检查权限，或用 --data-dir 换一个文件夹。`,
  emptyAnswer: ({ reason }) => emptyAnswer[reason as EmptyAnswer] ?? emptyAnswer.nothing,
  repetitionStopped: () => '模型不断重复同样的内容，因此停止了回答。请换个说法再问，或换一个模型。',
  thinkingInAnswer: () => '这个回答以模型未标明的思考内容开头，之后的提问不会带上它。',
};

const emptyAnswer: Record<EmptyAnswer, string> = {
  thinking: '模型只进行了思考，没有给出回答。请再问一次，或关闭这个模型的思考功能。',
  toolCalls: '模型没有回答，而是试图调用工具，但没有可用的工具。请再问一次，或换一个模型。',
  load: '服务器只加载了模型，没有给出回答。请再问一次。',
  nothing: '模型给出了空的回答。请再问一次，或换一个模型。',
};
