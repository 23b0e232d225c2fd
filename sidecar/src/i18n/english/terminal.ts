import { formatBytes } from '../formatBytes.ts';
import type {
  ConversationsTexts,
  DamageTexts,
  DownloadTexts,
  ModelTexts,
  ServeTexts,
  TerminalTexts,
  WebTexts,
} from '../wording.ts';

export const terminal: TerminalTexts = {
  welcome: ({ model, host }) =>
    `Condenser · ${model} at ${host} · Ctrl-C stops an answer, /help lists the commands`,
  standalone: (question) => `Understood as: ${question}`,
  stopped: 'stopped; partial answer saved',
  stoppedEmpty: 'stopped',
  stoppedElsewhere: 'Another process stopped this answer.',
  deletedElsewhere: ({ id, restorable }) =>
    `Another process deleted this conversation, which stopped the answer.${
      restorable ? ` Restore it with: condenser conversations rm --restore ${id}` : ''
    }`,
  cutAtLength: 'the context window is full; the answer ends here',
  chooseModel: 'Which model should answer?',
  invalidChoice: (count) => `Enter a number from 1 to ${count}.`,
  newConversation: 'Started a new conversation.',
  modelSet: (model) => `${model} answers from now on.`,
  strategySet: (strategy) => `Strategy: ${strategy}.`,
  unknownCommand: (command) => `Unknown command ${command}. /help lists the commands.`,
  help: [
    '/new                start a new conversation',
    '/model [name]       choose the model',
    '/strategy [name]    condense+history, condense or history',
    '/help               show this list',
    '/quit               quit (or press Ctrl-D)',
    'End a line with \\ to continue on the next line.',
  ].join('\n'),
  thinking: 'thinking …',
  waiting: '… reading the question',
};

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

export const models: ModelTexts = {
  fit: {
    fits: ({ needed, available }) =>
      `Fits: needs about ${formatBytes(needed)} of ${formatBytes(available)} of memory.`,
    tight: ({ needed, available }) =>
      `Just fits: needs about ${formatBytes(needed)} of ${formatBytes(available)} of memory, which leaves little for other programs.`,
    tooBig: ({ needed, available }) =>
      `Not enough memory: needs about ${formatBytes(needed)}, and this machine has ${formatBytes(available)}.`,
  },
  strength: {
    tiny: 'The smallest model that is useful for code: fast on any machine, often wrong.',
    small: 'Small and fast; good for short questions about code.',
    usual: 'Good at code in all common languages; the usual choice.',
    strong: 'Noticeably better at code, but slower.',
    expert: 'The best code model for a single large machine; fast for its size.',
    chineseSmall: 'Small; good at Chinese, fair at code.',
    chinese: 'Good at Chinese and at code; thinks before it answers.',
  },
  phase: {
    preparing: 'preparing',
    transferring: 'downloading',
    verifying: 'verifying',
    quantizing: 'converting',
    finishing: 'finishing',
  },
  done: ({ model, size }) => (size === undefined ? `${model}: done` : `${model}: done (${size})`),
  deleted: ({ model, size }) => `${model} was deleted (${size}).`,
  stopped: ({ model }) =>
    `${model}: stopped. The partial download is kept; run the same command to resume.`,
  transfer: ({ model, phase }) => `${model}: ${phase}`,
  notes: (notes) => notes.join(', '),
  left: ({ seconds }) => `${duration(seconds)} left`,
  none: 'No model is installed.',
  loaded: 'loaded',
  cloud: 'cloud',
  cannotChat: 'no chat',
  confirmDelete: ({ model, size }) => `Delete ${model} (${size})? [y/N] `,
  kept: ({ model }) => `${model} was not deleted.`,
  columns: ['name', 'size', 'parameters', 'quantization', 'context', ''],
};

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

export const download: DownloadTexts = {
  offer: ({ what, size, source }) =>
    `${what}, about ${formatBytes(size)}, from the ${registry[source]} configured on this machine`,
  started: ({ what, size, source }) =>
    `Downloading ${what}, about ${formatBytes(size)}, from the ${registry[source]} configured on this machine …`,
  progress: ({ what, fraction }) => `${what}: ${Math.floor(fraction * 100)} %`,
  retry: ({ what, reason }) => `${what}: the download failed (${reason}); trying again …`,
  waiting: ({ what, processId }) => `${what}: process ${processId} is downloading it; waiting …`,
  finished: ({ what }) => `${what}: done`,
  demonstrationLimits,
  demonstration: ({ model }) =>
    `${demonstrationLimits({ model })} For a better model, install Ollama (ollama.com) and run: ollama pull qwen2.5-coder:7b — or use a GGUF file of your own: --builtin path.gguf`,
};

/** The limits of the model that comes with the built-in engine. */
export function demonstrationLimits({ model }: { model: string }): string {
  return `${model} is a small demonstration model: it answers only in English, briefly and often wrongly, knows little about code, and cannot rewrite a follow-up as a standalone question.`;
}

const registry = { npm: 'npm registry', pip: 'Python package index' };

export const serve: ServeTexts = {
  listening: ({ url, paths, model }) =>
    `${model} answers at ${addresses(url, paths)} · documentation: ${url}/docs · Ctrl-C stops`,
  listeningWithout: ({ url, paths, problem }) =>
    `Listening at ${addresses(url, paths)} · no model answers yet: ${problem}`,
  stopping: 'Finishing running requests; press Ctrl-C again to stop now.',
  playground: {
    language: 'en',
    title: 'Playground',
    lead: 'Chat with this chain. The conversation stays on this page.',
    question: 'Question',
    ask: 'Ask',
    stop: 'Stop',
    clear: 'New conversation',
    token: 'Token, if the server requires one',
    answer: 'Answer',
    failed: 'Failed:',
    stopped: 'stopped',
  },
};

function addresses(url: string, paths: readonly string[]): string {
  return paths.map((path) => `${url}${path}`).join(', ');
}

export const web: WebTexts = {
  opens: 'Chat page (the link works once):',
  ends: 'Ctrl-C stops the server.',
};
