import { createHash } from 'node:crypto';
import type { Application } from '../../../app/application.ts';
import { sendContent } from '../../../http/answers.ts';
import type { OpenApiDocument } from '../openApi.ts';
import type { Handler } from '../router.ts';
import type { Mount } from '../serveOptions.ts';
import docsTemplate from './docs.html';
import playgroundTemplate from './playground.html';

/** A page and its response headers. */
export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Fills in the `{{names}}` of a page, with a content security policy that allows only its own script
 * and style: it loads nothing from elsewhere and sends requests only to this server.
 */
function fillPage(template: string, texts: Readonly<Record<string, string>>): Page {
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

/** Escapes a text for HTML, between tags or in quotation marks. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The hashes of these elements' contents, as the policy lists them. */
function hashes(html: string, element: 'script' | 'style'): string {
  const pattern = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, 'g');
  return [...html.matchAll(pattern)]
    .map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    .join(' ');
}

/** The OpenAPI document as a readable page, without scripts or external resources. */
export function docsPage(document: OpenApiDocument): Page {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const title = `<span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code>`;
      const summary = `<summary>${title} ${escapeHtml(operation.summary)}</summary>`;
      const text = escapeHtml(JSON.stringify(operation, undefined, 2));
      return `<details>${summary}<pre>${text}</pre></details>`;
    }),
  );
  return fillPage(docsTemplate.replace('<!-- operations -->', operations.join('\n')), {});
}

/** The page for trying a chain. It streams answers and keeps the conversation to itself. */
export function playground(mount: Mount, application: Application): Handler {
  return (_request, response) => {
    const { language, ...texts } = application.wording().serve.playground;
    const localized = playgroundTemplate.replace('lang="en"', `lang="${language}"`);
    const { html, headers } = fillPage(localized, {
      ...texts,
      path: mount.path,
      chain: mount.chain,
    });
    sendContent(response, html, headers);
  };
}
