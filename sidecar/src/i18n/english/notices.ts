import type { RewriteRefusal } from '@condenser/protocol';
import type { EmptyAnswer, NoticeTexts, RefusalTexts, SecretTexts } from '../wording.ts';
import { why } from './systemReasons.ts';

export const refusal: RefusalTexts = {
  empty: 'it was empty',
  thinking: "it was the model's thinking",
  severalLines: 'it was more than one line',
  instruction: 'it repeated the instruction',
  answer: 'it was an answer',
  tooLong: 'it was too long',
  otherLanguage: 'it was in another language',
  alreadySaid: 'it repeated an earlier message',
  lostNumber: 'it lost a number',
  lostQuotation: 'it lost a quotation',
  lostIdentifier: 'it lost a name',
  lostNegation: 'it lost a "not"',
  lostWord: 'it lost a word of the question',
  invented: 'it named something that was not mentioned',
  vague: 'it still did not say what it refers to',
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
    connectionString: 'connection string with a password',
    authorizationHeader: 'authorization header',
  },
  question: 'your question',
  text: 'piped input',
  finding: ({ name, line, kind }) =>
    line === undefined
      ? `${name} looks like a file that contains secrets (${kind}).`
      : `${name}, line ${line}: looks like a secret (${kind}).`,
  place: ({ name, line, kind }) =>
    line === undefined ? `${name} (${kind})` : `${name}, line ${line} (${kind})`,
  places: ({ named, more }) => `${named.join('; ')}${more ? '; and more' : ''}`,
};

export const notice: NoticeTexts = {
  rewriteDropped: ({ reason }) =>
    `The rewritten question was not used (${refusal[reason as RewriteRefusal]}); your message was sent as you wrote it.`,
  condenseFailed: ({ reason, model }) =>
    `${model} could not rewrite the question (${reason}); your message was sent as you wrote it.`,
  condenseStopped: ({ count, model }) =>
    `${count} rewrites in a row by ${model} could not be used. In this conversation, questions are no longer rewritten: your messages are sent as you write them, with the conversation.`,
  turnsLeftOut: ({ count }) =>
    count === 1
      ? 'The oldest turn no longer fits into the context window and was left out.'
      : `The oldest ${count} turns no longer fit into the context window and were left out.`,
  contextWindowGrown: ({ from, to }) =>
    `The context window grew from ${from} to ${to} tokens; the model is being reloaded.`,
  promptTruncated: ({ promptTokens }) =>
    `Ollama truncated the conversation: it read only ${promptTokens} tokens of it.`,
  looksSecret: ({ places }) => `The message may contain secrets: ${places}.`,
  notSaved: ({ reason, path }) =>
    `This turn was not saved: ${path} cannot be written: ${why(String(reason))}. Free up disk space, check the permissions, or choose another folder with --data-dir.`,
  emptyAnswer: ({ reason }) => emptyAnswer[reason as EmptyAnswer] ?? emptyAnswer.nothing,
  repetitionStopped: () =>
    'The answer was stopped because the model kept repeating itself. Rephrase the question, or choose another model.',
  thinkingInAnswer: () =>
    'This answer begins with thinking that the model did not mark as such. It is not sent with later questions.',
};

const emptyAnswer: Record<EmptyAnswer, string> = {
  thinking:
    'The model spent its output on thinking and gave no answer. Ask again, or turn off thinking for this model.',
  toolCalls:
    'The model tried to call a tool instead of answering, but no tools are available. Ask again, or choose another model.',
  load: 'The server loaded the model but gave no answer. Ask again.',
  nothing: 'The model gave an empty answer. Ask again, or choose another model.',
};
