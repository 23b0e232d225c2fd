import { amountOf, isJsonObject, shortText } from '../untrusted.ts';

/** A server's reason for an error, with the figures of a prompt that is too long. */
export interface ServerReason {
  /** On one line, and bounded in length. */
  readonly reason: string;
  /** The server gave no reason, and `reason` only says so. */
  readonly unknown?: boolean;
  readonly promptTokens?: number | undefined;
  readonly contextWindow?: number | undefined;
}

/** A server answered with an error: by its status, or as a line of a stream. */
export class AnsweredError extends Error {
  override readonly name = 'AnsweredError';
  readonly status: number | undefined;
  readonly said: ServerReason;
  /** Whether the answer was a web page, such as that of a gateway or a login. */
  readonly isPage: boolean;

  constructor(said: ServerReason, status?: number, isPage = false) {
    super(said.reason);
    this.said = said;
    this.status = status;
    this.isPage = isPage;
  }
}

/** The fields with the message in the formats of different servers, in order of precedence. */
const MESSAGE_FIELDS = ['error', 'message', 'detail', 'error_description', 'msg', 'title'];
/** The errors of llama-server pass through Ollama as JSON in a string in JSON. */
const MAX_DEPTH = 5;
const PAGE = /<(?:!doctype|html|head|body|title|h1)\b/i;

/** Whether a text is a web page. */
export function isWebPage(text: string): boolean {
  return PAGE.test(text.slice(0, 2048));
}

/**
 * The message of an error: a string, JSON in a string, an object such as `{"message": …}` or
 * `{"detail": …}`, a list of these, or the title of a web page. Undefined if there is none.
 */
export function serverReason(value: unknown, depth = 0): ServerReason | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (typeof value === 'string') return fromText(value, depth);
  if (Array.isArray(value)) return fromList(value, depth);
  if (!isJsonObject(value)) return undefined;
  const inner = MESSAGE_FIELDS.map((field) => serverReason(value[field], depth + 1)).find(Boolean);
  const promptTokens = amountOf(value.n_prompt_tokens) ?? inner?.promptTokens;
  const contextWindow = amountOf(value.n_ctx) ?? inner?.contextWindow;
  const reason = inner?.reason ?? shortText(depth < 2 ? compact(value) : undefined);
  return reason === undefined ? undefined : { reason, promptTokens, contextWindow };
}

function fromText(given: string, depth: number): ServerReason | undefined {
  const text = given.replace(/^\uFEFF/, '').trim();
  if (/^[[{"]/.test(text)) {
    try {
      return serverReason(JSON.parse(text), depth + 1);
    } catch {
      // Not JSON; a plain message may begin with such a character.
    }
  }
  const reason = shortText(isWebPage(text) ? pageTitle(text) : text)?.trim();
  return reason ? { reason, ...figuresIn(reason) } : undefined;
}

function fromList(values: readonly unknown[], depth: number): ServerReason | undefined {
  const reasons = values.slice(0, 3).flatMap((value) => serverReason(value, depth + 1) ?? []);
  const [first] = reasons;
  return first && { ...first, reason: reasons.map(({ reason }) => reason).join('; ') };
}

/** Parses the message of llama-server, for servers that pass on only the text. */
function figuresIn(reason: string): Partial<ServerReason> {
  const figures = /request \((\d+) tokens\) exceeds .*?\((\d+) tokens\)/i.exec(reason);
  if (!figures) return {};
  return { promptTokens: amountOf(figures[1]), contextWindow: amountOf(figures[2]) };
}

function pageTitle(page: string): string {
  const head = page.slice(0, 16_384);
  const found = /<title[^>]*>([^<]+)/i.exec(head) ?? /<h1[^>]*>([^<]+)/i.exec(head);
  const text = found?.[1] ?? head.replace(/<(?:style|script)[\s\S]*?<\/[^>]*>|<[^>]*>/gi, ' ');
  return decoded(text).replace(/\s+/g, ' ').trim();
}

function compact(value: object): string | undefined {
  try {
    const text = JSON.stringify(value);
    return text === '{}' ? undefined : text;
  } catch {
    // Nested too deeply.
    return undefined;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Decodes the common character references of HTML. */
function decoded(html: string): string {
  return html.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, ...groups) => {
    const [decimal, hex, name] = groups as (string | undefined)[];
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
