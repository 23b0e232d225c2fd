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
  it('is what the declarations say: npm run snapshot', () => {
    const file = new URL('../../protocol/snapshot.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(snapshot());
  });
});

describe('the light module', () => {
  it('is what the declarations say: npm run snapshot', () => {
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
  it.each(
    readdirSync(new URL('../../protocol/src', import.meta.url)).filter(
      (file) => file !== 'index.ts' && file !== 'light.ts',
    ),
  )('in %s are those of its prefix', async (file) => {
    const declarations: object = await import(
      new URL(`../../protocol/src/${file}`, import.meta.url).href
    );
    const methods = messages
      .filter((message) => Object.values(declarations).includes(message))
      .map(({ method }) => method);
    const prefixes = methods.map((method) => /^(\w+)\//.exec(method)?.[1] ?? 'lifecycle');
    expect(new Set([...prefixes, file.replace('.ts', '')]).size).toBe(1);
  });

  it('are declared once', () => {
    const methods = messages.map(({ method }) => method);
    expect(new Set(methods).size).toBe(methods.length);
  });

  it.each(named)('%s is documented, and its handle has its name', (method, message) => {
    expect(message.doc).toMatch(/^[A-Z].+\.$/s);
    expect(message.type.method).toBe(method);
  });

  it.each(named)('%s names only errors that there are, each once', (_, message) => {
    const errors = message.kind === 'request' ? message.errors : [];
    expect(errors.filter((name) => !(name in ErrorCode))).toEqual([]);
    expect(new Set(errors).size).toBe(errors.length);
  });

  it.each(named)('%s begins a turn exactly when it answers with one', (_, message) => {
    if (message.kind !== 'request') return;
    expect(message.begins === 'turn').toBe(message.result === ChatSendResult);
  });

  it('that begin what goes on without their client are these', () => {
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

  it.each(named)('%s: its example is what the schema takes, whole', (_, message) => {
    const { example, params } = message;
    if (example === undefined) return;
    expect(params.parse(example.params)).toMatchObject((example.params ?? {}) as object);
    if (message.kind !== 'request' || message.example === undefined) return;
    // Nothing in it that the schema does not know: it would be left out.
    expect(message.result.parse(message.example.result)).toEqual(message.example.result);
  });

  it('each that a client or the sidecar sends has an example, but the empty ones', () => {
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

  it('are documented once, and nothing else is', () => {
    expect(Object.keys(errorDocs).sort()).toEqual([...errorNames].sort());
    expect(new Set(Object.values(errorDocs)).size).toBe(errorNames.length);
  });

  it('of our own lie in the range that JSON-RPC leaves to servers', () => {
    const standard = [-32_700, -32_600, -32_601, -32_602, -32_603, -32_800];
    const own = Object.values(ErrorCode).filter((code) => !standard.includes(code));
    expect(own.filter((code) => code > -32_000 || code < -32_099)).toEqual([]);
  });
});
