import type { ServeTexts, WebTexts } from '../wording.ts';

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
