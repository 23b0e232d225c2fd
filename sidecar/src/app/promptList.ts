import type { ListedPrompt, Prompt } from '@condenser/protocol';
import { BUILTIN_PROMPTS, type PromptTexts } from '../i18n/wording.ts';

/** A person's own prompts, then the built-in ones whose names they have not taken. */
export function listPrompts(own: readonly Prompt[], texts: PromptTexts): ListedPrompt[] {
  const taken = new Set(own.map(({ name }) => name));
  return [
    ...own.map((prompt) => ({ ...prompt, builtin: false })),
    ...BUILTIN_PROMPTS.filter((name) => !taken.has(name)).map((name) => ({
      name,
      ...texts[name],
      builtin: true,
    })),
  ];
}
