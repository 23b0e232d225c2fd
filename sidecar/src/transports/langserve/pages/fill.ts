import { createHash } from 'node:crypto';

/** A page and the headers that it is sent with. */
export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A page with its `{{names}}` filled in, and a policy that lets its own script and style run and
 * nothing else: nothing is loaded from anywhere, and it asks this server alone.
 */
export function fillPage(template: string, texts: Readonly<Record<string, string>>): Page {
  const html = template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const text = texts[name];
    if (text === undefined) throw new Error(`The page has no ${name}`);
    return escapeHtml(text);
  });
  const policy = [
    "default-src 'none'",
    "connect-src 'self'",
    `script-src ${hashes(html, 'script') || "'none'"}`,
    `style-src ${hashes(html, 'style') || "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'referrer-policy': 'no-referrer',
    },
  };
}

/** The text as it stands in HTML, between tags or in quotation marks. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What stands in the elements of this name, as a policy names it. */
function hashes(html: string, element: 'script' | 'style'): string {
  const pattern = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, 'g');
  return [...html.matchAll(pattern)]
    .map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    .join(' ');
}
