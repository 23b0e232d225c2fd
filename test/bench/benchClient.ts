import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type ChatEvent,
  type ChatSendParams,
  type ChatSendResult,
  PROTOCOL_VERSION,
} from '@condenser/protocol';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

const BUNDLE = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');

/** The built sidecar with a minimal client, without the checks of the tests. */
export class BenchClient {
  readonly pid: number;
  onEvent: (event: ChatEvent) => void = () => undefined;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly connection: MessageConnection;
  private readonly home = mkdtempSync(join(tmpdir(), 'condenser-bench-home-'));

  constructor(ollamaHost: string) {
    const env = { PATH: process.env.PATH, HOME: this.home, OLLAMA_HOST: ollamaHost };
    this.child = spawn(process.execPath, [BUNDLE, 'stdio'], { env });
    this.child.stderr.pipe(process.stderr);
    process.once('exit', () => this.child.kill());
    if (this.child.pid === undefined) throw new Error('the sidecar did not start');
    this.pid = this.child.pid;
    this.connection = createMessageConnection(
      new StreamMessageReader(this.child.stdout),
      new StreamMessageWriter(this.child.stdin),
    );
    this.connection.onNotification('chat/event', (event: ChatEvent) => this.onEvent(event));
    this.connection.listen();
  }

  async initialize(): Promise<void> {
    const clientInfo = { name: 'bench' };
    await this.connection.sendRequest('initialize', {
      protocolVersion: PROTOCOL_VERSION,
      clientInfo,
    });
    await this.connection.sendNotification('initialized', {});
  }

  ask(text: string, more: Partial<ChatSendParams> = {}): Promise<ChatSendResult> {
    return this.connection.sendRequest('chat/send', {
      clientTurnId: randomUUID(),
      text,
      ...more,
    });
  }

  /** Shuts the sidecar down. */
  async leave(): Promise<void> {
    const exit = once(this.child, 'exit');
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await exit;
    this.connection.dispose();
    rmSync(this.home, { recursive: true, force: true });
  }
}
