import * as z from 'zod';
import { namedTypeOf } from './namedTypes.ts';

/** A field of an object, or of an unnamed object nested in it. */
export interface Field {
  /** Such as `capabilities.methods` or `models[].name`. */
  readonly path: string;
  readonly schema: z.core.$ZodType;
  readonly required: boolean;
  /** Undefined if the description of its type suffices. */
  readonly description: string | undefined;
  readonly defaultValue: unknown;
}

/** A schema without its optional and default wrappers. */
export interface Unwrapped {
  readonly inner: z.core.$ZodType;
  readonly optional: boolean;
  readonly defaultValue: unknown;
  readonly description: string | undefined;
}

export function unwrap(schema: z.core.$ZodType): Unwrapped {
  const description = z.globalRegistry.get(schema)?.description;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type !== 'optional' && def.type !== 'default') {
    return { inner: schema, optional: false, defaultValue: undefined, description };
  }
  const below = unwrap(def.innerType);
  return {
    inner: below.inner,
    optional: true,
    defaultValue: def.type === 'default' ? def.defaultValue : below.defaultValue,
    description: description ?? below.description,
  };
}

/** The shape of an object schema; undefined for other schemas. */
export function shapeOf(
  schema: z.core.$ZodType,
): Readonly<Record<string, z.core.$ZodType>> | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === 'object' ? def.shape : undefined;
}

/** Whether an object may have fields that are not in its schema. */
export function isLoose(schema: z.core.$ZodType): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === 'object' && def.catchall !== undefined;
}

/** The fields of an object, each followed by the fields of unnamed objects in it. */
export function fieldsOf(schema: z.core.$ZodType, prefix = ''): Field[] {
  return Object.entries(shapeOf(schema) ?? {}).flatMap(([name, field]) => {
    const { inner, optional, defaultValue, description } = unwrap(field);
    const path = `${prefix}${name}`;
    const self = { path, schema: field, required: !optional, description, defaultValue };
    const nested = namelessObjectIn(inner);
    return [self, ...(nested ? fieldsOf(nested.schema, `${path}${nested.suffix}.`) : [])];
  });
}

function namelessObjectIn(
  schema: z.core.$ZodType,
): { schema: z.core.$ZodType; suffix: string } | undefined {
  if (namedTypeOf(schema)) return undefined;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') return { schema, suffix: '' };
  const below = def.type === 'array' ? namelessObjectIn(def.element) : undefined;
  return below && { schema: below.schema, suffix: `[]${below.suffix}` };
}
