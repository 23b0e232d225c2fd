import type { WebTexts } from '../wording.ts';

export const web: WebTexts = {
  opens: '聊天页面（链接只能使用一次）：',
  ends: '按 Ctrl-C 结束。',
};
