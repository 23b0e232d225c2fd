import { formatBytes } from '../formatBytes.ts';
import type { ErrorTexts } from '../wording.ts';
import { problemText } from './problems.ts';
import { why } from './systemReasons.ts';

/** The advice depends on where the connection fails: here, there, at a gateway or at a proxy. */
const ollamaUnreachable: ErrorTexts['ollamaUnreachable'] = (facts) => {
  const { host, reason, remote, proxy, gatewayStatus } = facts;
  if (gatewayStatus !== undefined) {
    return {
      message: `${host} 的网关有应答，但它后面的 Ollama 没有（${why(reason)}）。`,
      whatToDo:
        gatewayStatus === 504
          ? '请等模型加载完后重试，或调大网关的超时时间；并确认网关后面的 Ollama 正在运行。'
          : '请确认网关后面的 Ollama 正在运行，或联系网关的管理者。',
    };
  }
  if (proxy !== undefined) {
    return {
      message: `无法通过代理 ${proxy} 连接 ${host} 的 Ollama（${why(reason)}）。`,
      whatToDo: '请检查 HTTP_PROXY 和 HTTPS_PROXY，或把这个主机加入 NO_PROXY。',
    };
  }
  return {
    message: `${host} 没有 Ollama 应答（${why(reason)}）。`,
    whatToDo: remote
      ? '请确认那台机器上的 Ollama 正在运行并接受外部连接（在那里设置 OLLAMA_HOST=0.0.0.0），或用 --ollama-host 指定地址。'
      : '请用 ollama serve 启动它，或用 --ollama-host 指定地址。',
  };
};

/** 每种错误的文本。 */
export const error: ErrorTexts = {
  accessRefused: ({ host, status, reason }) => ({
    message: `${host} 的服务器拒绝访问（${status}）：${why(reason)}`,
    whatToDo: '请在 settings.json 的“headers”里设置它要求的请求头，或让服务器接受这个主机名。',
  }),
  ambiguousId: ({ id, matches }) => ({
    message: `以 ${id} 开头的编号不止一个：${matches.join('、')}。`,
    whatToDo: '请多写几位。',
  }),
  builtinForbidden: () => ({
    message: '内置模型已停用。',
    whatToDo: '请去掉 --no-builtin 后重新启动 Condenser，或启动 Ollama。',
  }),
  busy: ({ host }) => ({
    message: `${host} 的 Ollama 有太多排队的请求。`,
    whatToDo: '请等它处理完其他请求后再试。',
  }),
  cancelled: () => ({ message: '已停止。' }),
  clientTurnIdReused: () => ({
    message: '这个编号已用于另一个问题或另一个对话。',
    whatToDo: '请为每个问题使用各自的编号。',
  }),
  contextOverflow: ({ contextWindow, promptTokens }) => ({
    message:
      promptTokens === undefined
        ? `问题超出了模型的上下文窗口（${contextWindow} 个 token）。`
        : `问题有 ${promptTokens} 个 token，而模型的上下文窗口只有 ${contextWindow} 个 token。`,
    whatToDo: '请少附一些代码，或换一个上下文窗口更大的模型。',
  }),
  conversationDeleted: ({ id }) => ({
    message: `对话 ${id} 在回收站里。`,
    whatToDo: `请用此命令恢复：condenser conversations rm --restore ${id}`,
  }),
  downloadFailed: ({ what, problem, program, folder, reason }) => ({
    message: {
      programMissing: `无法下载 ${what}：PATH 中没有 ${program}。`,
      diskFull: `磁盘空间不足，无法下载 ${what}：${why(reason)}。`,
      wrongChecksum: `${what} 的校验和错误，已丢弃：${why(reason)}`,
      failed: `${what} 下载失败：${why(reason)}`,
    }[problem],
    whatToDo: {
      programMissing: `请安装 ${program}，或安装并启动 Ollama。`,
      diskFull: `请在 ${folder} 所在的磁盘上腾出空间，然后重试。`,
      wrongChecksum: '在查清是谁改动了该软件源之前，请不要使用它；也可以改为安装 Ollama。',
      failed: `请检查网络和 ${program} 的配置，然后重试；没有留下不完整的文件。`,
    }[problem],
  }),
  engineUnavailable: ({ reason }) => ({
    message: `内置引擎没有运行：${why(reason)}`,
    whatToDo: '请重试，引擎会重新启动；如果仍然失败，请安装并启动 Ollama。',
  }),
  generationLimit: ({ seconds }) => ({
    message: `回答用时超过了 ${seconds} 秒的上限。`,
    whatToDo: '请把问题问得小一些，或用更大的 --max-seconds 重新启动服务。',
  }),
  fileExists: ({ path }) => ({
    message: `${path} 已存在，未作改动。`,
    whatToDo: '请换一个文件名，或用 --force 替换它。',
  }),
  idleTimeout: ({ seconds }) => ({
    message: `回答过程中，Ollama 连续 ${seconds} 秒没有发来任何内容。`,
    whatToDo: '请重试；如果经常如此，请查看 Ollama 的日志。',
  }),
  interrupted: () => ({
    message: '程序在回答中途退出了。',
    whatToDo: '已生成的部分已保存，可以再问一次。',
  }),
  invalidParams: ({ field, problem }) => ({ message: `“${field}”：${problemText(problem)}` }),
  modelDiskFull: ({ model, needed, free }) => ({
    message:
      needed === undefined || free === undefined
        ? `Ollama 存放模型的磁盘空间不足，无法下载 ${model}。`
        : `磁盘空间不足，无法下载 ${model}：还需下载 ${formatBytes(needed)}，剩余 ${formatBytes(free)}。`,
    whatToDo: '请腾出空间，例如删除其他模型，然后重试，下载会从中断处继续。',
  }),
  modelFile: ({ field, path, problem, reason = '' }) => ({
    message: {
      missing: `“${field}”：${path} 不存在。`,
      unreadable: `“${field}”：${path} 无法读取：${why(reason)}。`,
      noModelFiles: `“${field}”：${path} 里没有 GGUF 或 safetensors 文件。`,
      notGguf: `“${field}”：${path} 不是 GGUF 文件。`,
      changed: `“${field}”：读取 ${path} 时，它被改动了。`,
      nothingGiven: `“${field}”：没有指定用什么来创建模型。`,
      bothGiven: `“${field}”：模型可由文件创建，或由另一个模型创建，不能同时指定两者。`,
      refused: `“${field}”：Ollama 无法使用 ${path}：${why(reason)}`,
    }[problem],
    whatToDo: {
      missing: '请检查路径。',
      unreadable: '请检查它的权限。',
      noModelFiles: '请指定一个 GGUF 文件，或下载模型的文件夹。',
      notGguf: '请指定一个 GGUF 文件，或包含 safetensors 文件的文件夹。',
      changed: '请在没有程序写入它时重试。',
      nothingGiven: '请指定文件或文件夹（“path”），或已安装的模型（“from”）。',
      bothGiven: '请去掉“path”或“from”。',
      refused: '量化要求权重为 f16、bf16 或 f32；其他文件的架构必须是这个 Ollama 支持的。',
    }[problem],
  }),
  modelMissing: ({ model, pullCommand }) => ({
    message: `没有安装模型 ${model}。`,
    whatToDo: `请用此命令安装：${pullCommand}`,
  }),
  modelName: ({ given }) => ({
    message: `“${given}”不是模型名称。`,
    whatToDo:
      '请写成 qwen2.5-coder:7b 或 hf.co/owner/repo:quantization，或粘贴它在 huggingface.co 上的地址。',
  }),
  modelUnknown: ({ model, reason }) => ({
    message: `没有可下载的模型 ${model}：${why(reason)}。`,
    whatToDo: '请在 ollama.com 或 huggingface.co 上核对名称和标签。',
  }),
  noModelChosen: ({ models }) => ({
    message:
      models.length === 0
        ? 'Ollama 里没有能聊天的模型。'
        : `还没有选择模型。已安装：${models.join('、')}。`,
    whatToDo:
      models.length === 0
        ? '请安装一个，例如：ollama pull qwen2.5-coder:7b'
        : '请用 --model 选择一个，或在 settings.json 里设置“model”。',
  }),
  notFound: ({ what, id }) => ({
    message: `没有这个${what === 'turn' ? '轮次' : '对话'}：${id}。`,
  }),
  notOllama: ({ host, reason }) => ({
    message: `${host} 的服务器不是 Ollama：${why(reason)}。`,
    whatToDo: '请检查地址，以及中间是否有代理。',
  }),
  notSaved: ({ path, reason }) => ({
    message: `无法写入 ${path}：${why(reason)}。`,
    whatToDo: '请腾出磁盘空间，或检查权限。',
  }),
  notSupported: ({ model, reason }) => ({
    message: `${model || '这个服务器'}不支持此操作：${why(reason)}`,
    whatToDo: '请更改设置，或换一个模型。',
  }),
  ollamaFailed: ({ reason }) => ({
    message: `Ollama 出错：${why(reason)}`,
    whatToDo: '请重试；如果仍然失败，请查看 Ollama 的日志。',
  }),
  ollamaStart: ({ problem, host, reason = '' }) => ({
    message: {
      notInstalled: '本机没有安装 Ollama。',
      otherMachine: `${host} 是另一台机器，只能启动本机的 Ollama。`,
      failed: `已启动 Ollama，但 ${host} 没有应答：${why(reason)}`,
    }[problem],
    whatToDo: {
      notInstalled: '请从 ollama.com 安装，然后重试。',
      otherMachine: '请在那台机器上启动，或把地址设为 127.0.0.1:11434。',
      failed: '请在终端运行 ollama serve，查看它的输出。',
    }[problem],
  }),
  ollamaUnreachable,
  outOfMemory: ({ model, reason }) => ({
    message: `内存不足，无法运行模型 ${model}：${why(reason)}`,
    whatToDo: '请换一个更小的模型，或在 settings.json 里调小 maximumContextWindow。',
  }),
  protocolVersion: ({ asked, supported }) => ({
    message: `客户端的协议版本是 ${asked}，sidecar 的协议版本是 ${supported}。`,
    whatToDo: '请使用版本相同的客户端和 sidecar；如果是插件，请重新安装。',
  }),
  proxy: ({ variable, proxy, scheme }) => ({
    message:
      scheme === undefined
        ? `${variable} 的值“${proxy}”不是有效的代理地址。`
        : `${variable} 的值是“${proxy}”，不支持 ${scheme} 代理。`,
    whatToDo: `请把 ${variable} 设为 http://主机:端口，或把 Ollama 的主机加入 NO_PROXY。`,
  }),
  registryUnreachable: ({ model, reason }) => ({
    message: `Ollama 无法连接 ${model} 的下载来源：${why(reason)}`,
    whatToDo:
      '请检查运行 Ollama 的机器的网络（使用代理时，请为 Ollama 自身设置 HTTPS_PROXY）。已下载的部分会保留，下次从中断处继续。',
  }),
  requestTooLarge: ({ host, reason }) => ({
    message: `${host} 的服务器拒绝这么大的请求（413）：${why(reason)}`,
    whatToDo: '请少附一些代码，或调大 Ollama 前面网关的限制（nginx：client_max_body_size）。',
  }),
  settings: ({ file, field, problem }) => ({
    message: `${file}：“${field}”：${problemText(problem)}`,
  }),
  settingsNotSaved: ({ file, reason }) => ({
    message: `设置没有保存：无法写入 ${file}：${why(reason)}。`,
    whatToDo: '请检查权限，或腾出磁盘空间。设置没有改动。',
  }),
  streamBroken: ({ reason }) => ({
    message: `回答中途断开：${why(reason)}。`,
    whatToDo: '已生成的部分已保存，可以再问一次。',
  }),
  turnRunning: () => ({
    message: '这个对话正在回答中。',
    whatToDo: '请等回答完成，或先停止它。',
  }),
  unreadableAnswer: ({ reason }) => ({
    message: `Ollama 返回了无效的内容：${why(reason)}。`,
    whatToDo: '请检查中间是否有代理。已生成的部分已保存。',
  }),
  internal: ({ reason }) => ({
    message: `Condenser 内部错误：${why(reason)}`,
    whatToDo: '请报告此问题，并附上日志。',
  }),
  attachment: ({ path, problem, reason = '', maxBytes = 0 }) => ({
    message: {
      missing: `文件 ${path} 不存在。`,
      folder: `${path} 是文件夹。`,
      notAFile: `${path} 不是普通文件。`,
      unreadable: `无法读取 ${path}：${why(reason)}。`,
      tooLarge: `${path} 超过了 ${formatBytes(maxBytes)}。`,
      binary: `${path} 是二进制文件，不是文本。`,
    }[problem],
    whatToDo: {
      missing: '请检查路径。',
      folder: '请用 --file 逐个附上其中的文件。',
      notAFile: '请改用管道传入。',
      unreadable: '请检查它的权限。',
      tooLarge: '请只发送其中相关的部分。',
      binary: '只能发送文本：UTF-8、带字节顺序标记的 UTF-16，或 Latin-1。',
    }[problem],
  }),
  dataFolder: ({ path, reason }) => ({
    message: `无法使用存放对话的文件夹 ${path}：${why(reason)}。`,
    whatToDo: '请用 --data-dir 换一个文件夹，或检查它的权限。',
  }),
  output: ({ reason }) => ({
    message: `无法写入输出：${why(reason)}。`,
    whatToDo: '请在输出的目标位置腾出空间，或输出到别处。',
  }),
  listen: ({ host, port, problem, reason }) => ({
    message: {
      inUse: `${host} 的端口 ${port} 已被其他程序占用。`,
      notAllowed: `没有权限使用 ${host} 的端口 ${port}。`,
      noSuchAddress: `${host} 不是本机的地址。`,
      failed: `服务无法监听 ${host} 的端口 ${port}：${why(reason)}。`,
    }[problem],
    whatToDo: {
      inUse: '请用 --port 换一个端口；0 表示任意空闲端口。',
      notAllowed: '请用 --port 选择 1024 及以上的端口；0 表示任意空闲端口。',
      noSuchAddress: '请用 --host 换一个地址，例如 127.0.0.1。',
      failed: '请用 --host 或 --port 换一个地址。',
    }[problem],
  }),
  settingsFile: ({ file, problem, reason }) => ({
    message: {
      unreadable: `无法读取 ${file}：${why(reason)}。`,
      malformed: `${file} 格式有误：${why(reason)}。`,
    }[problem],
    whatToDo: {
      unreadable: '请检查该文件及其上级文件夹的权限。',
      malformed: '请修正该文件，或删除它以恢复默认设置。',
    }[problem],
  }),
  usage: (facts) => ({ message: `condenser：${usageProblem(facts)}` }),
};

function usageProblem(facts: Parameters<ErrorTexts['usage']>[0]): string {
  switch (facts.problem) {
    case 'unknownCommand':
      return `没有“${facts.given}”这个命令。${didYouMean(facts.nearest)}`;
    case 'unknownOption':
      return `没有 ${facts.given} 这个选项。${didYouMean(facts.nearest)}`;
    case 'missingArgument':
      return `“${facts.command}”缺少 <${facts.name}>。用法：${facts.command} --help`;
    case 'missingValue':
      return `${facts.option} 需要一个值。`;
    case 'notAHost':
      return `${facts.option} 必须是地址或主机名（例如 127.0.0.1），而不是“${facts.given}”。`;
    case 'notAnOrigin':
      return `${facts.option} 必须是来源（例如 http://localhost:3000）或 *，而不是“${facts.given}”。`;
    case 'notAnAddress':
      return `${facts.option} 必须是地址（例如 127.0.0.1:11434 或 https://主机，端口不超过 65535），而不是“${facts.given}”。`;
    case 'notAPath':
      return `${facts.option} 必须是路径（例如 /llama3），而不是“${facts.given}”。`;
    case 'notAParameter':
      return `${facts.option} 必须写成“名称=值”，而不是“${facts.given}”。`;
    case 'duplicate':
      return `${facts.option} ${facts.given} 出现了两次。`;
    case 'tokenRequired':
      return `${facts.option} 是其他机器可以访问的地址，必须同时设置 ${facts.other}。`;
    case 'needlessValue':
      return `${facts.option} 不需要值。`;
    case 'excessArgument':
      return `“${facts.command}”不接受“${facts.given}”。用法：${facts.command} --help`;
    case 'conflict':
      return `${facts.option} 和 ${facts.other} 不能同时使用。`;
    case 'notAnInteger':
      return `${facts.option} 必须是 ${facts.min} 到 ${facts.max} 之间的整数，而不是“${facts.given}”。`;
    case 'notAChoice':
      return `${facts.option} 必须是 ${facts.choices.join('、')} 之一，而不是“${facts.given}”。${didYouMean(facts.nearest)}`;
  }
}

function didYouMean(nearest: string | undefined): string {
  return nearest === undefined ? '用法：condenser --help' : `你是不是想输入 ${nearest}？`;
}
