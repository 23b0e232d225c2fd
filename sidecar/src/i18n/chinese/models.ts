import type { ModelTexts } from '../wording.ts';

export const models: ModelTexts = {
  fit: {
    fits: ({ needed, available }) =>
      `放得下：约需 ${gigabytes(needed)} GB，本机内存 ${gigabytes(available)} GB。`,
    tight: ({ needed, available }) =>
      `勉强放得下：约需 ${gigabytes(needed)} GB，本机内存 ${gigabytes(available)} GB，留给其他程序的不多。`,
    tooBig: ({ needed, available }) =>
      `放不下：约需 ${gigabytes(needed)} GB，本机内存只有 ${gigabytes(available)} GB。`,
  },
  strength: {
    tiny: '写代码够用的最小模型：任何机器上都快，但常常出错。',
    small: '小而快，适合关于代码的简短问题。',
    usual: '各种常用语言的代码都不错，是一般的选择。',
    strong: '代码能力明显更强，也更慢。',
    expert: '单台大机器上能运行的最强代码模型，就其大小而言很快。',
    chineseSmall: '小模型，中文好，也懂一些代码。',
    chinese: '中文好，代码也好，回答前会思考。',
  },
  phase: {
    preparing: '准备中',
    transferring: '传输中',
    verifying: '校验中',
    quantizing: '转换中',
    finishing: '收尾中',
  },
  done: ({ model, size }) => (size === undefined ? `${model}：完成` : `${model}：完成（${size}）`),
  deleted: ({ model, size }) => `已删除 ${model}（${size}）。`,
  stopped: ({ model }) => `${model}：已停止。已传输的部分会保留，再次运行同一命令即可继续。`,
  left: ({ seconds }) => `还需 ${duration(seconds)}`,
  none: '没有安装任何模型。',
  loaded: '已加载',
  cloud: '在云端',
  cannotChat: '不能聊天',
  confirmDelete: ({ model, size }) => `删除 ${model}（${size}）？[y/N] `,
  kept: ({ model }) => `已保留 ${model}。`,
  columns: ['名称', '大小', '参数', '量化', '上下文', ''],
};

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} 秒`;
  return seconds < 3600
    ? `${Math.round(seconds / 60)} 分钟`
    : `${(seconds / 3600).toFixed(1)} 小时`;
}
