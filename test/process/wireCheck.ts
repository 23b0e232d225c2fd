import { isDeepStrictEqual } from 'node:util';
import {
  ErrorCode,
  ErrorData,
  type MessageDeclaration,
  messages,
  type RequestDeclaration,
} from '@condenser/protocol';
import type * as z from 'zod';

type Id = string | number | null;

/** A message on the wire. */
export interface WireMessage {
  readonly jsonrpc?: unknown;
  readonly id?: Id;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** The errors that every request may return besides the declared ones. */
const ALWAYS_ALLOWED: readonly number[] = [
  ErrorCode.parseError,
  ErrorCode.invalidRequest,
  ErrorCode.methodNotFound,
  ErrorCode.invalidParams,
  ErrorCode.notInitialized,
  ErrorCode.cancelled,
];

/** Validates every message of the sidecar against the declarations of the protocol. */
export class WireCheck {
  private readonly asked = new Map<Id, string>();
  private readonly report: (problem: string) => void;

  constructor(report: (problem: string) => void) {
    this.report = report;
  }

  /** Records a message of the client. */
  sent(message: WireMessage): void {
    if (message.method !== undefined && message.id !== undefined) {
      this.asked.set(message.id, message.method);
    }
  }

  /** Checks a message of the sidecar. */
  received(message: WireMessage): void {
    if (message.jsonrpc !== '2.0') this.report(`No "jsonrpc": ${JSON.stringify(message)}`);
    if (message.method === undefined) this.checkAnswer(message);
    else this.checkStarted(message, message.method);
  }

  private checkStarted(message: WireMessage, method: string): void {
    const declaration = declarationOf(method);
    if (!declaration || !['sidecarToClient', 'both'].includes(declaration.direction)) {
      this.report(`The sidecar may not send ${method}`);
    } else {
      this.checkShape(`params of ${method}`, declaration.params, message.params);
    }
  }

  private checkAnswer(message: WireMessage): void {
    const { id = null, result, error } = message;
    if ((result === undefined) === (error === undefined)) {
      this.report(`Neither or both of result and error: ${JSON.stringify(message)}`);
    }
    const method = this.asked.get(id);
    this.asked.delete(id);
    if (method === undefined && id !== null) {
      this.report(`An answer to nothing that was asked: ${JSON.stringify(message)}`);
    }
    const declaration = method === undefined ? undefined : declarationOf(method);
    const request = declaration?.kind === 'request' ? declaration : undefined;
    if (error) this.checkError(request, method, error);
    else if (request) this.checkShape(`result of ${method}`, request.result, result);
  }

  private checkError(
    request: RequestDeclaration | undefined,
    method: string | undefined,
    error: NonNullable<WireMessage['error']>,
  ): void {
    const allowed = (request?.errors ?? []).map((name) => (ErrorCode as Codes)[name]);
    if (!ALWAYS_ALLOWED.includes(error.code) && !allowed.includes(error.code)) {
      this.report(`${method} does not declare the error ${JSON.stringify(error)}`);
    }
    if (typeof error.message !== 'string' || error.message === '') {
      this.report(`An error without a message: ${JSON.stringify(error)}`);
    }
    if (error.data !== undefined) this.checkShape(`error of ${method}`, ErrorData, error.data);
  }

  /** Parsing drops unknown keys, so a comparison finds them. */
  private checkShape(what: string, schema: z.ZodType, value: unknown): void {
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      this.report(`${what}: ${parsed.error.message}: ${JSON.stringify(value)}`);
    } else if (!isDeepStrictEqual(parsed.data, value)) {
      this.report(`${what} has more than is declared: ${JSON.stringify(value)}`);
    }
  }
}

type Codes = Readonly<Record<string, number>>;

function declarationOf(method: string): MessageDeclaration | undefined {
  return messages.find((message) => message.method === method);
}
