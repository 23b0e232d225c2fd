import type { ChatOptions } from '@condenser/protocol';
import { isSameModel } from '../../models/modelFacts.ts';
import { keepAliveFor } from '../../models/ollama/ollamaModels.ts';

/** The settings that the chain reads, anew for each turn. */
export interface ChainSettings extends ChatOptions {
  readonly answerLanguage: string;
  /** Options by the name of the model. */
  readonly models?: Readonly<Record<string, ChatOptions>> | undefined;
}

/**
 * What is in force for one turn: of the turn's own options (in which a conversation's are), of the
 * model's, and of those for all models the first that says something, key by key.
 */
export function settingsFor(
  model: string,
  settings: ChainSettings,
  options: ChatOptions = {},
): ChainSettings {
  const { models = {}, ...general } = settings;
  const named = Object.entries(models).find(([name]) => isSameModel(name, model))?.[1];
  const all = { ...general, ...said(named ?? {}), ...said(options) };
  const { keepAlive } = all;
  return {
    ...all,
    answerLanguage: all.answerLanguage ?? general.answerLanguage,
    ...(keepAlive === undefined ? {} : { keepAlive: keepAliveFor(keepAlive) }),
  };
}

function said(options: ChatOptions): ChatOptions {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}
