import type {
  ConversationDamage,
  ModelFit,
  Notice,
  RewriteRefusal,
  SecretKind,
  TransferProgress,
} from '@condenser/protocol';
import type { CondenserError, ErrorFacts, ErrorKind } from '../errors.ts';
import { chinese } from './chinese/index.ts';
import type { HelpTexts } from './english/help.ts';
import { english } from './english/index.ts';

/** An error as the user reads it: what happened, and what to do about it. */
export interface ErrorText {
  readonly message: string;
  readonly whatToDo?: string;
}

export type { HelpTexts };

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

/** Texts about something that looks like a secret. */
export interface SecretTexts {
  readonly kind: Readonly<Record<SecretKind, string>>;
  /** The names of the question itself and of context without a name. */
  readonly question: string;
  readonly text: string;
  readonly finding: (facts: SecretPlace) => string;
  readonly place: (facts: SecretPlace) => string;
  /** Some places, and whether there are more. */
  readonly places: (facts: { named: readonly string[]; more: boolean }) => string;
}

/** Where something looks like a secret. Without a line, the file's name is what looks so. */
export interface SecretPlace {
  readonly name: string;
  readonly line: number | undefined;
  readonly kind: string;
}
/** Why an answer is empty. */
export type EmptyAnswer = 'thinking' | 'toolCalls' | 'load' | 'nothing';

/** Why a rewrite was rejected, for use inside a notice. */
export type RefusalTexts = Readonly<Record<RewriteRefusal, string>>;

/** What `condenser web` prints. */
export interface WebTexts {
  readonly opens: string;
  readonly ends: string;
}

/** What `condenser chat` and `condenser ask` print beside answers. */
export interface TerminalTexts {
  readonly welcome: (facts: { model: string; host: string }) => string;
  readonly standalone: (question: string) => string;
  /** An answer was stopped: with a partial answer, or before it began. */
  readonly stopped: string;
  readonly stoppedEmpty: string;
  /** Another process stopped the answer, or deleted the conversation. */
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
  /** Until the model's first output. */
  readonly waiting: string;
}

/** What `condenser serve` prints, and the texts of its pages. */
export interface ServeTexts {
  readonly listening: (facts: { url: string; paths: readonly string[]; model: string }) => string;
  /** The same when no model can answer yet. */
  readonly listeningWithout: (facts: {
    url: string;
    paths: readonly string[];
    problem: string;
  }) => string;
  readonly stopping: string;
  readonly playground: PlaygroundTexts;
}

/** The texts of the page for trying a chain. */
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

/** Texts about models: whether they fit, their strengths, the progress of a transfer. */
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
  readonly transfer: (facts: { model: string; phase: string }) => string;
  /** Joins the notes of one model. */
  readonly notes: (notes: readonly string[]) => string;
  readonly left: (facts: { seconds: number }) => string;
  readonly none: string;
  readonly loaded: string;
  readonly cloud: string;
  readonly cannotChat: string;
  readonly confirmDelete: (facts: { model: string; size: string }) => string;
  readonly kept: (facts: { model: string }) => string;
  /** The headings of the list: name, size, parameters, quantization, context, notes. */
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

/** The built-in prompts: the menu entry and the message. */
export type PromptTexts = Readonly<
  Record<(typeof BUILTIN_PROMPTS)[number], { readonly title: string; readonly text: string }>
>;

/** Texts about downloading the parts of the built-in engine. Sizes are in bytes. */
export interface DownloadTexts {
  /** Describes a download before it starts. */
  readonly offer: (facts: { what: string; size: number; source: 'npm' | 'pip' }) => string;
  readonly started: (facts: { what: string; size: number; source: 'npm' | 'pip' }) => string;
  readonly progress: (facts: { what: string; fraction: number }) => string;
  readonly retry: (facts: { what: string; reason: string }) => string;
  readonly waiting: (facts: { what: string; processId: number }) => string;
  readonly finished: (facts: { what: string }) => string;
  /** The limits of the demonstration model. */
  readonly demonstrationLimits: (facts: { model: string }) => string;
  /** The same, and how to get a better one. */
  readonly demonstration: (facts: { model: string }) => string;
}

/** All texts that users read, in one language. */
export interface Wording {
  readonly error: ErrorTexts;
  readonly download: DownloadTexts;
  readonly help: HelpTexts;
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

/** The texts for a locale: Chinese for "zh-CN", "zh_CN.UTF-8" and the like, English for all others. */
export function wordingFor(locale: string | undefined): Wording {
  return /^zh\b|^zh_/i.test(locale ?? '') ? chinese : english;
}

/** The damage of a conversation's file, by kind. */
export type DamageTexts = {
  readonly [Kind in ConversationDamage['kind']]: (detail: string) => string;
};

/** The messages of `condenser conversations`. */
export interface ConversationsTexts {
  readonly none: string;
  readonly noneDeleted: string;
  readonly nothingFound: (facts: { query: string }) => string;
  /** There are more than the limit. */
  readonly more: (facts: { shown: number }) => string;
  readonly turns: (count: number) => string;
  /** Turns on other branches than the one shown. */
  readonly otherBranches: (count: number) => string;
  readonly context: (facts: { name: string; lines: number }) => string;
  readonly running: string;
  readonly draft: (text: string) => string;
  readonly inTrash: (facts: { id: string }) => string;
  readonly damaged: (facts: { lines: number }) => string;
  /** The damage of a conversation's file; `detail` is the system's message or a count. */
  readonly damage: (facts: { kind: ConversationDamage['kind']; detail: string }) => string;
  /** The files that an export left out. */
  readonly notExported: (facts: { files: readonly string[] }) => string;
  /** Printed when a conversation is continued. */
  readonly goesOn: (facts: { title: string; turns: number }) => string;
  readonly exported: (facts: { path: string; conversations: number }) => string;
  readonly imported: (facts: {
    conversations: number;
    turnsAdded: number;
    turnsKnown: number;
  }) => string;
  /** `until` is a local time. */
  readonly deleted: (facts: { title: string; id: string; until: string }) => string;
  readonly erased: (facts: { title: string }) => string;
  readonly restored: (facts: { title: string }) => string;
}

/** The findings of the doctor. */
export interface DoctorTexts {
  condenser(facts: { version: string }): DoctorText;
  node(facts: { version: string }): DoctorText;
  nodeOld(facts: { version: string; needed: string }): DoctorText;
  settings(facts: { file: string }): DoctorText;
  /** There is no settings file, so the defaults are in force. */
  settingsMissing(facts: { file: string }): DoctorText;
  settingsBroken(facts: { file: string; field: string; problem: string }): DoctorText;
  settingsUnreadable(facts: CondenserError<'settingsFile'>['facts']): DoctorText;
  folder(facts: { name: FolderName; path: string }): DoctorText;
  /** It does not exist yet and can be created. */
  folderMissing(facts: { name: FolderName; path: string }): DoctorText;
  folderReadOnly(facts: { name: FolderName; path: string; reason: string }): DoctorText;
  disk(facts: { path: string; free: number }): DoctorText;
  diskLow(facts: { path: string; free: number }): DoctorText;
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
  engineMissing(facts: { size: number; model: string }): DoctorText;
}

/** The folders of Condenser, by purpose. */
export type FolderName = 'config' | 'data' | 'cache' | 'log';

/** The source of the address of Ollama. */
export type AddressSource = 'flag' | 'environment' | 'settings' | 'default';

/** A proxy of the environment, without its password, and the host of Ollama. */
export interface ProxyFacts {
  readonly variable: string;
  readonly proxy: string;
  readonly host: string;
}

/** A finding, and what to do about it. */
export interface DoctorText {
  readonly found: string;
  readonly whatToDo?: string;
}
