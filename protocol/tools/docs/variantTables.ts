import * as z from 'zod';
import { shapeOf } from './fields.ts';
import { fieldTable } from './fieldTable.ts';
import type { TypeLinks } from './typeLinks.ts';

/** A discriminated union: a table of the fields shared by all variants, then one per variant. */
export function variantTables(union: z.core.$ZodType, links: TypeLinks): string {
  const { def } = (union as z.core.$ZodTypes)._zod;
  if (def.type !== 'union' || !('discriminator' in def))
    throw new Error('The schema is not a discriminated union');
  const discriminator = String(def.discriminator);
  const [first] = def.options;
  if (!first) throw new Error('The union is empty');
  const shared = sharedFields(def.options);
  const common = fieldTable(first, links, (path) => shared.has(path));
  const variants = def.options.map((option) => {
    const own = (path: string) => !shared.has(path) && path !== discriminator;
    const title = `**\`"${discriminator}": ${nameOf(option, discriminator)}\`** `;
    return `${title}${z.globalRegistry.get(option)?.description}\n\n${fieldTable(option, links, own)}`;
  });
  return [common, ...variants].join('\n\n');
}

function nameOf(variant: z.core.$ZodType, discriminator: string): string {
  const field = shapeOf(variant)?.[discriminator] as z.core.$ZodTypes | undefined;
  const def = field?._zod.def;
  return def?.type === 'literal' ? def.values.map((value) => JSON.stringify(value)).join() : '';
}

function sharedFields(options: readonly z.core.$ZodType[]): Set<string> {
  const [first = {}, ...others] = options.map((option) => shapeOf(option) ?? {});
  return new Set(
    Object.keys(first).filter((name) => others.every((shape) => shape[name] === first[name])),
  );
}
