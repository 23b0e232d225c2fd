import type { NotificationType, RequestType } from 'vscode-jsonrpc';
import type * as z from 'zod';
import type { NotificationDeclaration, RequestDeclaration } from './message.ts';

/** The typed handle of a declared request. */
export type RequestHandle<Declaration extends RequestDeclaration> = RequestType<
  z.input<Declaration['params']>,
  z.output<Declaration['result']>,
  unknown
>;

/** The typed handle of a declared notification. */
export type NotificationHandle<Declaration extends NotificationDeclaration> = NotificationType<
  z.output<Declaration['params']>
>;

/** The keywords of JSON Schema that {@link LightSchema} supports. */
export interface JsonSchema {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'integer';
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/** The result of a validation, as in zod. */
export type LightResult<Value> =
  | { readonly success: true; readonly data: Value }
  | { readonly success: false };

/** Validates like the zod schema that its JSON Schema was generated from. */
export class LightSchema<Value> {
  private readonly schema: JsonSchema;

  constructor(schema: JsonSchema) {
    this.schema = schema;
  }

  /** Unknown fields are left out of `data`. */
  safeParse(value: unknown): LightResult<Value> {
    const data = read(this.schema, value);
    // The schema was generated from the one that Value is inferred from.
    return data === undefined ? { success: false } : { success: true, data: data as Value };
  }
}

/** The value without unknown fields; undefined if it does not match. */
function read(schema: JsonSchema, value: unknown): unknown {
  switch (schema.type) {
    case 'object':
      return readObject(schema, value);
    case 'array':
      return readArray(schema, value);
    case 'string':
      return typeof value === 'string' && (schema.enum?.includes(value) ?? true)
        ? value
        : undefined;
    case 'number':
    case 'integer':
      return isNumber(schema, value) ? value : undefined;
  }
}

function readObject({ properties = {}, required = [] }: JsonSchema, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given = new Map(Object.entries(value));
  const fields: [name: string, value: unknown][] = [];
  for (const [name, schema] of Object.entries(properties)) {
    const field = given.get(name);
    if (field === undefined) {
      if (required.includes(name)) return undefined;
      continue;
    }
    const data = read(schema, field);
    if (data === undefined) return undefined;
    fields.push([name, data]);
  }
  return Object.fromEntries(fields);
}

function readArray({ items }: JsonSchema, value: unknown): unknown {
  if (!Array.isArray(value)) return undefined;
  if (items === undefined) return value;
  const data = value.map((item) => read(items, item));
  return data.includes(undefined) ? undefined : data;
}

function isNumber(schema: JsonSchema, value: unknown): boolean {
  const { type, minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity } = schema;
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (type === 'integer' && !Number.isInteger(value)) return false;
  return value >= minimum && value > exclusiveMinimum && value <= maximum;
}
