import { formatBytes } from '../formatBytes.ts';
import type { ModelTexts } from '../wording.ts';

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
