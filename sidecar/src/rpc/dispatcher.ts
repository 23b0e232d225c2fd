import type { MessageDeclaration } from '@condenser/protocol';
import { ErrorCode, type ProgressToken, type RequestDeclaration } from '@condenser/protocol';
import { ResponseError } from 'vscode-jsonrpc';
import type * as z from 'zod';
import { CondenserError, isError } from '../errors.ts';
import { toWireError } from '../i18n/wireError.ts';
import type { Wording } from '../i18n/wording.ts';
import type { Logger } from '../logging/logger.ts';
import { firstProblem } from '../validation.ts';

/** The client of a request, for progress while a handler runs. */
export interface RequestClient {
  /** Returns a function that sends `$/progress` with the token; without a token, it does nothing. */
  progress(token: ProgressToken | undefined): (value: unknown) => void;
}

/** Handles a request. The parameters are validated. */
export type Handler<Declaration extends RequestDeclaration> = (
  params: z.infer<Declaration['params']>,
  signal: AbortSignal,
  client: RequestClient,
) => Promise<z.infer<Declaration['result']>>;

interface Entry {
  readonly declaration: RequestDeclaration;
  readonly handler: (
    params: unknown,
    signal: AbortSignal,
    client: RequestClient,
  ) => Promise<unknown>;
}

/** Finds the handler of a request, validates its parameters, and converts errors to wire errors. */
export class Dispatcher {
  private readonly entries = new Map<string, Entry>();
  private readonly wording: () => Wording;
  private readonly logger: Logger;

  constructor(wording: () => Wording, logger: Logger) {
    this.wording = wording;
    this.logger = logger;
  }

  /** All supported methods. */
  get methods(): string[] {
    return [...this.entries.keys()];
  }

  /** The work that outlives the client of such a request; undefined if there is none. */
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
    client: RequestClient,
  ): Promise<unknown> {
    const entry = this.entries.get(method);
    if (!entry) {
      throw new ResponseError(ErrorCode.methodNotFound, `Unknown method ${method}`);
    }
    try {
      return await entry.handler(params, signal, client);
    } catch (error) {
      throw this.toResponseError(method, error, signal);
    }
  }

  private toResponseError(method: string, error: unknown, signal: AbortSignal): unknown {
    if (error instanceof ResponseError) return error;
    // A cancelled turn resolves; if it fails instead, its own error is reported.
    const cancelled = signal.aborted && this.begins(method) !== 'turn';
    const typed = cancelled ? new CondenserError('cancelled', { method }, { cause: error }) : error;
    if (!isError(typed)) this.logger.error(`${method} failed`, error);
    const wire = toWireError(typed, this.wording());
    return new ResponseError(wire.code, wire.message, wire.data);
  }
}

/**
 * Validates parameters against their declaration, without unknown keys. They may be positional, as
 * JSON-RPC allows: vscode-jsonrpc sends an absent parameter as `[null]`. If every field is optional,
 * absent or null parameters count as an empty object.
 *
 * @throws `invalidParams` naming the path of the first invalid field.
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
