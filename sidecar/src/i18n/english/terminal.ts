import type { TerminalTexts } from '../wording.ts';

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
