import type { OpenApiDocument } from '../openApi.ts';
import template from './docs.html';
import { escapeHtml, fillPage, type Page } from './fill.ts';

/** The OpenAPI document as a page to read, without a script and without anything from elsewhere. */
export function docsPage(document: OpenApiDocument): Page {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const title = `<span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code>`;
      const summary = `<summary>${title} ${escapeHtml(operation.summary)}</summary>`;
      const text = escapeHtml(JSON.stringify(operation, undefined, 2));
      return `<details>${summary}<pre>${text}</pre></details>`;
    }),
  );
  return fillPage(template.replace('<!-- operations -->', operations.join('\n')), {});
}
