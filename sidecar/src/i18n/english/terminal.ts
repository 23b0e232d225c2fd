import type { TerminalTexts } from '../wording.ts';

export const terminal: TerminalTexts = {
  welcome: ({ model, host }) =>
    `Condenser · ${model} at ${host} · Ctrl-C stops an answer, /help lists commands`,
  standalone: 'Understood as',
  stopped: 'stopped; the partial answer is saved',
  stoppedEmpty: 'stopped',
  stoppedElsewhere: 'Another program stopped this answer.',
  deletedElsewhere: ({ id, restorable }) =>
    `Another program deleted this conversation, which stopped the answer.${
      restorable ? ` Restore it with: condenser conversations rm --restore ${id}` : ''
    }`,
  cutAtLength: 'the context window is full; the answer ends here',
  chooseModel: 'Which model should answer?',
  invalidChoice: (count) => `A number from 1 to ${count}, please.`,
  newConversation: 'A new conversation.',
  modelSet: (model) => `${model} answers from here on.`,
  strategySet: (strategy) => `Strategy: ${strategy}.`,
  unknownCommand: (command) => `There is no ${command}. /help lists the commands.`,
  help: [
    '/new                a new conversation',
    '/model [name]       which model answers',
    '/strategy [name]    condense+history, condense or history',
    '/help               this list',
    '/quit               leave (so does Ctrl-D)',
    'End a line with \\ to go on in the next one.',
  ].join('\n'),
  thinking: 'thinking …',
  waiting: '… reading the question',
};
