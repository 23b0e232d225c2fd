import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type * as z from 'zod';

/** Who may send a message. `both`: each side may start it. */
export type Direction =
  | 'clientToSidecar'
  | 'sidecarToClient'
  | 'both'
  | 'pageToHost'
  | 'hostToPage';

/** What every declared message has, whatever its kind. */
interface Declaration<Params extends z.ZodType> {
  readonly method: string;
  readonly direction: Direction;
  /** One or two sentences: who sends it and when, what it promises. */
  readonly doc: string;
  readonly params: Params;
  /** The message as it may look, for the documentation; a test holds it to the schema. */
  readonly example?: { readonly params: z.input<Params> };
}

/** A request and the answer to it. */
export interface RequestExample<Params extends z.ZodType, Result extends z.ZodType> {
  readonly params: z.input<Params>;
  readonly result: z.output<Result>;
}

/** A message that is answered, once. */
export interface RequestDeclaration<
  Params extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
> extends Declaration<Params> {
  readonly kind: 'request';
  readonly result: Result;
  readonly example?: RequestExample<Params, Result>;
  /** Names of the {@link ErrorCode}s a caller should expect beside the protocol's own. */
  readonly errors: readonly string[];
  /**
   * What the request begins goes on when its client leaves. A turn, when it is cancelled, resolves
   * with what has come; a transfer goes on for all clients that wait for it.
   */
  readonly begins?: 'turn' | 'transfer' | undefined;
  /** The typed handle that vscode-jsonrpc's `onRequest` and `sendRequest` take. */
  readonly type: RequestType<z.infer<Params>, z.infer<Result>, unknown>;
}

/** A message that is never answered. */
export interface NotificationDeclaration<Params extends z.ZodType = z.ZodType>
  extends Declaration<Params> {
  readonly kind: 'notification';
  /** The typed handle that vscode-jsonrpc's `onNotification` and `sendNotification` take. */
  readonly type: NotificationType<z.infer<Params>>;
}

/** Any declared message. */
export type MessageDeclaration = RequestDeclaration | NotificationDeclaration;

/** Declares a request. The types of its parameters and result are inferred from the schemas. */
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

/** Declares a notification. The type of its parameters is inferred from the schema. */
export function notification<Params extends z.ZodType>(declaration: {
  method: string;
  direction: Direction;
  doc: string;
  params: Params;
  example?: { readonly params: z.input<Params> };
}): NotificationDeclaration<Params> {
  return { ...declaration, kind: 'notification', type: new NotificationType(declaration.method) };
}
