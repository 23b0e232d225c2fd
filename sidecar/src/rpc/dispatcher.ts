import type { MessageDeclaration } from '@condenser/protocol';
import { ErrorCode, type ProgressToken, type RequestDeclaration } from '@condenser/protocol';
import { ResponseError } from 'vscode-jsonrpc';
import type * as z from 'zod';
import { CondenserError, isError } from '../errors.ts';
import { toWireError } from '../i18n/wireError.ts';
import type { Wording } from '../i18n/wording.ts';
import type { Logger } from '../logging/logger.ts';
import { firstProblem } from '../validation.ts';

/** What a handler may tell the client that asked, while it works. */
export interface AskingClient {
  /** What sends `$/progress` with this token; without one, nothing. */
  progress(token: ProgressToken | undefined): (value: unknown) => void;
}

/** Answers one method. The parameters have been validated. */
export type Handler<Declaration extends RequestDeclaration> = (
  params: z.infer<Declaration['params']>,
  signal: AbortSignal,
  client: AskingClient,
) => Promise<z.infer<Declaration['result']>>;

interface Entry {
  readonly declaration: RequestDeclaration;
  readonly handler: (
    params: unknown,
    signal: AbortSignal,
    client: AskingClient,
  ) => Promise<unknown>;
}

/** Finds the handler of a request, validates at the door, and turns errors into wire errors. */
export class Dispatcher {
  private readonly entries = new Map<string, Entry>();
  private readonly wording: () => Wording;
  private readonly logger: Logger;

  constructor(wording: () => Wording, logger: Logger) {
    this.wording = wording;
    this.logger = logger;
  }

  /** Every method that is answered. */
  get methods(): string[] {
    return [...this.entries.keys()];
  }

  /** What goes on when the client of such a request leaves; undefined: nothing does. */
  begins(method: string): RequestDeclaration['begins'] {
    return this.entries.get(method)?.declaration.begins;
  }

  handle<Declaration extends RequestDeclaration>(
    declaration: Declaration,
    handler: Handler<Declaration>,
  ): this {
    this.entries.set(declaration.method, {
      declaration,
      handler: (params, signal, client) => {
        // The compiler loses the schema's type through the generic declaration.
        const valid = validateParams(declaration, params) as z.infer<Declaration['params']>;
        return handler(valid, signal, client);
      },
    });
    return this;
  }

  /** The result, or a thrown ResponseError with a code of the protocol. */
  async dispatch(
    method: string,
    params: unknown,
    signal: AbortSignal,
    client: AskingClient,
  ): Promise<unknown> {
    const entry = this.entries.get(method);
    if (!entry) {
      throw new ResponseError(ErrorCode.methodNotFound, `There is no method ${method}`);
    }
    try {
      return await entry.handler(params, signal, client);
    } catch (error) {
      throw this.toResponseError(method, error, signal);
    }
  }

  private toResponseError(method: string, error: unknown, signal: AbortSignal): unknown {
    if (error instanceof ResponseError) return error;
    // A cancelled turn resolves; when it fails instead, that failure is what there is to say.
    const stopped = signal.aborted && this.begins(method) !== 'turn';
    const typed = stopped ? new CondenserError('cancelled', { method }, { cause: error }) : error;
    if (!isError(typed)) this.logger.error(`${method} failed`, error);
    const wire = toWireError(typed, this.wording());
    return new ResponseError(wire.code, wire.message, wire.data);
  }
}

/**
 * The parameters as the declaration describes them; unknown keys are left out. They may come by
 * position, as JSON-RPC allows: vscode-jsonrpc sends an absent parameter as `[null]`. Absent or null
 * parameters are as good as an empty object where every field may be absent.
 *
 * @throws `invalidParams` naming the first field that is wrong by its path.
 */
export function validateParams<Params extends z.ZodType>(
  declaration: MessageDeclaration & { params: Params },
  params: unknown,
): z.infer<Params> {
  const given: unknown = Array.isArray(params) && params.length <= 1 ? params[0] : params;
  const parsed = declaration.params.safeParse(given ?? undefined);
  if (parsed.success) return parsed.data;
  if (given === undefined || given === null) {
    const empty = declaration.params.safeParse({});
    if (empty.success) return empty.data;
  }
  throw new CondenserError('invalidParams', {
    method: declaration.method,
    ...firstProblem(parsed.error, 'params'),
  });
}
