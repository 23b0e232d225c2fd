import { readdirSync, readFileSync } from 'node:fs';
import type * as z from 'zod';
import * as protocol from '../../src/index.ts';

/** A schema that the protocol exports by name. */
export interface NamedType {
  readonly name: string;
  readonly schema: z.ZodType;
  /** The doc comment of its declaration. */
  readonly doc: string;
}

const DOC_COMMENT = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const (\w+)/g;
const SOURCES = new URL('../../src/', import.meta.url);

const byDefinition = new Map<unknown, NamedType>();

/** The named type of a schema, even if its description was overridden where it is used. */
export function namedTypeOf(schema: z.core.$ZodType): NamedType | undefined {
  if (byDefinition.size === 0) collect();
  // `.meta()` creates another schema with the same definition.
  return byDefinition.get(schema._zod.def);
}

function collect(): void {
  const docs = docComments();
  for (const [name, value] of Object.entries(protocol)) {
    if (!isSchema(value)) continue;
    byDefinition.set(value._zod.def, { name, schema: value, doc: docs.get(name) ?? '' });
  }
}

function isSchema(value: unknown): value is z.ZodType {
  return typeof value === 'object' && value !== null && '_zod' in value;
}

/** The doc comments of exported constants, each as one line. */
function docComments(): Map<string, string> {
  const docs = new Map<string, string>();
  for (const file of readdirSync(SOURCES)) {
    const source = readFileSync(new URL(file, SOURCES), 'utf8');
    for (const [, comment = '', name = ''] of source.matchAll(DOC_COMMENT)) {
      docs.set(name, comment.replace(/\s*\n\s*\*?\s*/g, ' ').trim());
    }
  }
  return docs;
}
