import type * as z from 'zod';
import { type Direction, ErrorCode, type MessageDeclaration } from '../../src/index.ts';
import { compactJson } from './compactJson.ts';
import { fieldsOf, unwrap } from './fields.ts';
import { fieldTable } from './fieldTable.ts';
import { namedTypeOf } from './namedTypes.ts';
import type { TypeLinks } from './typeLinks.ts';

const DIRECTIONS: Readonly<Record<Direction, string>> = {
  clientToSidecar: 'client → sidecar',
  sidecarToClient: 'sidecar → client',
  both: 'either way',
  pageToHost: 'page → IDE host',
  hostToPage: 'IDE host → page',
};

const EXAMPLE_ID = 7;

/** All messages, one a line, each with the beginning of what is said about it. */
export function messageTable(messages: readonly MessageDeclaration[]): string {
  const rows = messages.map(({ method, kind, direction, doc }) => {
    const link = `[\`${method}\`](#${anchorOf(method)})`;
    return `| ${link} | ${kind} | ${DIRECTIONS[direction]} | ${firstSentence(doc)} |`;
  });
  return ['| Method | Kind | Direction | In short |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

/** What becomes of what a request began. */
const LEAVING = {
  turn: 'The turn goes on when the client leaves; cancelled, the request resolves.',
  transfer: 'The transfer goes on when the client leaves.',
} as const;

/** Everything that is declared about a message. */
export function messageSection(message: MessageDeclaration, links: TypeLinks): string {
  const { method, kind, direction, doc, params, example } = message;
  const isRequest = message.kind === 'request';
  return [
    `### \`${method}\``,
    `*${kind}, ${DIRECTIONS[direction]}*`,
    doc,
    ...content('Parameters', params, links),
    ...(isRequest ? content('Result', message.result, links) : []),
    ...(isRequest && message.begins !== undefined ? [LEAVING[message.begins]] : []),
    ...(isRequest && message.errors.length > 0 ? [errorLine(message.errors)] : []),
    ...(example ? exampleBlocks(message) : []),
  ].join('\n\n');
}

/** The anchor that GitHub gives to the heading of a method. */
function anchorOf(method: string): string {
  return method.toLowerCase().replace(/[^a-z0-9-]/g, '');
}

function firstSentence(doc: string): string {
  return /^.*?\.(?= |$)/.exec(doc)?.[0] ?? doc;
}

function content(title: string, schema: z.ZodType, links: TypeLinks): string[] {
  const { inner } = unwrap(schema);
  const named = namedTypeOf(schema);
  // What is called so belongs to one message, and is explained there.
  const hasSection = named && !/(Params|Result)$/.test(named.name) && named.name !== 'Nothing';
  if (named?.name === 'NoParams') return [`${title}: none; an empty object will do.`];
  if (hasSection || fieldsOf(inner).length === 0) return [`${title}: ${links.type(schema)}`];
  return [`${title}:`, fieldTable(inner, links)];
}

function errorLine(names: readonly string[]): string {
  const codes: Readonly<Record<string, number>> = ErrorCode;
  const list = names.map((name) => `\`${name}\` (${codes[name]})`).join(', ');
  return `Errors, beside the [general ones](#error-codes): ${list}.`;
}

/** The example as it goes over the wire: the message, and the answer to it. */
function exampleBlocks(message: MessageDeclaration): string[] {
  const { method } = message;
  if (message.kind === 'notification') {
    return ['Example:', jsonBlock({ jsonrpc: '2.0', method, params: message.example?.params })];
  }
  const id = EXAMPLE_ID;
  return [
    'Example:',
    jsonBlock({ jsonrpc: '2.0', id, method, params: message.example?.params }),
    'Answer:',
    jsonBlock({ jsonrpc: '2.0', id, result: message.example?.result }),
  ];
}

function jsonBlock(value: unknown): string {
  return `\`\`\`json\n${compactJson(value)}\n\`\`\``;
}
