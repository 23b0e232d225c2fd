import type { PromptTexts } from '../wording.ts';

export const prompts: PromptTexts = {
  explain: {
    title: 'Explain',
    text: 'Explain this code: what it does, how it does it, and what is surprising about it.',
  },
  fix: {
    title: 'Find and fix bugs',
    text: 'Find the bugs in this code. For each: what goes wrong, when, and the corrected code.',
  },
  refactor: {
    title: 'Refactor',
    text: 'Refactor this code so that it is easier to read and to change. Keep its behaviour. Say what you changed and why.',
  },
  tests: {
    title: 'Write tests',
    text: 'Write unit tests for this code: the usual cases, the limits, and bad input. Use the test framework that the project uses, if it can be seen.',
  },
  document: {
    title: 'Document',
    text: 'Write documentation comments for this code in the style of its language. Say what is promised, not how it is done.',
  },
  review: {
    title: 'Review',
    text: 'Review this code: correctness, safety, clarity, speed. The most important first, each with a line that shows it.',
  },
  optimize: {
    title: 'Make it faster',
    text: 'Say what makes this code slow or hungry for memory, and show a faster version with the same behaviour.',
  },
  types: {
    title: 'Add types',
    text: 'Add precise types to this code without changing what it does.',
  },
  translate: {
    title: 'Translate comments',
    text: 'Translate the comments and the texts in this code into English. Leave the code itself as it is.',
  },
  commit: {
    title: 'Commit message',
    text: 'Write a commit message for this change: one line of at most 72 characters, an empty line, then why it was made.',
  },
};
