import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { InitializeRequest, PROTOCOL_VERSION, Settings } from '@condenser/protocol';
import { Application } from '@condenser/sidecar/app/application.ts';
import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import { RpcSession } from '@condenser/sidecar/rpc/session.ts';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';

/** A client and a session of the sidecar, connected by two streams in this process. */
export interface JoinedSession {
  readonly client: MessageConnection;
  readonly exitCodes: (0 | 1)[];
  close(): Promise<void>;
}

/** Connects them. There is no Ollama: nothing listens on its port. */
export function joinSession(): JoinedSession {
  const dataFolder = mkdtempSync(join(tmpdir(), 'condenser-data-'));
  const [toSidecar, toClient] = [new PassThrough(), new PassThrough()];
  const application = new Application({
    version: '0.0.0',
    settings: Settings.parse({ ollamaHost: '127.0.0.1:9' }),
    proxy: {},
    locale: 'en',
    dataFolder,
    process: { id: process.pid, host: 'here', bootedAt: new Date(0), isAlive: () => false },
    logger: createLogger(
      () => undefined,
      () => 'error',
      () => new Date(0),
    ),
    setLogLevel: () => undefined,
    clock: () => new Date(0),
    newId: randomUUID,
  });
  const exitCodes: (0 | 1)[] = [];
  const session = new RpcSession(createMessageConnection(toSidecar, toClient), application, {
    onExit: (code) => exitCodes.push(code),
    onClientProcess: () => undefined,
  });
  session.listen();
  const client = createMessageConnection(toClient, toSidecar);
  client.listen();
  return {
    client,
    exitCodes,
    async close() {
      client.dispose();
      session.close();
      await application.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The same, already initialized. */
export async function initializedSession(): Promise<JoinedSession> {
  const joined = joinSession();
  await joined.client.sendRequest(InitializeRequest.method, {
    protocolVersion: PROTOCOL_VERSION,
    clientInfo: { name: 'test' },
  });
  return joined;
}
