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
  condense: (question) =>
    'Do not answer. Rewrite the follow-up so that it makes sense without the conversation above: ' +
    'replace words like "it" by what they mean. Keep its language, names, numbers and quotations. ' +
    'If it makes sense already, repeat it.\n\n' +
    'Example\nFollow-up: How fast is it?\nRewritten: How fast is the merge sort algorithm?\n\n' +
    `Follow-up: ${question}\nRewritten:`,
  clarified: (question, standaloneQuestion) => `${question}\n\n(In full: ${standaloneQuestion})`,
  title:
    'Do not answer. Write a title for this conversation: what it is about, in at most six words, in ' +
    'the language of the question, without quotation marks. Write the title and nothing else.',
  source: (title, lines) =>
    lines === undefined
      ? `From ${title}:`
      : `From ${title}, lines ${lines.first} to ${lines.last}:`,
};
