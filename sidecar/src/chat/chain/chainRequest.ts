import type { ChatOptions, ContextItem, Strategy } from '@condenser/protocol';
import { isSameModel } from '../../models/modelFacts.ts';
import { keepAliveFor } from '../../models/ollama/ollamaModels.ts';
import type { CallRecorder } from '../../models/recordedCall.ts';
import type { PromptLanguage } from './prompts/promptSet.ts';

/** A finished turn as the model saw it: the exact message that was sent, and the answer. */
export interface HistoryTurn {
  readonly user: string;
  readonly assistant: string;
}

/** A request to answer one question of a conversation. */
export interface ChainRequest {
  readonly model: string;
  readonly history: readonly HistoryTurn[];
  readonly question: string;
  readonly context?: readonly ContextItem[] | undefined;
  readonly strategy: Strategy;
  /** The user's own standalone question: no condense call is made. */
  readonly standaloneQuestion?: string | undefined;
  /** Options of this turn, which override the settings. */
  readonly options?: ChatOptions | undefined;
  /** Records each call, for the inspector. */
  readonly recorder?: CallRecorder | undefined;
  /** How many turns had been left out before; undefined: it is computed from the history. */
  readonly firstTurn?: number | undefined;
  /** Rewrites in this conversation that were refused since the last accepted one. */
  readonly refusedInARow?: number | undefined;
}

/** The common parts of all calls of a turn. */
export interface ChainCall {
  readonly request: ChainRequest;
  readonly settings: ChainSettings;
  readonly language: PromptLanguage;
  /** The first message of the answer call, the same in every turn, so that it stays cached. */
  readonly system: string;
  /** The turns that are sent, oldest first. */
  readonly turns: readonly HistoryTurn[];
  /** Index of the first of them in the whole history. */
  readonly firstTurn: number;
  readonly contextWindow: number;
  /** The previous window, where it has grown for this call. */
  readonly grownFrom?: number | undefined;
  /** Whether the model can think: then the condense call turns it off. */
  readonly thinking: 'no' | 'yes' | 'levels';
  /** The question with the code that belongs to it. */
  readonly userMessage: string;
}

/** The settings that the chain uses. They are read again for each turn. */
export interface ChainSettings extends ChatOptions {
  readonly answerLanguage: string;
  /** Options by model name. */
  readonly models?: Readonly<Record<string, ChatOptions>> | undefined;
}

/**
 * The settings in force for one turn. For each key, the turn's own options (which include those of
 * the conversation) come first, then those of the model, then the general ones.
 */
export function settingsFor(
  model: string,
  settings: ChainSettings,
  options: ChatOptions = {},
): ChainSettings {
  const { models = {}, ...general } = settings;
  const ofModel = Object.entries(models).find(([name]) => isSameModel(name, model))?.[1];
  const all = { ...general, ...definedIn(ofModel ?? {}), ...definedIn(options) };
  const { keepAlive } = all;
  return { ...all, keepAlive: keepAlive === undefined ? undefined : keepAliveFor(keepAlive) };
}

function definedIn(options: ChatOptions): ChatOptions {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}
