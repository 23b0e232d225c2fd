/** An answer that is no success: thrown by whoever finds out, sent by the app. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  /** A sentence, or the list that a 422 of FastAPI has. */
  readonly detail: string | readonly object[] | readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** The stable name of a typed error. */
  readonly kind: string | undefined;

  constructor(
    status: number,
    detail: HttpProblem['detail'],
    more: { headers?: Readonly<Record<string, string>>; kind?: string; cause?: unknown } = {},
  ) {
    const text = typeof detail === 'string' ? detail : JSON.stringify(detail);
    super(text, more.cause === undefined ? undefined : { cause: more.cause });
    this.status = status;
    this.detail = detail;
    this.headers = more.headers ?? {};
    this.kind = more.kind;
  }

  /** The JSON body. `message` is what `RemoteRunnable` of JavaScript shows of a failed stream. */
  get body(): object {
    const { detail, kind } = this;
    const message = typeof detail === 'string' ? { message: detail } : {};
    return { detail, ...message, ...(kind === undefined ? {} : { kind }) };
  }
}
