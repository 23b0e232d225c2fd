import { revealHiddenInCode, revealHiddenInProse } from '@condenser/protocol/light';
import DOMPurify from 'dompurify';
import { Lexer, Marked, type RendererObject, type Token, type TokensList } from 'marked';

/**
 * The output of a model is text. HTML in it is shown as source, images are named and not loaded, and
 * a link has no `href`: a click on it asks first.
 */
const renderer: RendererObject = {
  code({ text, lang }) {
    return `<pre class="code-place" data-info="${escapeHtml(lang ?? '')}">${escapeHtml(text)}</pre>`;
  },
  codespan({ text }) {
    return `<code>${escapeHtml(revealHiddenInCode(text))}</code>`;
  },
  heading({ tokens, depth }) {
    // The page itself has the first two levels.
    const level = Math.min(depth + 2, 6);
    return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
  },
  html({ text }) {
    return escapeHtml(text);
  },
  image({ href, text }) {
    const address = followable(href);
    const label = `${escapeHtml(text || href)}`;
    if (address === undefined) return `<span class="picture">${label}</span>`;
    return `<a class="link picture" role="link" tabindex="0" data-href="${escapeHtml(address)}">${label}</a>`;
  },
  link({ href, tokens }) {
    const address = followable(href);
    const label = this.parser.parseInline(tokens);
    if (address === undefined) return `<span>${label} (${escapeHtml(href)})</span>`;
    return `<a class="link" role="link" tabindex="0" data-href="${escapeHtml(address)}">${label}</a>`;
  },
  checkbox({ checked }) {
    return checked ? '☑ ' : '☐ ';
  },
  text(token) {
    if ('tokens' in token && token.tokens) return this.parser.parseInline(token.tokens);
    return 'escaped' in token && token.escaped ? token.text : escapeHtml(token.text);
  },
};

const marked = new Marked({ gfm: true, breaks: false, async: false });
marked.use({
  renderer,
  tokenizer: {
    // No HTML rule applies: a tag is plain text.
    html: () => undefined,
    tag: () => undefined,
  },
});

/** The blocks of a piece of Markdown; one paragraph where it is made to break a parser. */
export function blocksOf(markdown: string): Token[] {
  if (isTooDeep(markdown)) return plainBlock(markdown);
  try {
    return lex(markdown);
  } catch {
    return plainBlock(markdown);
  }
}

/** As the lexer does it, but for texts of a block whose marks would take it long. */
function lex(markdown: string): Token[] {
  const lexer = new Lexer(marked.defaults);
  lexer.blockTokens(markdown, lexer.tokens);
  for (const { src, tokens } of lexer.inlineQueue) {
    // Rows are filled up with empty cells.
    if (src === '') continue;
    if (hasTooManyMarks(src)) tokens.push(plainText(src));
    else lexer.inlineTokens(src, tokens);
  }
  return lexer.tokens;
}

/** HTML of blocks, not sanitised yet; hidden characters are written out. */
export function htmlOf(blocks: readonly Token[]): string {
  return revealHiddenInProse(marked.parser(blocks as TokensList));
}

/** The text as it is written, as one paragraph. */
export function plainBlock(raw: string): Token[] {
  return [{ type: 'paragraph', raw, text: raw, tokens: [plainText(raw)] }];
}

function plainText(raw: string): Token {
  return { type: 'text', raw, text: raw, escaped: false };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * The normalized address of a link that may be opened; undefined for schemes other than http and
 * https.
 */
export function followable(href: string): string | undefined {
  try {
    const { protocol, href: normal, username, password } = new URL(href);
    if (protocol !== 'http:' && protocol !== 'https:') return undefined;
    // "https://bank.example@evil.example" pretends to lead to the first host.
    return username === '' && password === '' ? normal : undefined;
  } catch {
    return undefined;
  }
}

/** No readable text nests deeper. */
const MAX_DEPTH = 24;

const BLOCK_MARKERS = new RegExp(`^(?:[ \\t]*(?:>|[-*+]|\\d{1,9}[.)])[ \\t]*){${MAX_DEPTH},}`, 'm');
const INDENT = /^[ \t]{200,}\S/m;

/** Each line that begins with a tag makes the parser scan the rest of the text. */
const MAX_TAG_LINES = 200;
const TAG_LINES = /^ {0,3}<\/?[a-z!?]/gim;

/** More marks than the text of one block has; parsers go quadratic over them. */
const MAX_MARKS = 400;
const MARKS = /[[\]*_~`<!\\]/g;

/** Whether a piece nests so deep, or has so many tags, that it is better shown as it is written. */
export function isTooDeep(markdown: string): boolean {
  if (BLOCK_MARKERS.test(markdown) || INDENT.test(markdown)) return true;
  return (markdown.match(TAG_LINES)?.length ?? 0) > MAX_TAG_LINES;
}

/** Whether the text of a block has so many marks that it is better shown as it is written. */
export function hasTooManyMarks(text: string): boolean {
  return (text.match(MARKS)?.length ?? 0) > MAX_MARKS;
}

const PROSE = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'hr'],
    ...['h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'span'],
  ],
  ALLOWED_ATTR: ['class', 'role', 'tabindex', 'start', 'align', 'data-href', 'data-info'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true as const,
};

const COLOURS = {
  ALLOWED_TAGS: ['span'],
  ALLOWED_ATTR: ['class'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true as const,
};

/** HTML of Markdown as nodes, with nothing in it that could act. */
export function proseNodes(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, PROSE);
}

/** HTML of highlighted code as nodes: spans with classes. */
export function colourNodes(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, COLOURS);
}
