import type * as z from 'zod';
import {
  BuiltinProgress,
  BuiltinStartRequest,
  type Direction,
  DoctorRunRequest,
  ErrorCode,
  Finding,
  type MessageDeclaration,
  ModelCreateRequest,
  ModelPullRequest,
  TransferProgress,
} from '../../src/index.ts';
import { compactJson } from './compactJson.ts';
import { fieldsOf, unwrap } from './fields.ts';
import { fieldTable } from './fieldTable.ts';
import { namedTypeOf } from './namedTypes.ts';
import type { TypeLinks } from './typeLinks.ts';

const DIRECTIONS: Readonly<Record<Direction, string>> = {
  clientToSidecar: 'client → sidecar',
  sidecarToClient: 'sidecar → client',
  both: 'both',
  pageToHost: 'page → IDE host',
  hostToPage: 'IDE host → page',
};

const EXAMPLE_ID = 7;

/** A table of all messages, each with the first sentence of its documentation. */
export function messageTable(messages: readonly MessageDeclaration[]): string {
  const rows = messages.map(({ method, kind, direction, doc }) => {
    return `| ${methodLink(method)} | ${kind} | ${DIRECTIONS[direction]} | ${firstSentence(doc)} |`;
  });
  return ['| Method | Kind | Direction | In short |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

/** The values of `$/progress` by request. */
export function progressTable(links: TypeLinks): string {
  const values: [MessageDeclaration, z.ZodType][] = [
    [ModelPullRequest, TransferProgress],
    [ModelCreateRequest, TransferProgress],
    [BuiltinStartRequest, BuiltinProgress],
    [DoctorRunRequest, Finding],
  ];
  const rows = values.map(
    ([{ method }, schema]) => `| ${methodLink(method)} | ${links.type(schema)} |`,
  );
  return ['| Request | Value |', '| --- | --- |', ...rows].join('\n');
}

/** What happens to the work of a request when its client disconnects. */
const LEAVING = {
  turn: 'The turn continues when the client disconnects. If it is cancelled, the request still resolves.',
  transfer: 'The transfer continues when the client disconnects.',
} as const;

/** The section of a message: its documentation, parameters, result, errors and example. */
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

function methodLink(method: string): string {
  return `[\`${method}\`](#${anchorOf(method)})`;
}

/** The anchor of the heading of a method on GitHub. */
function anchorOf(method: string): string {
  return method.toLowerCase().replace(/[^a-z0-9-]/g, '');
}

function firstSentence(doc: string): string {
  return /^.*?\.(?= |$)/.exec(doc)?.[0] ?? doc;
}

function content(title: string, schema: z.ZodType, links: TypeLinks): string[] {
  const { inner } = unwrap(schema);
  const named = namedTypeOf(schema);
  // Such a type belongs to one message and is documented in its section.
  const hasSection = named && !/(Params|Result)$/.test(named.name) && named.name !== 'Nothing';
  if (named?.name === 'NoParams') return [`${title}: none, or an empty object.`];
  if (hasSection || fieldsOf(inner).length === 0) return [`${title}: ${links.type(schema)}`];
  return [`${title}:`, fieldTable(inner, links)];
}

function errorLine(names: readonly string[]): string {
  const codes: Readonly<Record<string, number>> = ErrorCode;
  const list = names.map((name) => `\`${name}\` (${codes[name]})`).join(', ');
  return `Errors in addition to the [general ones](#error-codes): ${list}.`;
}

/** The example as JSON-RPC: the message and its response. */
function exampleBlocks(message: MessageDeclaration): string[] {
  const { method } = message;
  if (message.kind === 'notification') {
    return ['Example:', jsonBlock({ jsonrpc: '2.0', method, params: message.example?.params })];
  }
  const id = EXAMPLE_ID;
  return [
    'Example:',
    jsonBlock({ jsonrpc: '2.0', id, method, params: message.example?.params }),
    'Response:',
    jsonBlock({ jsonrpc: '2.0', id, result: message.example?.result }),
  ];
}

function jsonBlock(value: unknown): string {
  return `\`\`\`json\n${compactJson(value)}\n\`\`\``;
}
