import type {
  ModelFit,
  Notice,
  RewriteRefusal,
  SecretKind,
  TransferProgress,
} from '@condenser/protocol';
import type { ErrorFacts, ErrorKind } from '../errors.ts';
import { chinese } from './chinese/index.ts';
import type { ConversationsTexts } from './conversationsTexts.ts';
import { english } from './english/index.ts';

/** What a person reads of an error: what happened, and what to do about it. */
export interface ErrorText {
  readonly message: string;
  readonly whatToDo?: string;
}

/** The text of each kind of error. A kind without one does not compile. */
export type KindTexts = {
  readonly [Kind in ErrorKind]: (facts: ErrorFacts[Kind]) => ErrorText;
};

/** The texts of all errors; `internal` is a bug, which is not a CondenserError. */
export interface ErrorTexts extends KindTexts {
  internal(facts: { reason: string }): ErrorText;
}

/** The sentence for each notice of a turn. */
export type NoticeTexts = {
  readonly [Code in Notice['code']]: (facts: Readonly<Record<string, unknown>>) => string;
};

/** What is said of text that looks like a secret. */
export interface SecretTexts {
  readonly kind: Readonly<Record<SecretKind, string>>;
  /** How the text of the question is called, and text that has no name. */
  readonly question: string;
  readonly text: string;
  readonly finding: (facts: SecretPlace) => string;
  readonly place: (facts: SecretPlace) => string;
  /** Some places, and whether there are more. */
  readonly places: (facts: { named: readonly string[]; more: boolean }) => string;
}

/** Where something looks like a secret: without a line, the name of the file says so. */
export interface SecretPlace {
  readonly name: string;
  readonly line: number | undefined;
  readonly kind: string;
}
/** Why an answer is empty. */
export type EmptyAnswer = 'thinking' | 'toolCalls' | 'load' | 'nothing';

/** What was wrong with a rewrite, to stand inside the notice that tells of it. */
export type RefusalTexts = Readonly<Record<RewriteRefusal, string>>;

/** What the terminal says while the page is served. */
export interface WebTexts {
  readonly opens: string;
  readonly ends: string;
}

/** What the terminal says beside answers. */
export interface TerminalTexts {
  readonly welcome: (facts: { model: string; host: string }) => string;
  readonly standalone: string;
  /** An answer was stopped: in the middle, or before anything of it had come. */
  readonly stopped: string;
  readonly stoppedEmpty: string;
  /** Another process stopped the answer, or deleted the conversation, which can be restored or not. */
  readonly stoppedElsewhere: string;
  readonly deletedElsewhere: (facts: { id: string; restorable: boolean }) => string;
  readonly cutAtLength: string;
  readonly chooseModel: string;
  readonly invalidChoice: (count: number) => string;
  readonly newConversation: string;
  readonly modelSet: (model: string) => string;
  readonly strategySet: (strategy: string) => string;
  readonly unknownCommand: (command: string) => string;
  readonly help: string;
  readonly thinking: string;
  /** While nothing of the model has come. */
  readonly waiting: string;
}

/** What the HTTP server says where it was started, and on its pages. */
export interface ServeTexts {
  readonly listening: (facts: { url: string; paths: readonly string[]; model: string }) => string;
  /** Where no model answers yet: what is wrong. */
  readonly listeningWithout: (facts: {
    url: string;
    paths: readonly string[];
    problem: string;
  }) => string;
  readonly stopping: string;
  readonly playground: PlaygroundTexts;
}

/** What stands on the page that tries a chain out. */
export interface PlaygroundTexts {
  readonly language: string;
  readonly title: string;
  readonly lead: string;
  readonly question: string;
  readonly ask: string;
  readonly stop: string;
  readonly clear: string;
  readonly token: string;
  readonly answer: string;
  readonly failed: string;
  readonly stopped: string;
}

/** What is said of models: whether they fit, what they are good at, how a transfer goes. */
export interface ModelTexts {
  /** Bytes. */
  readonly fit: Readonly<
    Record<FitVerdict, (facts: { needed: number; available: number }) => string>
  >;
  readonly strength: Readonly<
    Record<'tiny' | 'small' | 'usual' | 'strong' | 'expert' | 'chineseSmall' | 'chinese', string>
  >;
  readonly phase: Readonly<Record<TransferProgress['phase'], string>>;
  readonly done: (facts: { model: string; size?: string | undefined }) => string;
  readonly deleted: (facts: { model: string; size: string }) => string;
  readonly stopped: (facts: { model: string }) => string;
  readonly left: (facts: { seconds: number }) => string;
  readonly none: string;
  readonly loaded: string;
  readonly cloud: string;
  readonly cannotChat: string;
  readonly confirmDelete: (facts: { model: string; size: string }) => string;
  readonly kept: (facts: { model: string }) => string;
  /** Over the columns of the list: name, size, parameters, quantization, context, the rest. */
  readonly columns: readonly string[];
}

type FitVerdict = ModelFit['verdict'];

/** The names of the built-in prompts, in the order of the menu. */
export const BUILTIN_PROMPTS = [
  'explain',
  'fix',
  'refactor',
  'tests',
  'document',
  'review',
  'optimize',
  'types',
  'translate',
  'commit',
] as const;

/** The built-in prompts: what the menu says, and what is asked. */
export type PromptTexts = Readonly<
  Record<(typeof BUILTIN_PROMPTS)[number], { readonly title: string; readonly text: string }>
>;

/** What is said while the parts of the built-in engine are fetched. Sizes are in bytes. */
export interface DownloadTexts {
  /** Names a download before it begins. */
  readonly offer: (facts: { what: string; size: number; source: 'npm' | 'pip' }) => string;
  readonly fetching: (facts: { what: string; size: number; source: 'npm' | 'pip' }) => string;
  readonly progress: (facts: { what: string; fraction: number }) => string;
  readonly again: (facts: { what: string; reason: string }) => string;
  readonly waiting: (facts: { what: string; processId: number }) => string;
  readonly fetched: (facts: { what: string }) => string;
  /** What the demonstration model cannot do. */
  readonly demonstrationLimits: (facts: { model: string }) => string;
  /** The same, and how to get a better one. */
  readonly demonstration: (facts: { model: string }) => string;
}

/** What the doctor says of what it found. */
export interface DoctorTexts {
  condenser(facts: { version: string }): DoctorText;
  node(facts: { version: string }): DoctorText;
  nodeOld(facts: { version: string; needed: string }): DoctorText;
  settings(facts: { file: string }): DoctorText;
  settingsBroken(facts: { file: string; field: string; problem: string }): DoctorText;
  settingsUnreadable(facts: ErrorFacts['settingsFile']): DoctorText;
  folder(facts: { name: string; path: string }): DoctorText;
  folderReadOnly(facts: { name: string; path: string; reason: string }): DoctorText;
  disk(facts: { path: string; gigabytes: number }): DoctorText;
  diskLow(facts: { path: string; gigabytes: number }): DoctorText;
  address(facts: { host: string; source: AddressSource }): DoctorText;
  addressInvalid(facts: { host: string; source: AddressSource }): DoctorText;
  proxyBypassed(facts: ProxyFacts): DoctorText;
  proxyExcepted(facts: ProxyFacts): DoctorText;
  proxyPrivate(facts: ProxyFacts): DoctorText;
  proxyUsed(facts: ProxyFacts): DoctorText;
  localhost(facts: { IPv4: boolean; IPv6: boolean; port: number }): DoctorText;
  ollama(facts: { host: string; version: string }): DoctorText;
  ollamaOld(facts: { host: string; version: string }): DoctorText;
  ollamaSilent(facts: { host: string; seconds: number }): DoctorText;
  hostRefused(facts: { host: string }): DoctorText;
  hostUnknown(facts: { host: string; reason: string }): DoctorText;
  models(facts: {
    models: readonly { name: string; chat: boolean; cloud: boolean; loaded: boolean }[];
  }): DoctorText;
  model(facts: { model: string; because: 'chosen' | 'loaded' | 'only' }): DoctorText;
  modelCloud(facts: { model: string }): DoctorText;
  modelCannotChat(facts: { model: string }): DoctorText;
  engineNone(facts: object): DoctorText;
  engineReady(facts: { model: string }): DoctorText;
  engineMissing(facts: { megabytes: number; model: string }): DoctorText;
}

/** Where the address of Ollama was said. */
export type AddressSource = 'flag' | 'environment' | 'settings' | 'default';

/** A proxy of the environment, less its password, and the Ollama that it may stand before. */
export interface ProxyFacts {
  readonly variable: string;
  readonly proxy: string;
  readonly host: string;
}

/** What was found, and what to do about it. */
export interface DoctorText {
  readonly found: string;
  readonly whatToDo?: string;
}

/** Every sentence that a person reads, in one language. */
export interface Wording {
  readonly error: ErrorTexts;
  readonly download: DownloadTexts;
  readonly models: ModelTexts;
  readonly prompts: PromptTexts;
  readonly notice: NoticeTexts;
  readonly refusal: RefusalTexts;
  readonly secret: SecretTexts;
  readonly terminal: TerminalTexts;
  readonly serve: ServeTexts;
  readonly web: WebTexts;
  readonly conversations: ConversationsTexts;
  readonly doctor: DoctorTexts;
  readonly level: Readonly<Record<'ok' | 'warning' | 'problem', string>>;
}

/** The sentences for a locale such as "zh-CN" or "zh_CN.UTF-8"; English for every other. */
export function wordingFor(locale: string | undefined): Wording {
  return /^zh\b|^zh_/i.test(locale ?? '') ? chinese : english;
}
