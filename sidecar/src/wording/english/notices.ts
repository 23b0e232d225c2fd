import type { RewriteRefusal } from '@condenser/protocol';
import type { NoticeTexts, RefusalTexts } from '../wording.ts';

export const refusal: RefusalTexts = {
  empty: 'it was empty',
  severalLines: 'it was more than one line',
  instruction: 'it repeated the instruction',
  answer: 'it was an answer',
  tooLong: 'it was too long',
  otherLanguage: 'it was in another language',
  lostNumber: 'it lost a number',
  lostQuotation: 'it lost a quotation',
  lostIdentifier: 'it lost a name',
  invented: 'it named what nobody had named',
  lostWords: 'it did not say what was asked',
  vague: 'it still did not say what it is about',
};

export const notice: NoticeTexts = {
  rewriteDropped: ({ reason }) =>
    `The standalone form of the question was not used (${refusal[reason as RewriteRefusal]}); your own words were.`,
  condenseFailed: ({ reason }) =>
    `The question could not be rewritten (${reason}); your own words were used.`,
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
