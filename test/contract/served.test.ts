import {
  ErrorCode,
  type InitializeResult,
  messages,
  type RequestDeclaration,
  ShutdownRequest,
} from '@condenser/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { ResponseError } from 'vscode-jsonrpc/node';
import { initializedSession, type JoinedSession, joinSession } from './session.ts';

const requests = messages.filter(
  (message): message is RequestDeclaration =>
    message.kind === 'request' && message.direction === 'clientToSidecar',
);
const methods = requests.map(({ method }) => method);
/** The requests with parameters that can be invalid. */
const checked = requests.filter(({ params }) => !params.safeParse({}).success);

let session: JoinedSession;
afterEach(() => session.close());

/** The error of a request; undefined if it succeeds. */
async function errorOf(
  method: string,
  params: unknown,
): Promise<ResponseError<unknown> | undefined> {
  try {
    await session.client.sendRequest(method, params);
    return undefined;
  } catch (error) {
    if (error instanceof ResponseError) return error;
    throw error;
  }
}

describe('every request that a client may send', () => {
  it('is listed in the answer to initialize, and no other is', async () => {
    session = joinSession();
    const { capabilities } = await session.client.sendRequest<InitializeResult>('initialize', {
      protocolVersion: 1,
      clientInfo: { name: 'test' },
    });
    expect([...capabilities.methods].sort()).toEqual([...methods].sort());
  });

  it.each(methods)('is answered: %s', async (method) => {
    session = await initializedSession();
    expect((await errorOf(method, {}))?.code).not.toBe(ErrorCode.methodNotFound);
  });

  it.each(checked.filter(({ method }) => method !== 'initialize'))(
    'is checked at the door, and the error names the field: $method',
    async ({ method, params }) => {
      session = await initializedSession();
      const error = await errorOf(method, {});
      expect(error).toMatchObject({
        code: ErrorCode.invalidParams,
        data: { kind: 'invalidParams', method },
      });
      const { shape } = params as unknown as { shape: object };
      expect(Object.keys(shape)).toContain((error as ResponseError<{ field: string }>).data?.field);
    },
  );

  it.each(requests.filter(({ example }) => example !== undefined))(
    'takes the example of the documentation: $method',
    async ({ method, example }) => {
      session = method === 'initialize' ? joinSession() : await initializedSession();
      expect((await errorOf(method, example?.params))?.code).not.toBe(ErrorCode.invalidParams);
    },
  );

  it.each(requests.filter(({ method }) => !/^initialize|shutdown$/.test(method)))(
    'fails only with errors that are declared for it when no Ollama is there: $method',
    async ({ method, example, errors }) => {
      session = await initializedSession();
      const error = await errorOf(method, example?.params ?? {});
      const names = Object.entries(ErrorCode).flatMap(([name, code]) =>
        code === error?.code ? [name] : [],
      );
      if (error !== undefined) expect(errors).toEqual(expect.arrayContaining(names));
    },
  );
});

describe('an undeclared method', () => {
  it.each(['chat/sendAll', 'chat', '', 'ide/open', 'Chat/send', 'initialize '])(
    'is not answered: %j',
    async (method) => {
      session = await initializedSession();
      expect((await errorOf(method, {}))?.code).toBe(ErrorCode.methodNotFound);
    },
  );

  it.each(messages.filter(({ direction }) => direction === 'sidecarToClient'))(
    'nor what only the sidecar sends: $method',
    async ({ method }) => {
      session = await initializedSession();
      expect((await errorOf(method, {}))?.code).toBe(ErrorCode.methodNotFound);
    },
  );
});

describe('the life of a session', () => {
  it.each(methods.filter((method) => method !== 'initialize'))(
    'begins with initialize: %s is refused before it',
    async (method) => {
      session = joinSession();
      expect((await errorOf(method, {}))?.code).toBe(ErrorCode.notInitialized);
    },
  );

  it('has one initialize', async () => {
    session = await initializedSession();
    const error = await errorOf('initialize', { protocolVersion: 1, clientInfo: { name: 'test' } });
    expect(error?.code).toBe(ErrorCode.invalidRequest);
  });

  it.each(methods)('ends with shutdown: %s is refused after it', async (method) => {
    session = await initializedSession();
    await session.client.sendRequest(ShutdownRequest.method, {});
    expect((await errorOf(method, {}))?.code).toBe(ErrorCode.invalidRequest);
  });

  it('speaks one version, and says which', async () => {
    session = joinSession();
    const error = await errorOf('initialize', { protocolVersion: 2, clientInfo: { name: 'test' } });
    expect(error).toMatchObject({
      code: ErrorCode.protocolVersion,
      data: { kind: 'protocolVersion', asked: 2, supported: 1 },
    });
  });
});
