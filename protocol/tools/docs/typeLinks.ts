import type * as z from 'zod';
import type { NamedType } from './namedTypes.ts';
import { shapeText, typeText } from './typeText.ts';

/** A type name in a text, before it is replaced by a link. */
const MARKED_NAME = /‹(\w+)›/;

/** Writes types as Markdown, and collects the named types that need a section. */
export class TypeLinks {
  private readonly types = new Map<string, NamedType>();
  private readonly anchors: Readonly<Record<string, string>>;

  /** @param anchors the sections of types that are documented under another heading. */
  constructor(anchors: Readonly<Record<string, string>>) {
    this.anchors = anchors;
  }

  /** The named types mentioned so far that need a section, sorted by name. */
  get mentioned(): readonly NamedType[] {
    return [...this.types.values()]
      .filter(({ name }) => this.anchors[name] === undefined)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The type of a field: its name, or its shape if it has none. */
  type(schema: z.core.$ZodType): string {
    return this.markdown(typeText(schema, (type) => this.mark(type)));
  }

  /** The shape of a type, even if it has a name. */
  shape(schema: z.core.$ZodType): string {
    return this.markdown(shapeText(schema, (type) => this.mark(type)));
  }

  private mark(type: NamedType): string {
    this.types.set(type.name, type);
    return `‹${type.name}›`;
  }

  /** Inline code, or plain text if it contains links. */
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
