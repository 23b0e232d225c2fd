import { SettingsSchemaRequest } from '@condenser/protocol/light';
import type { RpcClient } from '../rpc/client.ts';

/** The part of JSON Schema that the form uses. */
export interface FieldSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly anyOf?: readonly FieldSchema[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly additionalProperties?: FieldSchema;
}

/** The settings by name. */
export type Fields = Readonly<Record<string, FieldSchema>>;

/** Reads the schema of each setting. */
export async function readFields(client: RpcClient): Promise<Fields> {
  const { schema } = await client.request(SettingsSchemaRequest, {});
  return (schema.properties ?? {}) as Fields;
}

/** The kind of input for values of this schema. */
export function kindOf(schema: FieldSchema): 'choice' | 'number' | 'lines' | 'text' {
  if (choicesOf(schema).length > 0) return 'choice';
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  return schema.type === 'object' ? 'lines' : 'text';
}

/** The choices as text; empty where any text is allowed. */
export function choicesOf(schema: FieldSchema): readonly string[] {
  if (schema.enum) return schema.enum;
  if (schema.type === 'boolean') return ['true', 'false'];
  const parts = schema.anyOf?.map(choicesOf) ?? [];
  return parts.every((choices) => choices.length > 0) ? parts.flat() : [];
}

/** A value as text for the form; empty for undefined and null. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, entry]) => `${name}: ${String(entry)}`)
    .join('\n');
}

/**
 * The value of a text in the form; null for an empty one. An invalid text is passed on as it is: the
 * sidecar answers with the error.
 */
export function readValue(text: string, schema: FieldSchema): unknown {
  if (kindOf(schema) === 'lines') return linesOf(text);
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const kinds = [schema, ...(schema.anyOf ?? [])].map(({ type }) => type);
  if (kinds.includes('boolean') && /^(true|false)$/.test(trimmed)) return trimmed === 'true';
  const isNumeric = kinds.includes('number') || kinds.includes('integer');
  return isNumeric && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
}

/** Name and value of each line. */
function linesOf(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...value] = line.split(':');
      return [name.trim(), value.join(':').trim()];
    }),
  );
}
