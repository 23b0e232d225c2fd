/** What a problem carries beside its status and its message. */
export interface ProblemFacts {
  readonly headers?: Readonly<Record<string, string>>;
  /** The stable name of the problem, for programs. */
  readonly kind?: string;
  readonly cause?: unknown;
}

/** A request that failed, as its client is told: thrown anywhere, sent by the error boundary. */
export class HttpProblem extends Error {
  override readonly name: string = 'HttpProblem';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly kind: string | undefined;

  constructor(status: number, message: string, { headers = {}, kind, cause }: ProblemFacts = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.headers = headers;
    this.kind = kind;
  }
}

/** The client closed its socket before its request was read: there is nobody to answer. */
export class ClientClosedError extends Error {
  override readonly name = 'ClientClosedError';

  constructor() {
    super('The client closed the connection inside its request');
  }
}
