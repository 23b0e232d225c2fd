import { formatBytes } from '../formatBytes.ts';
import type {
  ConversationsTexts,
  DamageTexts,
  DownloadTexts,
  ModelTexts,
  ServeTexts,
  TerminalTexts,
  WebTexts,
} from '../wording.ts';
import { why } from './systemReasons.ts';

export const terminal: TerminalTexts = {
  welcome: ({ model, host }) =>
    `Condenser · ${host} 上的 ${model} · 按 Ctrl-C 停止回答，/help 列出命令`,
  standalone: (question) => `理解为：${question}`,
  stopped: '已停止；已生成的部分已保存',
  stoppedEmpty: '已停止',
  stoppedElsewhere: '另一个进程停止了这个回答。',
  deletedElsewhere: ({ id, restorable }) =>
    `另一个进程删除了这个对话，回答因此停止。${
      restorable ? `可用此命令恢复：condenser conversations rm --restore ${id}` : ''
    }`,
  cutAtLength: '上下文窗口已满，回答到此为止',
  chooseModel: '由哪个模型回答？',
  invalidChoice: (count) => `请输入 1 到 ${count} 之间的数字。`,
  newConversation: '已开始新的对话。',
  modelSet: (model) => `此后由 ${model} 回答。`,
  strategySet: (strategy) => `策略：${strategy}。`,
  unknownCommand: (command) => `没有 ${command} 这个命令。/help 列出命令。`,
  help: [
    '/new                开始新的对话',
    '/model [名称]       选择模型',
    '/strategy [名称]    condense+history、condense 或 history',
    '/help               显示本列表',
    '/quit               退出（或按 Ctrl-D）',
    '行末加 \\ 可在下一行继续输入。',
  ].join('\n'),
  thinking: '思考中 …',
  waiting: '… 正在阅读问题',
};

export const damage: DamageTexts = {
  unreadable: (detail) => `无法读取它的文件（${detail}）。`,
  notAFile: (detail) => `它的文件被其他东西取代了（${detail}）。`,
  tooLarge: () => '它的文件过大，不可能是对话。',
  empty: () => '它的文件是空的。',
  noTurns: () => '它的文件里没有可读取的内容。',
  newerVersion: () => '它由更高版本的 Condenser 写入，在这里只能查看。',
  lines: (detail) => conversations.damaged({ lines: Number(detail) }),
};

export const conversations: ConversationsTexts = {
  none: '还没有对话。',
  noneDeleted: '回收站是空的。',
  nothingFound: ({ query }) => `没有找到：${query}`,
  more: ({ shown }) => `以上是前 ${shown} 个；用 --limit 可显示更多。`,
  turns: (count) => `${count} 轮`,
  otherBranches: (count) => `另有 ${count} 轮在其他分支上；用 --json 可显示全部。`,
  context: ({ name, lines }) => `附有 ${name}（${lines} 行）`,
  running: '正在回答',
  draft: (text) => `尚未发送：${text}`,
  inTrash: ({ id }) => `它在回收站里。可用此命令恢复：condenser conversations rm --restore ${id}`,
  damaged: ({ lines }) => `它的文件里有 ${lines} 行已损坏；这些行仍保留在文件中。`,
  damage: ({ kind, detail }) => damage[kind](detail),
  notExported: ({ files }) => `因内容无法读取而未导出：${files.join('、')}`,
  goesOn: ({ title, turns }) => `继续对话：${title}（${turns} 轮）`,
  exported: ({ path, conversations: count }) => `已将 ${count} 个对话写入 ${path}`,
  imported: ({ conversations: count, turnsAdded, turnsKnown }) =>
    `已向 ${count} 个对话添加 ${turnsAdded} 轮；${turnsKnown} 轮原本就有。`,
  deleted: ({ title, id, until }) =>
    `已移入回收站：${title}\n${until} 之前可用此命令恢复：condenser conversations rm --restore ${id}`,
  erased: ({ title }) => `已彻底删除：${title}`,
  restored: ({ title }) => `已从回收站恢复：${title}`,
};

export const models: ModelTexts = {
  fit: {
    fits: ({ needed, available }) =>
      `内存足够：约需 ${formatBytes(needed)}，本机内存 ${formatBytes(available)}。`,
    tight: ({ needed, available }) =>
      `内存勉强足够：约需 ${formatBytes(needed)}，本机内存 ${formatBytes(available)}，留给其他程序的不多。`,
    tooBig: ({ needed, available }) =>
      `内存不足：约需 ${formatBytes(needed)}，本机只有 ${formatBytes(available)}。`,
  },
  strength: {
    tiny: '可用于代码的最小模型：在任何机器上都很快，但常常出错。',
    small: '小而快，适合关于代码的简短问题。',
    usual: '擅长各种常用语言的代码，是通常的选择。',
    strong: '代码能力明显更强，也更慢。',
    expert: '单台高配置机器能运行的最强代码模型，就其大小而言很快。',
    chineseSmall: '小模型，中文好，代码尚可。',
    chinese: '中文和代码都很好，回答前会思考。',
  },
  phase: {
    preparing: '准备中',
    transferring: '下载中',
    verifying: '校验中',
    quantizing: '转换中',
    finishing: '收尾中',
  },
  done: ({ model, size }) => (size === undefined ? `${model}：完成` : `${model}：完成（${size}）`),
  deleted: ({ model, size }) => `已删除 ${model}（${size}）。`,
  stopped: ({ model }) => `${model}：已停止。已下载的部分会保留，再次运行同一命令即可继续。`,
  transfer: ({ model, phase }) => `${model}：${phase}`,
  notes: (notes) => notes.join('、'),
  left: ({ seconds }) => `还需 ${duration(seconds)}`,
  none: '没有安装任何模型。',
  loaded: '已加载',
  cloud: '云端',
  cannotChat: '不能聊天',
  confirmDelete: ({ model, size }) => `删除 ${model}（${size}）？[y/N] `,
  kept: ({ model }) => `没有删除 ${model}。`,
  columns: ['名称', '大小', '参数', '量化', '上下文', ''],
};

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} 秒`;
  return seconds < 3600
    ? `${Math.round(seconds / 60)} 分钟`
    : `${(seconds / 3600).toFixed(1)} 小时`;
}

export const download: DownloadTexts = {
  offer: ({ what, size, source }) =>
    `${what}，约 ${formatBytes(size)}，来自本机配置的${registry[source]}`,
  started: ({ what, size, source }) =>
    `正在从本机配置的${registry[source]}下载 ${what}，约 ${formatBytes(size)} …`,
  progress: ({ what, fraction }) => `${what}：${Math.floor(fraction * 100)} %`,
  retry: ({ what, reason }) => `${what}：下载失败（${why(reason)}），正在重试 …`,
  waiting: ({ what, processId }) => `${what}：进程 ${processId} 正在下载，等待其完成 …`,
  finished: ({ what }) => `${what}：完成`,
  demonstrationLimits,
  demonstration: ({ model }) =>
    `${demonstrationLimits({ model })}要使用更好的模型，请安装 Ollama（ollama.com），然后运行：ollama pull qwen2.5-coder:7b；也可以使用自己的 GGUF 文件：--builtin 路径.gguf`,
};

/** The limits of the model that comes with the built-in engine. */
export function demonstrationLimits({ model }: { model: string }): string {
  return `${model} 只是一个小型演示模型：只会用英语简短作答，经常出错，不太懂代码，也不会把追问改写成独立的问题。`;
}

const registry = { npm: ' npm 软件源', pip: ' Python 软件源' };

export const serve: ServeTexts = {
  listening: ({ url, paths, model }) =>
    `${model} 正在 ${addresses(url, paths)} 提供服务 · 文档：${url}/docs · 按 Ctrl-C 停止`,
  listeningWithout: ({ url, paths, problem }) =>
    `正在监听 ${addresses(url, paths)} · 还没有模型可以回答：${problem}`,
  stopping: '正在完成进行中的请求；再按一次 Ctrl-C 立即结束。',
  playground: {
    language: 'zh-CN',
    title: '试用',
    lead: '与这条链聊天，对话只保留在本页中。',
    question: '问题',
    ask: '提问',
    stop: '停止',
    clear: '新的对话',
    token: '令牌（服务器需要时填写）',
    answer: '回答',
    failed: '失败：',
    stopped: '已停止',
  },
};

function addresses(url: string, paths: readonly string[]): string {
  return paths.map((path) => `${url}${path}`).join('、');
}

export const web: WebTexts = {
  opens: '聊天页面（链接只能使用一次）：',
  ends: '按 Ctrl-C 停止服务。',
};
