import type { RewriteRefusal } from '@condenser/protocol';
import type { NoticeTexts, RefusalTexts } from '../wording.ts';

export const refusal: RefusalTexts = {
  empty: 'it was empty',
  severalLines: 'it was more than one line',
  instruction: 'it repeated the instruction',
  answer: 'it was an answer',
  tooLong: 'it was too long',
  otherLanguage: 'it was in another language',
  alreadySaid: 'it repeated what was said before',
  lostNumber: 'it lost a number',
  lostQuotation: 'it lost a quotation',
  lostIdentifier: 'it lost a name',
  lostNegation: 'it lost a "not"',
  lostWord: 'it lost a word of the question',
  invented: 'it named what nobody had named',
  vague: 'it still did not say what it is about',
  unrelated: 'it was about something else',
};

export const notice: NoticeTexts = {
  rewriteDropped: ({ reason }) =>
    `The standalone form of the question was not used (${refusal[reason as RewriteRefusal]}); your own words were.`,
  condenseFailed: ({ reason, model }) =>
    `The question could not be rewritten by ${model} (${reason}); your own words were used.`,
  condenseStopped: ({ count, model }) =>
    `${count} rewrites by ${model} in a row could not be used. It is not asked for one in this conversation any more; your own words and the conversation are sent.`,
  turnsLeftOut: ({ count }) =>
    count === 1
      ? 'The oldest turn no longer fits into the context window and was left out.'
      : `The oldest ${count} turns no longer fit into the context window and were left out.`,
  contextWindowGrown: ({ from, to }) =>
    `The context window grew from ${from} to ${to} tokens; the model is loaded anew.`,
  promptTruncated: ({ promptTokens }) =>
    `Ollama cut the conversation: it read only ${promptTokens} tokens of it.`,
  notSaved: ({ reason }) => `This turn is not saved: ${reason}`,
};
