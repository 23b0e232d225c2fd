import { readFileSync } from 'node:fs';
import {
  ChatSendResult,
  ErrorCode,
  type ErrorName,
  errorDocs,
  type MessageDeclaration,
  messages,
} from '@condenser/protocol';
import { describe, expect, it } from 'vitest';
import { snapshot } from '../../protocol/tools/writeSnapshot.ts';

const named = messages.map((message): [string, MessageDeclaration] => [message.method, message]);
const errorNames = Object.keys(ErrorCode) as ErrorName[];

describe('the snapshot', () => {
  it('matches the declarations: npm run snapshot', () => {
    const file = new URL('../../protocol/snapshot.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(snapshot());
  });
});

describe('the messages', () => {
  it('are declared once', () => {
    const methods = messages.map(({ method }) => method);
    expect(new Set(methods).size).toBe(methods.length);
  });

  it.each(named)('%s is documented, and its constant has its name', (method, message) => {
    expect(message.doc).toMatch(/^[A-Z].+\.$/s);
    expect(message.type.method).toBe(method);
  });

  it.each(named)('%s names only existing errors, each once', (_, message) => {
    const errors = message.kind === 'request' ? message.errors : [];
    expect(errors.filter((name) => !(name in ErrorCode))).toEqual([]);
    expect(new Set(errors).size).toBe(errors.length);
  });

  it.each(named)('%s starts a turn if and only if it returns one', (_, message) => {
    if (message.kind !== 'request') return;
    expect(message.begins === 'turn').toBe(message.result === ChatSendResult);
  });

  it('that start work which outlives their client are these', () => {
    const begun = messages.flatMap((message) =>
      message.kind === 'request' && message.begins ? `${message.method} ${message.begins}` : [],
    );
    expect(begun.sort()).toEqual([
      'builtin/start transfer',
      'chat/edit turn',
      'chat/retry turn',
      'chat/send turn',
      'model/create transfer',
      'model/pull transfer',
    ]);
  });

  it.each(named)('the example of %s matches its schema', (_, message) => {
    const { example, params } = message;
    if (example === undefined) return;
    expect(params.parse(example.params)).toMatchObject((example.params ?? {}) as object);
    if (message.kind !== 'request' || message.example === undefined) return;
    // Parsing would drop fields that are not in the schema.
    expect(message.result.parse(message.example.result)).toEqual(message.example.result);
  });

  it('have an example if a client or the sidecar sends them, unless they are empty', () => {
    const without = messages.filter(({ example }) => example === undefined);
    expect(without.filter(({ params }) => !params.safeParse(undefined).success)).toEqual([]);
  });
});

describe('the errors', () => {
  it('have one code each', () => {
    expect(new Set(Object.values(ErrorCode)).size).toBe(errorNames.length);
  });

  it.each(errorNames)('%s is documented', (name) => {
    expect(errorDocs[name]).toMatch(/\.$/);
  });

  it('are documented once, and no other is', () => {
    expect(Object.keys(errorDocs).sort()).toEqual([...errorNames].sort());
    expect(new Set(Object.values(errorDocs)).size).toBe(errorNames.length);
  });

  it('of our own are in the range that JSON-RPC reserves for servers', () => {
    const standard = [-32_700, -32_600, -32_601, -32_602, -32_603, -32_800];
    const own = Object.values(ErrorCode).filter((code) => !standard.includes(code));
    expect(own.filter((code) => code > -32_000 || code < -32_099)).toEqual([]);
  });
});
