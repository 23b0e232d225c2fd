import { randomUUID } from 'node:crypto';
import {
  type ChatEvent,
  ChatEventNotification,
  type ChatSendParams,
  ChatSendRequest,
  type ChatSendResult,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type NotificationDeclaration,
  PROTOCOL_VERSION,
  type RequestDeclaration,
  ShutdownRequest,
} from '@condenser/protocol';
import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  type MessageWriter,
  type NotificationType,
  type RequestType,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type * as z from 'zod';
import { EventLog } from '../fakes/eventLog.ts';
import { type Exit, SidecarChild, type SidecarOptions } from './sidecarChild.ts';
import type { WireMessage } from './wireCheck.ts';

/** The built sidecar with a typed client: requests, and events in order. */
export class SidecarProcess {
  readonly child: SidecarChild;
  /** Every `chat/event`. */
  readonly events = new EventLog<ChatEvent>();
  private readonly connection: MessageConnection;

  constructor(options: SidecarOptions) {
    this.child = new SidecarChild(options);
    const { stdin, stdout } = this.child.process;
    this.connection = createMessageConnection(
      new StreamMessageReader(stdout),
      this.noting(new StreamMessageWriter(stdin)),
    );
    this.connection.onNotification(ChatEventNotification.type, (event) => this.events.add(event));
    this.connection.listen();
    // In vscode-jsonrpc, calls on a closed connection hang until it is disposed.
    void this.child.exit.then(({ code, signal }) => {
      this.events.end(`the sidecar ended with ${code ?? signal}\n${this.child.stderr}`);
      this.connection.dispose();
    });
  }

  async initialize(
    params: Partial<z.infer<typeof InitializeRequest.params>> = {},
  ): Promise<InitializeResult> {
    const result = await this.request(InitializeRequest, {
      protocolVersion: PROTOCOL_VERSION,
      clientInfo: { name: 'process-test' },
      ...params,
    });
    await this.notify(InitializedNotification, undefined);
    return result;
  }

  request<Params extends z.ZodType, Result extends z.ZodType>(
    declaration: RequestDeclaration<Params, Result>,
    params: z.infer<Params>,
    token?: CancellationToken,
  ): Promise<z.infer<Result>> {
    // The overloads cannot resolve the types of a generic declaration.
    const type = declaration.type as RequestType<unknown, z.infer<Result>, unknown>;
    const answer = this.connection.sendRequest(type, params, token);
    // A request that a test no longer awaits may fail when the sidecar is killed.
    answer.catch(() => undefined);
    return answer;
  }

  notify<Params extends z.ZodType>(
    declaration: NotificationDeclaration<Params>,
    params: z.infer<Params>,
  ): Promise<void> {
    const type = declaration.type as NotificationType<unknown>;
    return this.connection.sendNotification(type, params);
  }

  /** Sends a question as a new turn. */
  ask(
    text: string,
    more: Partial<ChatSendParams> = {},
    token?: CancellationToken,
  ): Promise<ChatSendResult> {
    return this.request(ChatSendRequest, { clientTurnId: randomUUID(), text, ...more }, token);
  }

  /** The text of the deltas (or thinking) of a turn so far. */
  text(turnId: string, kind: 'delta' | 'thinking' = 'delta'): string {
    return this.events
      .of(kind)
      .filter((event) => event.turnId === turnId)
      .map((event) => event.text)
      .join('');
  }

  /** Shuts it down. */
  async leave(): Promise<Exit> {
    await this.request(ShutdownRequest, undefined);
    await this.notify(ExitNotification, undefined);
    return this.child.exit;
  }

  private noting(writer: MessageWriter): MessageWriter {
    const write = writer.write.bind(writer);
    writer.write = (message) => {
      this.child.willSend(message as WireMessage);
      return write(message);
    };
    return writer;
  }
}
