import type { DownloadTexts } from '../wording.ts';

export const download: DownloadTexts = {
  offer: ({ what, size, source }) =>
    `${what}，约 ${megabytes(size)} MB，来自本机所配置的${registry[source]}`,
  fetching: ({ what, size, source }) =>
    `正在从本机所配置的${registry[source]}下载 ${what}，约 ${megabytes(size)} MB …`,
  progress: ({ what, fraction }) => `${what}：${Math.floor(fraction * 100)} %`,
  again: ({ what, reason }) => `${what}：下载中断（${reason}），重新开始 …`,
  waiting: ({ what, processId }) => `${what}：进程 ${processId} 正在下载，等它完成 …`,
  fetched: ({ what }) => `${what}：完成`,
  demonstrationLimits,
  demonstration: ({ model }) =>
    `${demonstrationLimits({ model })}想要更好的模型，请安装 Ollama（ollama.com），然后运行：ollama pull qwen2.5-coder:7b；也可以自带 GGUF 文件：--builtin 路径.gguf`,
};

/** 内置引擎自带的模型做不到什么。 */
export function demonstrationLimits({ model }: { model: string }): string {
  return `${model} 只是一个小型演示模型：只会用英语简短作答，经常出错，不太懂代码，也不会把追问改写成独立的问题。`;
}

const registry = { npm: ' npm 软件源', pip: ' Python 软件源' };

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
