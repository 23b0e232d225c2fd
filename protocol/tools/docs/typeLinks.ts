import type * as z from 'zod';
import type { NamedType } from './namedTypes.ts';
import { shapeText, typeText } from './typeText.ts';

/** A name in the text of a type, before it becomes a link. */
const MARKED_NAME = /‹(\w+)›/;

/** Types as Markdown. Remembers which named types were mentioned, so that each is explained. */
export class TypeLinks {
  private readonly types = new Map<string, NamedType>();
  private readonly anchors: Readonly<Record<string, string>>;

  /** @param anchors where a type is explained that has no section under its own name. */
  constructor(anchors: Readonly<Record<string, string>>) {
    this.anchors = anchors;
  }

  /** The named types that were mentioned so far and have a section of their own, by name. */
  get mentioned(): readonly NamedType[] {
    return [...this.types.values()]
      .filter(({ name }) => this.anchors[name] === undefined)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The type of a field: its name, or what it is. */
  type(schema: z.core.$ZodType): string {
    return this.markdown(typeText(schema, (type) => this.mark(type)));
  }

  /** What a type is, behind its name. */
  shape(schema: z.core.$ZodType): string {
    return this.markdown(shapeText(schema, (type) => this.mark(type)));
  }

  private mark(type: NamedType): string {
    this.types.set(type.name, type);
    return `‹${type.name}›`;
  }

  /** Code, unless a link is in it. */
  private markdown(text: string): string {
    if (!MARKED_NAME.test(text)) return `\`${text}\``;
    return text
      .split(MARKED_NAME)
      .map((part, at) => (at % 2 === 0 ? escapeMarkdown(part) : this.link(part)))
      .join('');
  }

  private link(name: string): string {
    return `[${name}](#${this.anchors[name] ?? name.toLowerCase()})`;
  }
}

function escapeMarkdown(text: string): string {
  return text.replace(/[[\]]/g, '\\$&');
}
