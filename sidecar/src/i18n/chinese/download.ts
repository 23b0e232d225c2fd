import { formatBytes } from '../formatBytes.ts';
import type { DownloadTexts } from '../wording.ts';
import { why } from './systemReasons.ts';

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
