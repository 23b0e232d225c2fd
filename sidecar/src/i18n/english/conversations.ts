import type { ConversationsTexts, DamageTexts } from '../conversationsTexts.ts';

export const damage: DamageTexts = {
  unreadable: (detail) => `Its file cannot be read (${detail}).`,
  notAFile: (detail) => `In the place of its file there is something else (${detail}).`,
  tooLarge: () => 'Its file is too large to be a conversation.',
  empty: () => 'Its file is empty.',
  noTurns: () => 'Nothing in its file can be read.',
  newerVersion: () => 'A newer version of Condenser has written it; here it can only be read.',
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
  running: 'being answered now',
  draft: 'Not sent yet',
  inTrash: ({ id }) =>
    `It is in the trash. Take it out with: condenser conversations rm --restore ${id}`,
  damaged: ({ lines }) =>
    lines === 1
      ? '1 line of its file cannot be read; the file keeps it.'
      : `${lines} lines of its file cannot be read; the file keeps them.`,
  damage: ({ kind, detail }) => damage[kind](detail),
  notExported: ({ files }) =>
    `Not exported, because nothing of it can be read: ${files.join(', ')}`,
  goesOn: ({ title, turns }) => `Going on with: ${title} (${conversations.turns(turns)})`,
  exported: ({ path, conversations: count }) =>
    `${count === 1 ? '1 conversation' : `${count} conversations`} written to ${path}`,
  imported: ({ conversations: count, turnsAdded, turnsKnown }) =>
    `${conversations.turns(turnsAdded)} added to ${count === 1 ? '1 conversation' : `${count} conversations`}; ${conversations.turns(turnsKnown)} here already.`,
  deleted: ({ title, id, until }) =>
    `In the trash: ${title}\nUntil ${until} it can be taken out with: condenser conversations rm --restore ${id}`,
  erased: ({ title }) => `Gone for good: ${title}`,
  restored: ({ title }) => `Out of the trash: ${title}`,
};
