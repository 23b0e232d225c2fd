import { dominantScript } from '../words/script.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import type { PromptLanguage, PromptSet } from './promptSet.ts';

export type { PromptLanguage, PromptSet, RewritePrompt } from './promptSet.ts';

/** The prompts of a language. */
export function promptsIn(language: PromptLanguage): PromptSet {
  return language === 'zh' ? chinese : english;
}

/**
 * The language of the prompts of a conversation. It depends only on the setting and the first
 * question, so that the first message stays the same for the whole conversation.
 */
export function promptLanguage(answerLanguage: string, firstQuestion: string): PromptLanguage {
  if (answerLanguage !== 'auto') return /^zh(?![a-z])/i.test(answerLanguage) ? 'zh' : 'en';
  return dominantScript(firstQuestion) === 'han' ? 'zh' : 'en';
}

/** The name of the answer's language in a prompt; undefined for `auto`. */
export function answerLanguageName(setting: string, prompts: PromptLanguage): string | undefined {
  if (setting === 'auto') return undefined;
  try {
    return new Intl.DisplayNames([prompts], { type: 'language' }).of(setting) ?? setting;
  } catch {
    return setting;
  }
}
