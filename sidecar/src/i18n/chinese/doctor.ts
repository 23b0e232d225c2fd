import type { DoctorTexts, FolderName } from '../doctorTexts.ts';
import { formatBytes } from '../formatBytes.ts';
import { demonstrationLimits } from './download.ts';
import { error } from './errors.ts';
import { problemText } from './problems.ts';
import { why } from './systemReasons.ts';

export const doctor: DoctorTexts = {
  condenser: ({ version }) => ({ found: `Condenser ${version}` }),
  node: ({ version }) => ({ found: `Node ${version}` }),
  nodeOld: ({ version, needed }) => ({
    found: `Node ${version} 太旧。`,
    whatToDo: `请安装 Node ${needed} 或更高版本。`,
  }),
  settings: ({ file }) => ({ found: `设置文件：${file}` }),
  settingsMissing: ({ file }) => ({
    found: `设置：均为默认值；更改设置时会创建 ${file}`,
  }),
  settingsBroken: ({ file, field, problem }) => ({
    found: `${file} 无法使用：“${field}”：${problemText(problem)}`,
    whatToDo: '请修正这一项，或删除该文件以恢复默认设置。',
  }),
  settingsUnreadable: (facts) => {
    const { message, whatToDo = '' } = error.settingsFile(facts);
    return { found: message, whatToDo };
  },
  folder: ({ name, path }) => ({ found: `${folderNames[name]}文件夹：${path}` }),
  folderMissing: ({ name, path }) => ({
    found: `${folderNames[name]}文件夹：${path}（需要时会创建）`,
  }),
  folderReadOnly: ({ name, path, reason }) => ({
    found: `${folderNames[name]}文件夹 ${path} 不可写：${why(reason)}。`,
    whatToDo: '请检查它的权限。',
  }),
  disk: ({ path, free }) => ({ found: `${path} 还有 ${formatBytes(free)} 可用` }),
  diskLow: ({ path, free }) => ({
    found: `${path} 只剩 ${formatBytes(free)} 可用。`,
    whatToDo: '请腾出空间：一个模型要占几个 GB。',
  }),
  proxyBypassed: ({ variable, host }) => ({
    found: `已设置 ${variable}；${host} 是本机，不经过代理。`,
  }),
  address: ({ host, source }) => ({
    found: `Ollama 的地址：${host}（${addressSource[source]}）`,
  }),
  addressInvalid: ({ host, source }) => ({
    found: `${host} 不是有效的地址（${addressSource[source]}）。`,
    whatToDo: '请按 OLLAMA_HOST 的写法填写，例如 127.0.0.1:11434。',
  }),
  proxyExcepted: ({ variable, host }) => ({
    found: `已设置 ${variable}；NO_PROXY 排除了 ${host}。`,
  }),
  proxyPrivate: ({ variable, host }) => ({
    found: `已设置 ${variable}；${host} 在内部网络中，不经过代理。`,
  }),
  proxyUsed: ({ variable, proxy, host }) => ({
    found: `已设置 ${variable}：访问 ${host} 会经过 ${proxy}。`,
    whatToDo: '如果代理无法连接这个主机，请把它加入 NO_PROXY。',
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
    whatToDo: '请检查地址和端口；如果没有错误，请重新启动 Ollama。',
  }),
  hostRefused: ({ host }) => ({
    found: `${host} 的服务器拒绝了 Host 请求头（403）。`,
    whatToDo: '请用 OLLAMA_HOST=0.0.0.0 启动 Ollama，或让中间的隧道把该请求头设为“localhost”。',
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
    found: `由 ${model} 回答，它在云端运行：你的问题会离开本机。`,
    whatToDo: '要私密地聊天，请用 --model 或在 settings.json 里选择一个在本机运行的模型。',
  }),
  modelCannotChat: ({ model }) => ({
    found: `${model} 不能聊天。`,
    whatToDo: '请用 --model 或在 settings.json 里换一个模型。',
  }),
  engineNone: () => ({ found: '内置引擎不支持这种机器。' }),
  engineReady: ({ model }) => ({
    found: `内置引擎已就绪（--builtin）。${demonstrationLimits({ model })}`,
  }),
  engineMissing: ({ size, model }) => ({
    found: `内置引擎尚未下载；--builtin 会下载约 ${formatBytes(size)}。${demonstrationLimits({ model })}`,
  }),
};

const folderNames: Readonly<Record<FolderName, string>> = {
  config: '配置',
  data: '数据',
  cache: '缓存',
  log: '日志',
};

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
