import { dominantScript } from '../words/script.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';

/** The languages of the prompts. */
export type PromptLanguage = 'en' | 'zh';

/** Every text that is sent to a model beside the user's own. */
export interface PromptSet {
  /** The first message of every call; `language` as {@link PromptSet.languageRule} gave it. */
  system(languageRule: string): string;
  /** The rule for the language of the answer; undefined means the question's own. */
  languageRule(language: string | undefined): string;
  /** The condense call, which quotes the conversation in one message. */
  readonly rewrite: RewritePrompt;
  /** The user's message together with the standalone question. */
  clarified(question: string, standaloneQuestion: string): string;
  /** The last message of the call for a title of the conversation. */
  readonly title: string;
  /** The line above a piece of code that names its source. */
  source(title: string, lines: { first: number; last: number } | undefined): string;
}

/** The texts of the condense call. They have no example: models repeat it. */
export interface RewritePrompt {
  readonly system: string;
  /** The line before the quoted conversation. */
  readonly conversation: string;
  /** One turn of the quoted conversation. */
  turn(question: string, answer: string): string;
  /** The message to rewrite. */
  message(question: string): string;
  /** The instruction, for a question or an order. */
  readonly ask: Readonly<Record<'question' | 'order', string>>;
  /** The rephrased instruction for a second try. */
  readonly askAgain: Readonly<Record<'question' | 'order', string>>;
}

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
