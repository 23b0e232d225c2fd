import { sendJson } from '../../http/answers.ts';
import { serveBatch, serveInvoke } from './invokeRoute.ts';
import { playground } from './pages/pages.ts';
import type { Route } from './router.ts';
import { RunRoutes, type RunServices } from './runRoutes.ts';
import { configSchema, inputSchema, outputSchema } from './runSchemas.ts';
import type { Mount } from './serveOptions.ts';
import { serveStream, serveStreamEvents, serveStreamLog } from './streamRoutes.ts';

type Serve = typeof serveInvoke;

/** All routes of a chain, under its path. */
export function chainRoutes(mount: Mount, services: RunServices): Route[] {
  const routes = new RunRoutes(mount, services);
  const post = (name: string, serve: Serve): Route => ({
    path: `${mount.path}/${name}`,
    method: 'POST',
    handle: (request, response) => serve(routes, request, response),
  });
  const get = (name: string, schema: object): Route => ({
    path: `${mount.path}/${name}`,
    method: 'GET',
    handle: (_request, response) => sendJson(response, 200, schema),
  });
  return [
    post('invoke', serveInvoke),
    post('batch', serveBatch),
    post('stream', serveStream),
    post('stream_log', serveStreamLog),
    post('stream_events', serveStreamEvents),
    get('input_schema', inputSchema(mount.chain)),
    get('output_schema', outputSchema()),
    get('config_schema', configSchema()),
    {
      path: `${mount.path}/playground/`,
      method: 'GET',
      // The page itself contains nothing private; its requests require the token.
      open: true,
      handle: playground(mount, services.application),
    },
  ];
}
