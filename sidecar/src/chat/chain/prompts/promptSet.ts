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
