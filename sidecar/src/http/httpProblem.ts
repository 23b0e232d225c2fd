/** Optional properties of a problem. */
export interface ProblemFacts {
  readonly headers?: Readonly<Record<string, string>>;
  /** A stable name of the problem, for programs. */
  readonly kind?: string;
  readonly cause?: unknown;
}

/** The response to a failed request. Thrown anywhere, sent by the server's error boundary. */
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

/** The client closed its socket before its request was read, so no response can be sent. */
export class ClientClosedError extends Error {
  override readonly name = 'ClientClosedError';

  constructor() {
    super('The client closed the connection during its request');
  }
}
