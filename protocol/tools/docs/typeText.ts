import * as z from 'zod';
import { type NamedType, namedTypeOf } from './namedTypes.ts';

/** Returns the text for a named type. */
export type NameText = (type: NamedType) => string;

/** The type of a field as text: its name, or its shape if it has none. */
export function typeText(schema: z.core.$ZodType, nameText: NameText): string {
  const named = namedTypeOf(schema);
  return named && named.name !== 'Nothing' ? nameText(named) : shapeText(schema, nameText);
}

/** The shape of a type as text, even if it has a name. */
export function shapeText(schema: z.core.$ZodType, nameText: NameText): string {
  const text = (inner: z.core.$ZodType) => typeText(inner, nameText);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'default':
      return text(def.innerType);
    case 'nullable':
      return `${text(def.innerType)} | null`;
    case 'array':
      return arrayText(def.element, nameText);
    case 'tuple':
      return `[${def.items.map(text).join(', ')}]`;
    case 'union':
      return def.options.map(text).join(' | ');
    case 'record':
      return `object of ${text(def.valueType)}`;
    case 'literal':
      return def.values.map((value) => JSON.stringify(value)).join(' | ');
    case 'enum':
      return Object.values(def.entries)
        .map((value) => JSON.stringify(value))
        .join(' | ');
    case 'object':
      return 'object';
    case 'unknown':
      return 'any JSON';
    default:
      return scalarText(schema);
  }
}

function arrayText(element: z.core.$ZodType, nameText: NameText): string {
  const inner = typeText(element, nameText);
  return inner.includes(' ') && !inner.startsWith('[') ? `(${inner})[]` : `${inner}[]`;
}

/** A string or number with its bounds, a boolean, or null, as in JSON Schema. */
function scalarText(schema: z.core.$ZodType): string {
  const { type, format, minLength, minimum, exclusiveMinimum, maximum } = z.toJSONSchema(schema);
  if (typeof type !== 'string')
    throw new Error('This schema is not supported in the documentation');
  const bounds: string[] = format === undefined ? [] : [format];
  if (type === 'string' && minLength === 1) bounds.push('not empty');
  if (type === 'string' && minLength !== undefined && minLength > 1) {
    bounds.push(`${minLength} characters or more`);
  }
  if (minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER) bounds.push(`≥ ${minimum}`);
  if (exclusiveMinimum !== undefined) bounds.push(`> ${exclusiveMinimum}`);
  if (maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER) bounds.push(`≤ ${maximum}`);
  return bounds.length === 0 ? type : `${type} (${bounds.join(', ')})`;
}
