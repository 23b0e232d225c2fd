import type { PromptSet } from './promptSet.ts';

/** The prompts in English. */
export const english: PromptSet = {
  system: (languageRule) =>
    'You are a programming assistant running on the user’s own machine. Answer what is asked, ' +
    'correctly and without padding. Put code in fenced blocks that name the language. Say so when ' +
    `you are not sure. ${languageRule}`,
  languageRule: (language) =>
    language === undefined
      ? 'Answer in the language of the question.'
      : `Always answer in this language: ${language}.`,
  rewrite: {
    system:
      'You rewrite the last message of a conversation so that it can be understood without the ' +
      'conversation. You never answer it.',
    conversation: 'Conversation:',
    turn: (question, answer) => `User: ${question}\nAssistant: ${answer}`,
    message: (question) => `Last message: ${question}`,
    ask: {
      question:
        'Rewrite the last message as one complete question that names what it is about. ' +
        'Keep its names and numbers. Write only the question.',
      order:
        'Rewrite the last message as one complete instruction that says what to do and names ' +
        'what to do it with. Keep its words, names and numbers. Write only the instruction.',
    },
    askAgain: {
      question:
        'What does the user ask in the last message? Write their question in full, with the ' +
        'names and numbers that belong to it. Write only the question.',
      order:
        'What does the user want done in the last message? Write it as one full instruction, ' +
        'with the words of the last message. Write only the instruction.',
    },
  },
  clarified: (question, standaloneQuestion) => `${question}\n\n(In full: ${standaloneQuestion})`,
  title:
    'Do not answer. Write a title for this conversation: what it is about, in at most six words, in ' +
    'the language of the question, without quotation marks. Write the title and nothing else.',
  source: (title, lines) =>
    lines === undefined
      ? `From ${title}:`
      : `From ${title}, lines ${lines.first} to ${lines.last}:`,
};
