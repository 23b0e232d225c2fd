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
  demonstration: ({ model }) =>
    `${model} 只是一个小型演示模型：只会用英语回答，也不太聪明。想要更好的模型，请安装 Ollama（ollama.com），然后运行：ollama pull qwen2.5-coder:7b；也可以自带 GGUF 文件：--builtin 路径.gguf`,
};

const registry = { npm: ' npm 软件源', pip: ' Python 软件源' };

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
