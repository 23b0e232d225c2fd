import type { TerminalTexts } from '../wording.ts';

export const terminal: TerminalTexts = {
  welcome: ({ model, host }) =>
    `Condenser · ${host} 上的 ${model} · 按 Ctrl-C 停止回答，/help 列出命令`,
  standalone: (question) => `理解为：${question}`,
  stopped: '已停止；已生成的部分已保存',
  stoppedEmpty: '已停止',
  stoppedElsewhere: '另一个进程停止了这个回答。',
  deletedElsewhere: ({ id, restorable }) =>
    `另一个进程删除了这个对话，回答因此停止。${
      restorable ? `可用此命令恢复：condenser conversations rm --restore ${id}` : ''
    }`,
  cutAtLength: '上下文窗口已满，回答到此为止',
  chooseModel: '由哪个模型回答？',
  invalidChoice: (count) => `请输入 1 到 ${count} 之间的数字。`,
  newConversation: '已开始新的对话。',
  modelSet: (model) => `此后由 ${model} 回答。`,
  strategySet: (strategy) => `策略：${strategy}。`,
  unknownCommand: (command) => `没有 ${command} 这个命令。/help 列出命令。`,
  help: [
    '/new                开始新的对话',
    '/model [名称]       选择模型',
    '/strategy [名称]    condense+history、condense 或 history',
    '/help               显示本列表',
    '/quit               退出（或按 Ctrl-D）',
    '行末加 \\ 可在下一行继续输入。',
  ].join('\n'),
  thinking: '思考中 …',
  waiting: '… 正在阅读问题',
};
