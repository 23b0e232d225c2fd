/** The chains that can be served: the history-aware one, and prompt → model → text. */
export const CHAIN_NAMES = ['condense', 'basic'] as const;
export type ChainName = (typeof CHAIN_NAMES)[number];

/** One chain and the path that it is served under, such as `/llama3`. */
export interface Mount {
  readonly path: string;
  readonly chain: ChainName;
}

/** What one request, and all of them together, may take. */
export interface ServeLimits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Turns in a history. */
  readonly historyTurns: number;
  /** Inputs of one batch. */
  readonly batchInputs: number;
  /** Requests that run a model at the same time; the next one gets 429. */
  readonly concurrentRequests: number;
  /** The longest that one request may run. */
  readonly generationSeconds: number;
  /** The longest that a client may leave what it was sent unread. */
  readonly idleSeconds: number;
  /** How long running requests may go on after the server was told to stop. */
  readonly shutdownSeconds: number;
}

export const DEFAULT_LIMITS: ServeLimits = {
  bodyBytes: 4 * 1024 * 1024,
  historyTurns: 1000,
  batchInputs: 100,
  concurrentRequests: 64,
  generationSeconds: 600,
  idleSeconds: 120,
  shutdownSeconds: 30,
};

/** How the server is reached, by whom, and what it serves. */
export interface ServeOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly mounts: readonly Mount[];
  /** Origins whose pages may ask; `*` is every one. */
  readonly cors: readonly string[];
  /** Names in the Host header beside loopback and the address itself. */
  readonly allowedHosts: readonly string[];
  readonly token?: string | undefined;
  /** The models that a request may pick; empty: every one that runs on the machine of Ollama. */
  readonly models: readonly string[];
  readonly limits: ServeLimits;
}
