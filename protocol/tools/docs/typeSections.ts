import { shapeOf } from './fields.ts';
import { fieldTable } from './fieldTable.ts';
import type { NamedType } from './namedTypes.ts';
import type { TypeLinks } from './typeLinks.ts';

/** The sections of all mentioned types, and of the types that they mention in turn. */
export function typeSections(links: TypeLinks): string {
  const written = new Map<string, string>();
  for (;;) {
    const next = links.mentioned.find(({ name }) => !written.has(name));
    if (!next) break;
    written.set(next.name, typeSection(next, links));
  }
  return [...written.keys()]
    .sort()
    .map((name) => written.get(name))
    .join('\n\n');
}

function typeSection({ name, schema, doc }: NamedType, links: TypeLinks): string {
  const body = shapeOf(schema) ? fieldTable(schema, links) : links.shape(schema);
  return [`### ${name}`, doc, body].filter((part) => part !== '').join('\n\n');
}
