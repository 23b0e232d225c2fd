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
import type { DoctorTexts } from './doctorTexts.ts';
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
