import type * as z from 'zod';
import { type Field, fieldsOf, isLoose } from './fields.ts';
import type { TypeLinks } from './typeLinks.ts';

/** The fields of an object as a table; `isWanted` selects some of them by path. */
export function fieldTable(
  schema: z.core.$ZodType,
  links: TypeLinks,
  isWanted: (path: string) => boolean = () => true,
): string {
  const fields = fieldsOf(schema).filter(({ path }) => isWanted(path));
  const more = isLoose(schema) ? 'Further fields are possible.' : undefined;
  const table =
    fields.length === 0
      ? undefined
      : [
          '| Field | Type | Required | Meaning |',
          '| --- | --- | --- | --- |',
          ...fields.map((field) => row(field, links)),
        ].join('\n');
  return [table, more].filter((part) => part !== undefined).join('\n\n');
}

function row(field: Field, links: TypeLinks): string {
  const meaning = [field.description, defaultText(field.defaultValue)]
    .filter((part) => part !== undefined)
    .join(' ');
  const cells = [
    `\`${field.path}\``,
    links.type(field.schema),
    field.required ? 'yes' : 'no',
    meaning,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function defaultText(value: unknown): string | undefined {
  return value === undefined ? undefined : `Default: \`${JSON.stringify(value)}\`.`;
}
