import type { ConversationsTexts, DamageTexts } from '../conversationsTexts.ts';

export const damage: DamageTexts = {
  unreadable: (detail) => `Its file cannot be read (${detail}).`,
  notAFile: (detail) => `Its file was replaced by something else (${detail}).`,
  tooLarge: () => 'Its file is too large to be a conversation.',
  empty: () => 'Its file is empty.',
  noTurns: () => 'Its file contains nothing readable.',
  newerVersion: () => 'It was written by a newer version of Condenser and is read-only here.',
  lines: (detail) => conversations.damaged({ lines: Number(detail) }),
};

export const conversations: ConversationsTexts = {
  none: 'There are no conversations yet.',
  noneDeleted: 'The trash is empty.',
  nothingFound: ({ query }) => `Nothing found for: ${query}`,
  more: ({ shown }) => `These are the first ${shown}; --limit shows more.`,
  turns: (count) => (count === 1 ? '1 turn' : `${count} turns`),
  otherBranches: (count) =>
    `${count === 1 ? '1 turn is' : `${count} turns are`} on other branches; --json shows all.`,
  context: ({ name, lines }) => `with ${name} (${lines === 1 ? '1 line' : `${lines} lines`})`,
  running: 'being answered',
  draft: (text) => `Not sent yet: ${text}`,
  inTrash: ({ id }) =>
    `It is in the trash. Restore it with: condenser conversations rm --restore ${id}`,
  damaged: ({ lines }) =>
    lines === 1
      ? '1 line of its file is damaged; it stays in the file.'
      : `${lines} lines of its file are damaged; they stay in the file.`,
  damage: ({ kind, detail }) => damage[kind](detail),
  notExported: ({ files }) => `Not exported because nothing in it is readable: ${files.join(', ')}`,
  goesOn: ({ title, turns }) => `Continuing: ${title} (${conversations.turns(turns)})`,
  exported: ({ path, conversations: count }) =>
    `${count === 1 ? '1 conversation' : `${count} conversations`} written to ${path}`,
  imported: ({ conversations: count, turnsAdded, turnsKnown }) =>
    `${conversations.turns(turnsAdded)} added to ${count === 1 ? '1 conversation' : `${count} conversations`}; ${conversations.turns(turnsKnown)} already present.`,
  deleted: ({ title, id, until }) =>
    `Moved to the trash: ${title}\nUntil ${until} it can be restored with: condenser conversations rm --restore ${id}`,
  erased: ({ title }) => `Deleted permanently: ${title}`,
  restored: ({ title }) => `Restored: ${title}`,
};
