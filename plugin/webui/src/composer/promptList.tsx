import type { ListedPrompt } from '@condenser/protocol/light';
import { useState } from 'preact/hooks';
import { useTexts } from '../app/context.ts';
import './promptList.css';

/** The prompts that match the text after "/", and the keys that choose one. */
export interface Prompts {
  readonly shown: readonly ListedPrompt[];
  readonly at: number;
  choose(prompt: ListedPrompt): void;
  /** @returns whether the list handled the key. */
  onKey(event: KeyboardEvent): boolean;
}

/** Whether the text asks for a prompt: "/" and perhaps the beginning of a name. */
export function isPromptQuery(text: string): boolean {
  return /^\/[\p{L}\p{N}_-]*$/u.test(text);
}

/** The prompts for the text of the input. */
export function usePrompts(
  all: readonly ListedPrompt[],
  text: string,
  set: (text: string) => void,
): Prompts {
  const [at, setAt] = useState(0);
  const query = isPromptQuery(text) ? text.slice(1).toLowerCase() : undefined;
  const shown =
    query === undefined
      ? []
      : all.filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(query));
  const choose = (prompt: ListedPrompt) => {
    setAt(0);
    set(prompt.text);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = shown[Math.min(at, shown.length - 1)];
    if (chosen === undefined) return false;
    if (step !== undefined) setAt((at + step + shown.length) % shown.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen);
    else return false;
    event.preventDefault();
    return true;
  };
  return { shown, at: Math.min(at, shown.length - 1), choose, onKey };
}

/** The list above the input. */
export function PromptList({ prompts }: { readonly prompts: Prompts }) {
  const texts = useTexts();
  if (prompts.shown.length === 0) return null;
  return (
    <ul class="prompt-list" aria-label={texts.prompts}>
      {prompts.shown.map((prompt, index) => (
        <li key={prompt.name}>
          <button
            type="button"
            class={index === prompts.at ? 'chosen' : ''}
            onClick={() => prompts.choose(prompt)}
          >
            <span class="prompt-name">/{prompt.name}</span>
            <span class="prompt-title">{prompt.title}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
