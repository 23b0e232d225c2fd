import type { ChatOptions, ContextItem, Strategy } from '@condenser/protocol';
import type { CallRecorder } from '../model/recordedCall.ts';
import type { ChainSettings } from './chatSettings.ts';
import type { PromptLanguage } from './prompts/index.ts';

export type { ChainSettings } from './chatSettings.ts';

/** A turn that is over, as the model saw it: the exact message sent, and the answer. */
export interface HistoryTurn {
  readonly user: string;
  readonly assistant: string;
}

/** What a turn asks of the chain. */
export interface ChainRequest {
  readonly model: string;
  readonly history: readonly HistoryTurn[];
  readonly question: string;
  readonly context?: readonly ContextItem[] | undefined;
  readonly strategy: Strategy;
  /** The person's own standalone form: no condense call is made. */
  readonly standaloneQuestion?: string | undefined;
  /** How the model is asked, where the settings say otherwise. */
  readonly options?: ChatOptions | undefined;
  /** Takes each call, for the inspector. */
  readonly recorder?: CallRecorder | undefined;
  /** Turns that had left the history before; undefined replays the history to find them. */
  readonly firstTurn?: number | undefined;
  /** Rewrites of this conversation that were refused since the last one that was used. */
  readonly refusedInARow?: number | undefined;
}

/** What the calls of a turn are made from. */
export interface ChainCall {
  readonly request: ChainRequest;
  readonly settings: ChainSettings;
  readonly language: PromptLanguage;
  /** The first message of the answer call, the same in every turn: it begins the cached prompt. */
  readonly system: string;
  /** The turns that are sent, oldest first. */
  readonly turns: readonly HistoryTurn[];
  /** Index of the first of them in the whole history. */
  readonly firstTurn: number;
  readonly contextWindow: number;
  /** The window asked for before, where it has grown for this call. */
  readonly grownFrom?: number | undefined;
  /** Whether the model can think, so that the condense call has to say that it should not. */
  readonly thinking: 'no' | 'yes' | 'levels';
  /** The person's words with the code they brought along. */
  readonly ownWords: string;
}
