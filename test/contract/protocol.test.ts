import { readdirSync, readFileSync } from 'node:fs';
import {
  BuiltinProgress,
  ChatSendResult,
  ErrorCode,
  type ErrorName,
  errorDocs,
  LooksSecretFacts,
  type MessageDeclaration,
  messages,
  TransferProgress,
} from '@condenser/protocol';
import * as light from '@condenser/protocol/light';
import { describe, expect, it } from 'vitest';
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import { lightModule } from '../../protocol/tools/writeLight.ts';
import { snapshot } from '../../protocol/tools/writeSnapshot.ts';

const named = messages.map((message): [string, MessageDeclaration] => [message.method, message]);
const errorNames = Object.keys(ErrorCode) as ErrorName[];

const progress = { phase: 'transferring', completed: 1, total: 2, status: 'pulling' };
const finding = { kind: 'password', rule: 'password-setting' };
const oddNumbers = [-1, 0, 1, 1.5, 2 ** 60];

const sources = readdirSync(new URL('../../protocol/src', import.meta.url)).filter(
  (file) => file !== 'index.ts' && file !== 'light.ts',
);

function isDeclaration(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'method' in value && 'params' in value;
}

function kindOf(handle: MessageDeclaration['type']): string {
  return `${handle.constructor.name} ${handle.method}`;
}

/** The value, and values of the same fields of which most are invalid. */
function variants(value: object): unknown[] {
  const fields = Object.entries(value);
  const odd = [null, undefined, '', 'x', ...oddNumbers, Number.NaN, true, [], {}, [null], [{}]];
  return [
    ...[value, { ...value, unknown: 1 }, ...odd],
    ...fields.flatMap(([field]) => odd.map((other) => ({ ...value, [field]: other }))),
    ...fields.map(([field]) => Object.fromEntries(fields.filter(([other]) => other !== field))),
  ];
}

describe('the snapshot', () => {
  it('is up to date with the declarations: npm run snapshot', () => {
    const file = new URL('../../protocol/snapshot.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(snapshot());
  });
});

describe('the light module', () => {
  it('is up to date with the declarations: npm run snapshot', () => {
    const file = new URL('../../protocol/src/light.ts', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(lightModule());
  });

  it('has the handle of each message, of its kind', () => {
    const handles = Object.values(light).flatMap((value) =>
      value instanceof RequestType || value instanceof NotificationType ? [kindOf(value)] : [],
    );
    expect(handles.sort()).toEqual(messages.map(({ type }) => kindOf(type)).sort());
  });

  it.each([
    [BuiltinProgress, light.BuiltinProgress, { part: 'engine', fraction: 0.5 }],
    [
      TransferProgress,
      light.TransferProgress,
      { ...progress, bytesPerSecond: 0.5, secondsLeft: 3 },
    ],
    [LooksSecretFacts, light.LooksSecretFacts, { findings: [finding], places: 'a' }],
    ...oddNumbers.map(
      (odd) =>
        [
          LooksSecretFacts,
          light.LooksSecretFacts,
          { findings: [{ ...finding, item: odd, line: odd }], places: 'a' },
        ] as const,
    ),
  ] as const)(
    'validates like the zod schema it was generated from (%#)',
    (schema, other, value) => {
      for (const variant of variants(value)) {
        const { success, data } = schema.safeParse(variant);
        const expected = success ? { success, data } : { success };
        expect([variant, other.safeParse(variant)]).toEqual([variant, expected]);
      }
    },
  );
});

describe('the messages', () => {
  it.each(sources)('of %s are exactly those with its prefix', async (file) => {
    const path = new URL(`../../protocol/src/${file}`, import.meta.url);
    const exported: unknown[] = Object.values((await import(path.href)) as object);
    const own = messages.filter(
      ({ method }) => `${/^(\w+)\//.exec(method)?.[1] ?? 'lifecycle'}.ts` === file,
    );
    expect(exported.filter(isDeclaration)).toHaveLength(own.length);
    expect(exported).toEqual(expect.arrayContaining(own));
  });

  it('are declared once', () => {
    const methods = messages.map(({ method }) => method);
    expect(new Set(methods).size).toBe(methods.length);
  });

  it.each(named)('%s is documented, and its handle has its method', (method, message) => {
    expect(message.doc).toMatch(/^[A-Z].+\.$/s);
    expect(message.type.method).toBe(method);
  });

  it.each(named)('%s lists only existing errors, each once', (_, message) => {
    const errors = message.kind === 'request' ? message.errors : [];
    expect(errors.filter((name) => !(name in ErrorCode))).toEqual([]);
    expect(new Set(errors).size).toBe(errors.length);
  });

  it.each(named)('%s begins a turn if and only if its result is one', (_, message) => {
    if (message.kind !== 'request') return;
    expect(message.begins === 'turn').toBe(message.result === ChatSendResult);
  });

  it('that begin work that continues without the client are these', () => {
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

  it.each(named)('%s: its example matches the schema, without unknown fields', (_, message) => {
    const { example, params } = message;
    if (example === undefined) return;
    expect(params.parse(example.params)).toMatchObject((example.params ?? {}) as object);
    if (message.kind !== 'request' || message.example === undefined) return;
    // Parsing removes unknown fields.
    expect(message.result.parse(message.example.result)).toEqual(message.example.result);
  });

  it('each have an example, unless they have no parameters', () => {
    const without = messages.filter(({ example }) => example === undefined);
    expect(without.filter(({ params }) => !params.safeParse(undefined).success)).toEqual([]);
  });
});

describe('the errors', () => {
  it('have unique codes', () => {
    expect(new Set(Object.values(ErrorCode)).size).toBe(errorNames.length);
  });

  it.each(errorNames)('%s is documented', (name) => {
    expect(errorDocs[name]).toMatch(/\.$/);
  });

  it('are each documented, with different texts', () => {
    expect(Object.keys(errorDocs).sort()).toEqual([...errorNames].sort());
    expect(new Set(Object.values(errorDocs)).size).toBe(errorNames.length);
  });

  it('of Condenser are in the JSON-RPC range for servers', () => {
    const standard = [-32_700, -32_600, -32_601, -32_602, -32_603, -32_800];
    const own = Object.values(ErrorCode).filter((code) => !standard.includes(code));
    expect(own.filter((code) => code > -32_000 || code < -32_099)).toEqual([]);
  });
});
