import type { RewriteRefusal } from '@condenser/protocol';
import type { RefusalTexts, Wording } from './wording.ts';

const refusal: RefusalTexts = {
  empty: '改写是空的',
  severalLines: '改写不止一行',
  instruction: '改写重复了指令',
  answer: '改写成了回答',
  tooLong: '改写太长',
  otherLanguage: '改写换了语言',
  lostNumber: '改写丢了数字',
  lostQuotation: '改写丢了引文',
  lostIdentifier: '改写丢了名称',
  invented: '改写提到了没人提过的东西',
};

/** 简体中文。 */
export const chinese: Wording = {
  error: {
    accessRefused: ({ host, status, reason }) => ({
      message: `${host} 的服务器拒绝访问（${status}）：${reason}`,
      whatToDo: '请在 settings.json 的 "headers" 里设置它要求的请求头，或让服务器接受这个主机名。',
    }),
    busy: ({ host }) => ({
      message: `${host} 的 Ollama 排队的请求太多。`,
      whatToDo: '请等它手头的工作结束后再问。',
    }),
    cancelled: () => ({ message: '已停止。' }),
    contextOverflow: ({ contextWindow }) => ({
      message: `问题放不进模型 ${contextWindow} 个词元的上下文窗口。`,
      whatToDo: '请少附一些代码，或换一个上下文更长的模型。',
    }),
    downloadFailed: ({ what, problem, program, folder, reason }) => ({
      message: {
        programMissing: `无法下载 ${what}：PATH 中没有 ${program}。`,
        diskFull: `磁盘空间不足，放不下 ${what}：${reason}。`,
        wrongChecksum: `下载到的 ${what} 与预期不符（校验和错误），已丢弃：${reason}`,
        failed: `${what} 下载失败：${reason}`,
      }[problem],
      whatToDo: {
        programMissing: `请安装 ${program}，或安装并启动 Ollama。`,
        diskFull: `请在 ${folder} 所在的磁盘上腾出空间，然后重新启动。`,
        wrongChecksum: '查清是谁改动了它之前，请勿使用该软件源；也可以改装 Ollama。',
        failed: `请检查网络和 ${program} 的配置，然后重新启动；没有留下不完整的文件。`,
      }[problem],
    }),
    engineUnavailable: ({ reason }) => ({
      message: `内置引擎无法运行：${reason}`,
      whatToDo: '请再问一次以重新启动它；若仍然如此，请安装并启动 Ollama。',
    }),
    idleTimeout: ({ seconds }) => ({
      message: `回答到一半，Ollama 已有 ${seconds} 秒没有发来任何内容。`,
      whatToDo: '请再问一次；若经常如此，请查看 Ollama 的日志。',
    }),
    invalidParams: ({ field, problem }) => ({ message: `"${field}"：${problem}` }),
    modelMissing: ({ model, pullCommand }) => ({
      message: `没有安装模型 ${model}。`,
      whatToDo: `请用此命令安装：${pullCommand}`,
    }),
    noModelChosen: ({ models }) => ({
      message:
        models.length === 0
          ? 'Ollama 里没有能聊天的模型。'
          : `还没有选定模型。已安装：${models.join('、')}。`,
      whatToDo:
        models.length === 0
          ? '请安装一个，例如：ollama pull qwen2.5-coder:7b'
          : '请用 --model 选一个，或在 settings.json 里设置 "model"。',
    }),
    notFound: ({ what, id }) => ({
      message: `没有这个${what === 'turn' ? '轮次' : '对话'}：${id}。`,
    }),
    notOllama: ({ host, reason }) => ({
      message: `在 ${host} 应答的不是 Ollama：${reason}。`,
      whatToDo: '请检查地址，以及中间是否有代理。',
    }),
    notSupported: ({ model, reason }) => ({
      message: `${model || '这个服务器'}做不到：${reason}`,
      whatToDo: '请更改设置，或换一个模型。',
    }),
    ollamaFailed: ({ reason }) => ({
      message: `Ollama 出错：${reason}`,
      whatToDo: '请再问一次；若仍然如此，请查看 Ollama 的日志。',
    }),
    ollamaUnreachable: ({ host, reason }) => ({
      message: `${host} 没有 Ollama 应答（${reason}）。`,
      whatToDo: '请用 ollama serve 启动它，或用 --ollama-host 指定地址。',
    }),
    outOfMemory: ({ model, reason }) => ({
      message: `内存放不下模型 ${model}：${reason}`,
      whatToDo: '请换一个小一点的模型，或在 settings.json 里调小 maximumContextWindow。',
    }),
    protocolVersion: ({ asked, supported }) => ({
      message: `客户端的协议版本是 ${asked}，sidecar 的是 ${supported}。`,
      whatToDo: '请使用版本相同的客户端和 sidecar；如果是插件，请重新安装。',
    }),
    settings: ({ file, field, problem }) => ({ message: `${file}："${field}"：${problem}` }),
    streamBroken: ({ reason }) => ({
      message: `回答中断了：${reason}。`,
      whatToDo: '已收到的内容保留了下来，可以再问一次。',
    }),
    turnRunning: () => ({
      message: '这个对话还在回答。',
      whatToDo: '请等它答完，或先停止它。',
    }),
    unreadableAnswer: ({ reason }) => ({
      message: `Ollama 发来了无法读取的内容：${reason}。`,
      whatToDo: '请检查中间是否有代理。已收到的内容保留了下来。',
    }),
    internal: ({ reason }) => ({
      message: `Condenser 自身出了问题：${reason}`,
      whatToDo: '请附上日志报告此问题。',
    }),
  },
  download: {
    offer: ({ what, size, source }) =>
      `${what}，约 ${megabytes(size)} MB，来自本机所配置的${registry[source]}`,
    fetching: ({ what, size, source }) =>
      `正在从本机所配置的${registry[source]}下载 ${what}，约 ${megabytes(size)} MB …`,
    progress: ({ what, fraction }) => `${what}：${Math.floor(fraction * 100)} %`,
    again: ({ what, reason }) => `${what}：下载中断（${reason}），重新开始 …`,
    waiting: ({ what, processId }) => `${what}：进程 ${processId} 正在下载，等它完成 …`,
    fetched: ({ what }) => `${what}：完成`,
    demonstration: ({ model }) =>
      `${model} 只是一个小型演示模型：只会用英语回答，也不太聪明。想要更好的模型，请安装 Ollama（ollama.com），然后运行：ollama pull qwen2.5-coder:7b；也可以自带 GGUF 文件：--builtin 路径.gguf`,
  },
  notice: {
    rewriteDropped: ({ reason }) =>
      `没有采用改写后的问题（${refusal[reason as RewriteRefusal]}），用的是您的原话。`,
    condenseFailed: ({ reason }) => `问题没能改写（${reason}），用的是您的原话。`,
    turnsLeftOut: ({ count }) => `最早的 ${count} 轮已放不进上下文窗口，没有一并发送。`,
    contextWindowGrown: ({ from, to }) =>
      `上下文窗口从 ${from} 增大到 ${to} 个词元，模型会重新加载。`,
    promptTruncated: ({ promptTokens }) =>
      `Ollama 截断了对话：它只读取了其中 ${promptTokens} 个词元。`,
    notSaved: ({ reason }) => `这一轮没有保存：${reason}`,
  },
  refusal,
  level: { ok: '正常', warning: '注意', problem: '问题' },
  doctor: {
    condenser: ({ version }) => ({ found: `Condenser ${version}` }),
    node: ({ version }) => ({ found: `Node ${version}` }),
    nodeOld: ({ version, needed }) => ({
      found: `Node ${version} 太旧。`,
      whatToDo: `请安装 Node ${needed} 或更高版本。`,
    }),
    settings: ({ file }) => ({ found: `设置文件：${file}` }),
    settingsBroken: ({ file, field, problem }) => ({
      found: `${file} 无法使用："${field}"：${problem}`,
      whatToDo: '请改正这一项，或删除该文件以恢复默认设置。',
    }),
    folder: ({ name, path }) => ({ found: `${name} 文件夹：${path}` }),
    folderReadOnly: ({ name, path, reason }) => ({
      found: `${name} 文件夹 ${path} 不可写：${reason}`,
      whatToDo: '请取得在那里写入的权限。',
    }),
    disk: ({ path, gigabytes }) => ({ found: `${path} 还有 ${gigabytes} GB 可用` }),
    diskLow: ({ path, gigabytes }) => ({
      found: `${path} 只剩 ${gigabytes} GB 可用。`,
      whatToDo: '请腾出空间：一个模型要占几个 GB。',
    }),
    proxyBypassed: ({ variable, host }) => ({
      found: `设置了 ${variable}；${host} 是本机，不经过代理。`,
    }),
    address: ({ host, source }) => ({
      found: `Ollama 的地址：${host}（${addressSource[source]}）`,
    }),
    addressInvalid: ({ host, source }) => ({
      found: `${host} 不是有效的地址（${addressSource[source]}）。`,
      whatToDo: '请按 OLLAMA_HOST 的写法填写，例如 127.0.0.1:11434。',
    }),
    proxyExcepted: ({ variable, host }) => ({
      found: `设置了 ${variable}；NO_PROXY 排除了 ${host}。`,
    }),
    proxyUsed: ({ variable, proxy, host }) => ({
      found: `设置了 ${variable}：访问 ${host} 会经过 ${proxy}。`,
      whatToDo: '如果代理不认识这个主机，请把它写进 NO_PROXY。',
    }),
    localhost: ({ IPv4, IPv6, port }) => ({
      found: `localhost 端口 ${port}：127.0.0.1 ${IPv4 ? '在监听' : '没有监听'}，::1 ${IPv6 ? '在监听' : '没有监听'}。`,
    }),
    ollama: ({ host, version }) => ({ found: `${host} 有 Ollama ${version} 应答` }),
    ollamaOld: ({ host, version }) => ({
      found: `${host} 的 Ollama ${version} 早于 0.13：它可能会悄悄截断长对话。`,
      whatToDo: '请安装更新的 Ollama。',
    }),
    ollamaSilent: ({ host, seconds }) => ({
      found: `${host} 在 ${seconds} 秒内没有任何应答。`,
      whatToDo: '请检查地址和端口；如果那是 Ollama，请重新启动它。',
    }),
    hostRefused: ({ host }) => ({
      found: `${host} 的服务器拒绝了 Host 请求头（403）。`,
      whatToDo: '请用 OLLAMA_HOST=0.0.0.0 启动 Ollama，或让中间的隧道把该请求头设为 "localhost"。',
    }),
    hostUnknown: ({ host, reason }) => ({
      found: `DNS 查不到 ${host} 中的主机名（${reason}）。`,
      whatToDo: '请检查主机名的拼写，或用 --ollama-host 指定 IP 地址。',
    }),
    models: ({ models }) => ({
      found: `模型：${models.map(describeModel).join('、') || '没有'}`,
    }),
    model: ({ model, because }) => ({
      found: `由 ${model} 回答：${choice[because]}。`,
    }),
    modelCloud: ({ model }) => ({
      found: `由 ${model} 回答，它运行在别人的机器上：您问的内容会离开本机。`,
      whatToDo: '若要私密地聊天，请用 --model 或在 settings.json 里选一个在本机运行的模型。',
    }),
    modelCannotChat: ({ model }) => ({
      found: `${model} 不能聊天。`,
      whatToDo: '请用 --model 或在 settings.json 里换一个模型。',
    }),
    engineNone: () => ({ found: '这种机器没有内置引擎。' }),
    engineReady: () => ({ found: '内置引擎已就绪（--builtin）。' }),
    engineMissing: ({ megabytes }) => ({
      found: `内置引擎尚未下载；--builtin 会下载约 ${megabytes} MB。`,
    }),
  },
  terminal: {
    welcome: ({ model, host }) =>
      `Condenser · ${host} 上的 ${model} · Ctrl-C 停止回答，/help 列出命令`,
    standalone: '理解为',
    stopped: '已停止；已说的内容保留',
    cutAtLength: '上下文窗口已满，回答到此为止',
    chooseModel: '由哪个模型回答？',
    invalidChoice: (count) => `请输入 1 到 ${count} 之间的数字。`,
    newConversation: '新的对话。',
    modelSet: (model) => `此后由 ${model} 回答。`,
    strategySet: (strategy) => `策略：${strategy}。`,
    unknownCommand: (command) => `没有 ${command} 这个命令。/help 列出命令。`,
    help: [
      '/new                新的对话',
      '/model [名称]       由哪个模型回答',
      '/strategy [名称]    condense+history、condense 或 history',
      '/help               本列表',
      '/quit               离开（Ctrl-D 也可以）',
      '行末加 \\ 可在下一行接着写。',
    ].join('\n'),
    thinking: '思考中 …',
  },
};

const registry = { npm: ' npm 软件源', pip: ' Python 软件源' };

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}

const addressSource = {
  flag: '来自 --ollama-host',
  environment: '来自 OLLAMA_HOST',
  settings: '来自 settings.json',
  default: '默认',
};

const choice = {
  chosen: '它是设定的模型',
  loaded: '它已加载',
  only: '它是唯一能聊天的模型',
};

function describeModel(model: { name: string; chat: boolean; cloud: boolean }): string {
  const note = model.cloud ? '云端' : model.chat ? '' : '不能聊天';
  return note === '' ? model.name : `${model.name}（${note}）`;
}
