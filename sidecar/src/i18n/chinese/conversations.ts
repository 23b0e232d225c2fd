import type { ConversationsTexts, DamageTexts } from '../conversationsTexts.ts';

export const damage: DamageTexts = {
  unreadable: (detail) => `无法读取它的文件（${detail}）。`,
  notAFile: (detail) => `它的文件被其他东西取代了（${detail}）。`,
  tooLarge: () => '它的文件过大，不可能是对话。',
  empty: () => '它的文件是空的。',
  noTurns: () => '它的文件里没有可读取的内容。',
  newerVersion: () => '它由更高版本的 Condenser 写入，在这里只能查看。',
  lines: (detail) => conversations.damaged({ lines: Number(detail) }),
};

export const conversations: ConversationsTexts = {
  none: '还没有对话。',
  noneDeleted: '回收站是空的。',
  nothingFound: ({ query }) => `没有找到：${query}`,
  more: ({ shown }) => `以上是前 ${shown} 个；用 --limit 可显示更多。`,
  turns: (count) => `${count} 轮`,
  otherBranches: (count) => `另有 ${count} 轮在其他分支上；用 --json 可显示全部。`,
  context: ({ name, lines }) => `附有 ${name}（${lines} 行）`,
  running: '正在回答',
  draft: (text) => `尚未发送：${text}`,
  inTrash: ({ id }) => `它在回收站里。可用此命令恢复：condenser conversations rm --restore ${id}`,
  damaged: ({ lines }) => `它的文件里有 ${lines} 行已损坏；这些行仍保留在文件中。`,
  damage: ({ kind, detail }) => damage[kind](detail),
  notExported: ({ files }) => `因内容无法读取而未导出：${files.join('、')}`,
  goesOn: ({ title, turns }) => `继续对话：${title}（${turns} 轮）`,
  exported: ({ path, conversations: count }) => `已将 ${count} 个对话写入 ${path}`,
  imported: ({ conversations: count, turnsAdded, turnsKnown }) =>
    `已向 ${count} 个对话添加 ${turnsAdded} 轮；${turnsKnown} 轮原本就有。`,
  deleted: ({ title, id, until }) =>
    `已移入回收站：${title}\n${until} 之前可用此命令恢复：condenser conversations rm --restore ${id}`,
  erased: ({ title }) => `已彻底删除：${title}`,
  restored: ({ title }) => `已从回收站恢复：${title}`,
};
