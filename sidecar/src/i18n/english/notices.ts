import type { RewriteRefusal } from '@condenser/protocol';
import type { EmptyAnswer, NoticeTexts, RefusalTexts, SecretTexts } from '../wording.ts';
import { why } from './systemReasons.ts';

export const refusal: RefusalTexts = {
  empty: 'it was empty',
  thinking: 'it was thinking',
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

export const secret: SecretTexts = {
  kind: {
    environmentFile: 'environment file',
    privateKey: 'private key',
    keyStore: 'key store',
    credentialsFile: 'credentials file',
    historyFile: 'command history',
    accessToken: 'access token or key',
    password: 'password',
    connectionString: 'address with a password',
    authorizationHeader: 'authorization header',
  },
  question: 'the question',
  text: 'text',
  finding: ({ name, line, kind }) =>
    line === undefined
      ? `${name} looks like a file with secrets (${kind}).`
      : `${name}, line ${line}: this looks like a secret (${kind}).`,
  place: ({ name, line, kind }) =>
    line === undefined ? `${name} (${kind})` : `${name}, line ${line} (${kind})`,
  places: ({ named, more }) => `${named.join('; ')}${more ? '; and more' : ''}`,
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
  looksSecret: ({ places }) => `What was sent may hold secrets: ${places}.`,
  notSaved: ({ reason, path }) =>
    `This turn is not saved: ${path} cannot be written: ${why(String(reason))}. Make room on the disk, give yourself the right to write there, or choose another folder with --data-dir.`,
  emptyAnswer: ({ reason }) => emptyAnswer[reason as EmptyAnswer] ?? emptyAnswer.nothing,
  repetitionStopped: () =>
    'The model repeated itself over and over, and the answer was stopped. Ask again in other words, or choose another model.',
  thinkingInAnswer: () =>
    'This answer begins with thinking that the model did not mark. Later questions do not see it.',
};

const emptyAnswer: Record<EmptyAnswer, string> = {
  thinking: 'The model thought and gave no answer. Ask again, or turn thinking off for this model.',
  toolCalls:
    'The model wanted to call a tool in place of an answer, and there are no tools here. Ask again, or choose another model.',
  load: 'The server loaded the model and gave no answer. Ask again.',
  nothing: 'The model gave an empty answer. Ask again, or choose another model.',
};
