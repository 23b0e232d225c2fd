import type { OllamaServer } from './ollamaServer.ts';

/** Since this version the engine is llama-server, which keeps idle prompts in memory. */
const KEEPS_SEVERAL = [0, 30] as const;
/** The server at an address may be updated. */
const FRESH_MS = 10 * 60_000;

/**
 * Whether a server of this version caches several prompts, so that alternating prompts do not evict
 * each other. A version that is not a number, such as a build from source, counts as old.
 */
export function keepsSeveralPrompts(version: string): boolean {
  const [major, minor] = (/^v?(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number);
  if (major === undefined || minor === undefined) return false;
  return major > KEEPS_SEVERAL[0] || (major === KEEPS_SEVERAL[0] && minor >= KEEPS_SEVERAL[1]);
}

/** The abilities of one server's prompt cache, by its version, which is requested now and then. */
export class PromptCache {
  private readonly server: Pick<OllamaServer, 'version'>;
  private readonly now: () => number;
  private known: { at: number; several: boolean } | undefined;

  constructor(server: Pick<OllamaServer, 'version'>, now: () => number) {
    this.server = server;
    this.now = now;
  }

  /** As {@link keepsSeveralPrompts}; false if the version is unavailable. Throws on abort. */
  async keepsSeveral(signal?: AbortSignal): Promise<boolean> {
    if (this.known !== undefined && this.now() - this.known.at < FRESH_MS)
      return this.known.several;
    try {
      const several = keepsSeveralPrompts(await this.server.version(signal));
      this.known = { at: this.now(), several };
      return several;
    } catch {
      signal?.throwIfAborted();
      return false;
    }
  }
}
