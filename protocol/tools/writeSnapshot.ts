/**
 * Generates `protocol/snapshot.json`: every message with its method, direction and schemas, so that
 * protocol changes are visible in review. With `--check`, fails if the file is stale.
 */
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { ErrorCode, type MessageDeclaration, messages, PROTOCOL_VERSION } from '../src/index.ts';
import { writeOrCheck } from './generatedFile.ts';

/** The text of the snapshot. */
export function snapshot(): string {
  const content = {
    protocolVersion: PROTOCOL_VERSION,
    errorCodes: ErrorCode,
    messages: messages.map(describe),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function describe(message: MessageDeclaration): Record<string, unknown> {
  const { method, kind, direction, doc } = message;
  return {
    method,
    kind,
    direction,
    doc,
    params: schemaOf(message.params, 'input'),
    ...(message.kind === 'request'
      ? {
          result: schemaOf(message.result, 'output'),
          errors: message.errors,
          begins: message.begins,
        }
      : {}),
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeOrCheck(new URL('../snapshot.json', import.meta.url), snapshot());
}
