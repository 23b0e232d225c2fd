import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type * as z from 'zod';

/** Which side sends a message. `both`: either side may send it. */
export type Direction =
  | 'clientToSidecar'
  | 'sidecarToClient'
  | 'both'
  | 'pageToHost'
  | 'hostToPage';

/** The fields that requests and notifications share. */
interface Declaration<Params extends z.ZodType> {
  readonly method: string;
  readonly direction: Direction;
  /** One or two sentences: when the message is sent, and what it guarantees. */
  readonly doc: string;
  readonly params: Params;
  /** An example for the documentation; a test validates it against the schema. */
  readonly example?: { readonly params: z.input<Params> };
}

/** An example of a request and its response. */
export interface RequestExample<Params extends z.ZodType, Result extends z.ZodType> {
  readonly params: z.input<Params>;
  readonly result: z.output<Result>;
}

/** A message that is answered once. */
export interface RequestDeclaration<
  Params extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
> extends Declaration<Params> {
  readonly kind: 'request';
  readonly result: Result;
  readonly example?: RequestExample<Params, Result>;
  /** Names of the {@link ErrorCode}s to expect in addition to the general ones. */
  readonly errors: readonly string[];
  /**
   * Work that continues when the client disconnects. A cancelled turn resolves with the partial
   * answer; a transfer is shared by all clients that requested it.
   */
  readonly begins?: 'turn' | 'transfer' | undefined;
  /** The typed handle for vscode-jsonrpc's `onRequest` and `sendRequest`. */
  readonly type: RequestType<z.infer<Params>, z.infer<Result>, unknown>;
}

/** A message without a response. */
export interface NotificationDeclaration<Params extends z.ZodType = z.ZodType>
  extends Declaration<Params> {
  readonly kind: 'notification';
  /** The typed handle for vscode-jsonrpc's `onNotification` and `sendNotification`. */
  readonly type: NotificationType<z.infer<Params>>;
}

/** Any declared message. */
export type MessageDeclaration = RequestDeclaration | NotificationDeclaration;

/** Declares a request. Its parameter and result types are inferred from the schemas. */
export function request<Params extends z.ZodType, Result extends z.ZodType>(declaration: {
  method: string;
  direction: Direction;
  doc: string;
  params: Params;
  result: Result;
  errors?: readonly string[];
  begins?: 'turn' | 'transfer';
  example?: RequestExample<Params, Result>;
}): RequestDeclaration<Params, Result> {
  return {
    ...declaration,
    kind: 'request',
    errors: declaration.errors ?? [],
    type: new RequestType(declaration.method),
  };
}

/** Declares a notification. Its parameter type is inferred from the schema. */
export function notification<Params extends z.ZodType>(declaration: {
  method: string;
  direction: Direction;
  doc: string;
  params: Params;
  example?: { readonly params: z.input<Params> };
}): NotificationDeclaration<Params> {
  return { ...declaration, kind: 'notification', type: new NotificationType(declaration.method) };
}
