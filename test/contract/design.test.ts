import {
  ContextItem,
  ErrorCode,
  type ErrorName,
  messages,
  PROTOCOL_VERSION,
  Status,
  StopReason,
  Strategy,
} from '@condenser/protocol';
import { describe, expect, it } from 'vitest';
import { snapshot } from '../../protocol/tools/writeSnapshot.ts';

/** The keywords of JSON Schema that are checked here. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema & { const?: string }>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
}

interface SnapshotMessage {
  readonly method: string;
  readonly kind: string;
  readonly direction: string;
  readonly params: Schema;
  readonly result?: Schema;
}

const { messages: declared } = JSON.parse(snapshot()) as { messages: SnapshotMessage[] };

function message(method: string): SnapshotMessage {
  const found = declared.find((other) => other.method === method);
  if (found === undefined) throw new Error(`${method} is not declared`);
  return found;
}

/** The fields of a schema; optional ones with a question mark. */
function fields(schema: Schema | undefined): string[] {
  const required = schema?.required ?? [];
  return Object.keys(schema?.properties ?? {}).map((name) =>
    required.includes(name) ? name : `${name}?`,
  );
}

// Other programs rely on this. Changing it means changing the protocol.
describe('version 1', () => {
  it('is the protocol version', () => {
    expect(PROTOCOL_VERSION).toBe(1);
  });

  it.each<[method: string, kind: string, direction: string]>([
    ['initialize', 'request', 'clientToSidecar'],
    ['initialized', 'notification', 'clientToSidecar'],
    ['shutdown', 'request', 'clientToSidecar'],
    ['exit', 'notification', 'clientToSidecar'],
    ['$/cancelRequest', 'notification', 'both'],
    ['$/progress', 'notification', 'both'],
    ['$/setTrace', 'notification', 'clientToSidecar'],
    ['page/hello', 'request', 'clientToSidecar'],
    ['status/get', 'request', 'clientToSidecar'],
    ['status/changed', 'notification', 'sidecarToClient'],
    ['chat/send', 'request', 'clientToSidecar'],
    ['chat/event', 'notification', 'sidecarToClient'],
    ['chat/cancel', 'request', 'clientToSidecar'],
    ['model/list', 'request', 'clientToSidecar'],
    ['model/show', 'request', 'clientToSidecar'],
    ['model/suggested', 'request', 'clientToSidecar'],
    ['model/running', 'request', 'clientToSidecar'],
    ['model/preload', 'request', 'clientToSidecar'],
    ['model/unload', 'request', 'clientToSidecar'],
    ['model/pull', 'request', 'clientToSidecar'],
    ['model/create', 'request', 'clientToSidecar'],
    ['model/transfers', 'request', 'clientToSidecar'],
    ['model/transferCancel', 'request', 'clientToSidecar'],
    ['model/delete', 'request', 'clientToSidecar'],
    ['model/changed', 'notification', 'sidecarToClient'],
    ['settings/get', 'request', 'clientToSidecar'],
    ['settings/update', 'request', 'clientToSidecar'],
    ['settings/schema', 'request', 'clientToSidecar'],
    ['settings/changed', 'notification', 'sidecarToClient'],
    ['prompts/list', 'request', 'clientToSidecar'],
    ['turn/inspect', 'request', 'clientToSidecar'],
    ['doctor/run', 'request', 'clientToSidecar'],
    ['ollama/start', 'request', 'clientToSidecar'],
    ['builtin/start', 'request', 'clientToSidecar'],
    ['egress/get', 'request', 'clientToSidecar'],
    ['chain/condense', 'request', 'clientToSidecar'],
    ['chain/invoke', 'request', 'clientToSidecar'],
  ])('has %s, a %s, %s', (method, kind, direction) => {
    expect(message(method)).toMatchObject({ kind, direction });
  });

  it.each<[method: string, fields: string[]]>([
    ['initialize', ['protocolVersion', 'clientInfo', 'locale?', 'processId?', 'capabilities?']],
    ['page/hello', ['pageId', 'workspace?', 'locale?']],
    [
      'chat/send',
      [
        ...['clientTurnId', 'conversationId?', 'parentTurnId?', 'text', 'context?', 'model?'],
        ...['strategy?', 'standaloneQuestion?'],
      ],
    ],
    ['chat/cancel', ['conversationId', 'turnId']],
    ['chain/condense', ['chat_history', 'question']],
    ['chain/invoke', ['chat_history', 'question']],
    ['model/show', ['model']],
    ['model/pull', ['model', 'progressToken?']],
    ['model/preload', ['model']],
    ['model/unload', ['model']],
    ['model/delete', ['model']],
    [
      'model/create',
      [
        ...['model', 'from?', 'path?', 'adapter?', 'system?', 'template?', 'parameters?'],
        ...['quantize?', 'license?', 'progressToken?'],
      ],
    ],
    ['settings/update', ['changes']],
    ['turn/inspect', ['conversationId', 'turnId']],
    ['$/cancelRequest', ['id']],
    ['$/progress', ['token', 'value']],
    ['$/setTrace', ['value']],
  ])('%s takes %j', (method, expected) => {
    expect(fields(message(method).params)).toEqual(expect.arrayContaining(expected));
  });

  it.each<[method: string, fields: string[]]>([
    ['initialize', ['protocolVersion', 'serverInfo', 'capabilities']],
    ['page/hello', ['settings', 'status', 'runningTurns']],
    ['status/get', ['state', 'version?', 'why?', 'whatToDo?']],
    [
      'chat/send',
      [
        ...['conversationId', 'turnId', 'standaloneQuestion?', 'answer', 'stopReason', 'error?'],
        'usage?',
      ],
    ],
  ])('%s returns %j', (method, expected) => {
    expect(fields(message(method).result)).toEqual(expect.arrayContaining(expected));
  });

  it.each<[kind: string, fields: string[]]>([
    ['started', []],
    ['condensed', ['standaloneQuestion']],
    ['thinking', ['text', 'offset']],
    ['delta', ['text', 'offset']],
    ['usage', ['usage']],
    ['notice', ['notice']],
    ['finished', ['stopReason', 'error?', 'answerLength']],
  ])('a chat/event of kind %s has the ids and %j', (kind, expected) => {
    const events = message('chat/event').params.oneOf ?? [];
    const event = events.find(({ properties }) => properties?.kind?.const === kind);
    expect(fields(event)).toEqual(
      expect.arrayContaining(['conversationId', 'turnId', 'clientTurnId', 'kind', ...expected]),
    );
  });

  it.each<[string, readonly string[], string[]]>([
    ['stop reasons', StopReason.options, ['complete', 'cancelled', 'length', 'error']],
    ['strategies', Strategy.options, ['condense+history', 'condense', 'history']],
    ['context items', ContextItem.shape.kind.options, ['selection', 'file', 'text']],
    [
      'states',
      Status.shape.state.options,
      ['reachable', 'starting', 'noModel', 'builtin', 'unreachable'],
    ],
  ])('has these %s', (_, options, expected) => {
    expect(options).toEqual(expected);
  });

  it('has the fields of a context item', () => {
    expect(Object.keys(ContextItem.shape)).toEqual(
      expect.arrayContaining(['kind', 'uri', 'languageId', 'range', 'text', 'title', 'version']),
    );
  });

  it.each<[ErrorName, number]>([
    ['parseError', -32_700],
    ['invalidRequest', -32_600],
    ['methodNotFound', -32_601],
    ['invalidParams', -32_602],
    ['internalError', -32_603],
    ['notInitialized', -32_002],
    ['cancelled', -32_800],
    ['ollamaUnreachable', -32_001],
    ['modelMissing', -32_003],
    ['outOfMemory', -32_004],
    ['busy', -32_005],
    ['turnRunning', -32_006],
    ['notSupported', -32_007],
    ['notFound', -32_008],
    ['notSaved', -32_009],
    ['protocolVersion', -32_010],
  ])('the error %s is %i', (name, code) => {
    expect(ErrorCode[name]).toBe(code);
  });

  it('ide/* messages are exchanged between page and host, never with the sidecar', () => {
    const ide = messages.filter(({ method }) => method.startsWith('ide/'));
    expect(ide.filter(({ direction }) => !/^pageToHost|hostToPage$/.test(direction))).toEqual([]);
  });
});
