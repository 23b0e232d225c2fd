import { describe } from 'vitest';
import { type OllamaPart, olderOllama, ollama } from '../provision/ollama.ts';
import { locateRealOllama } from './realOllama.ts';

/** A version of Ollama, with its differences that tests depend on. */
export interface OllamaUnderTest {
  readonly server: OllamaPart;
  /**
   * Lines of its log with OLLAMA_DEBUG=1. `loading`: it starts a runner. `reading`: it evaluates a
   * prompt; the group matches the number of tokens.
   */
  readonly log: { readonly loading: RegExp; readonly reading: RegExp };
  /** Whether it stops evaluating a prompt when its client disconnects. */
  readonly stopsReading: boolean;
  /** Whether it keeps several prompts, so that a follow-up is condensed by a call. */
  readonly keepsSeveralPrompts: boolean;
  /** Its error for a prompt that is longer than a window of 512 tokens. */
  readonly overflow: RegExp;
}

/** The current Ollama, and one before 0.30. */
export const ollamas: readonly OllamaUnderTest[] = [
  {
    server: ollama,
    log: { loading: /load_model: loading model/, reading: /new prompt,.* task\.n_tokens = (\d+)/ },
    stopsReading: true,
    keepsSeveralPrompts: true,
    overflow: /request \(1\d{3} tokens\).*\(512 tokens\)/,
  },
  {
    server: olderOllama,
    log: { loading: /msg="starting runner"/, reading: /msg="loading cache slot".* prompt=(\d+)/ },
    stopsReading: false,
    keepsSeveralPrompts: false,
    overflow: /input length exceeds the context length/,
  },
];

const present = new Map(
  await Promise.all(
    ollamas.map(
      async (each) => [each, (await locateRealOllama(each.server)) !== undefined] as const,
    ),
  ),
);

/**
 * Declares a suite for each of {@link ollamas}. Missing ones are skipped by name.
 *
 * @param missing whether another part of the suite is missing.
 */
export function describeOnEachOllama(
  name: string,
  declare: (each: OllamaUnderTest) => void,
  missing = false,
): void {
  for (const [each, isPresent] of present) {
    const suite = describe.skipIf(missing || !isPresent);
    suite(`${name} ${each.server.version}`, () => declare(each));
  }
}
