/** The chains that can be served: the history-aware one, and prompt → model → text. */
export const CHAIN_NAMES = ['condense', 'basic'] as const;
export type ChainName = (typeof CHAIN_NAMES)[number];

/** A chain and the path it is served under, such as `/llama3`. */
export interface Mount {
  readonly path: string;
  readonly chain: ChainName;
}

/** The limits of each request and of all of them together. */
export interface ServeLimits {
  /** Size of a request body, in bytes. */
  readonly bodyBytes: number;
  /** Turns in a history. */
  readonly historyTurns: number;
  /** Inputs of one batch. */
  readonly batchInputs: number;
  /** Requests that run a model at the same time; the next one gets 429. */
  readonly concurrentRequests: number;
  /** Duration of a request. */
  readonly generationSeconds: number;
  /** How long a client may stop reading. */
  readonly idleSeconds: number;
  /** How long running requests may continue after the server was stopped. */
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

/** The address, the access rules, the chains and the limits of a server. */
export interface ServeOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly mounts: readonly Mount[];
  /** Origins whose pages may send requests; `*` is any. */
  readonly cors: readonly string[];
  /** Names allowed in the Host header besides loopback and the address itself. */
  readonly allowedHosts: readonly string[];
  readonly token?: string | undefined;
  /** The models that a request may choose. If empty: all but cloud models. */
  readonly models: readonly string[];
  readonly limits: ServeLimits;
}
