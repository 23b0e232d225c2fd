import { sendContent, sendJson } from '../../http/answers.ts';
import { openApiDocument } from './openApi.ts';
import { docsPage } from './pages/pages.ts';
import type { Route } from './router.ts';
import type { RunServices } from './runRoutes.ts';
import type { ServeOptions } from './serveOptions.ts';

/** How long a probe waits for Ollama. */
const PROBE_MS = 3_000;

/** The routes of the server itself: documentation, health and metrics. */
export function serverRoutes(services: RunServices, options: ServeOptions): Route[] {
  const { application, metrics } = services;
  const document = openApiDocument(options, application.version);
  const docs = docsPage(document);
  return [
    {
      path: '/openapi.json',
      method: 'GET',
      handle: (_, response) => sendJson(response, 200, document),
    },
    {
      path: '/docs',
      method: 'GET',
      handle: (_, response) => sendContent(response, docs.html, docs.headers),
    },
    {
      path: '/healthz',
      method: 'GET',
      open: true,
      handle: (_, response) => sendJson(response, 200, { status: 'ok' }),
    },
    {
      path: '/readyz',
      method: 'GET',
      open: true,
      handle: async (_, response) => {
        const { state } = await application.status(AbortSignal.timeout(PROBE_MS));
        const ready = state === 'reachable' || state === 'builtin';
        // Does not reveal the address of Ollama, since this path requires no token.
        sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : state });
      },
    },
    {
      path: '/metrics',
      method: 'GET',
      handle: async (_, response) =>
        sendContent(response, await metrics.text(), { 'content-type': metrics.contentType }),
    },
  ];
}
