import DOMPurify from 'dompurify';

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
