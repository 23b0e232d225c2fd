import type { ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import type { Application } from '../../application.ts';
import { sendJson } from './answers.ts';
import { Entrance } from './entrance.ts';
import { toHttpProblem } from './errorStatus.ts';
import { HttpProblem } from './httpProblem.ts';
import type { ServeMetrics } from './metrics.ts';
import type { Route } from './routes.ts';
import type { ServeOptions } from './serveOptions.ts';

type Env = { Bindings: HttpBindings };

/** What the app is made of. */
export interface AppParts {
  readonly application: Application;
  readonly options: ServeOptions;
  readonly routes: readonly Route[];
  readonly metrics: ServeMetrics;
}

/**
 * Every request, from the entrance to its route: 404 for an unknown path, 405 for a wrong method,
 * 307 for a path with a slash too many or too few, each error as JSON.
 */
export function createListener(parts: AppParts): ReturnType<typeof getRequestListener> {
  const { options, routes } = parts;
  const entrance = new Entrance(options);
  const openPaths = new Set(routes.filter(({ open }) => open).map(({ path }) => path));
  const paths = new Set(routes.map(({ path }) => path));
  const app = new Hono<Env>({ strict: true });
  app.use(async (c, next) => {
    observe(parts, c, paths);
    const passed = entrance.pass(c.env.incoming, c.env.outgoing, openPaths.has(c.req.path));
    if (passed === 'preflight') return answerPreflight(c.env.outgoing);
    await next();
    return undefined;
  });
  for (const { method, path, handle } of routes) {
    app.on(method, path, async (c) => {
      await handle(c.env.incoming, c.env.outgoing);
      return RESPONSE_ALREADY_SENT;
    });
  }
  for (const path of paths) app.all(path, () => refuseMethod(routes, path));
  app.notFound((c) => redirectSlash(c, paths));
  app.onError((error, c) => answerError(parts, error, c.env));
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

function answerPreflight(response: ServerResponse): Response {
  response.writeHead(200, { 'content-length': 2, 'content-type': 'text/plain' }).end('OK');
  return RESPONSE_ALREADY_SENT;
}

function refuseMethod(routes: readonly Route[], path: string): never {
  const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
  throw new HttpProblem(405, 'Method Not Allowed', { headers: { allow: methods.join(', ') } });
}

function redirectSlash(c: Context<Env>, paths: ReadonlySet<string>): Response {
  const { path } = c.req;
  const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  if (!paths.has(other)) throw new HttpProblem(404, 'Not Found');
  const query = new URL(c.req.url).search;
  c.env.outgoing.writeHead(307, { location: `${other}${query}`, 'content-length': 0 }).end();
  return RESPONSE_ALREADY_SENT;
}

function answerError(
  { application }: AppParts,
  error: unknown,
  { incoming, outgoing }: HttpBindings,
): Response {
  const problem = toHttpProblem(error, application.wording());
  if (!outgoing.headersSent) {
    if (problem.status === 500) application.logger.error('A request failed', error);
    if (!incoming.complete) outgoing.shouldKeepAlive = false;
    sendJson(outgoing, problem.status, problem.body, problem.headers);
  } else if (!outgoing.writableEnded) {
    application.logger.error('An answer broke off', error);
    outgoing.destroy();
  }
  return RESPONSE_ALREADY_SENT;
}

/** One line in the log and one count for each request, without a word of what was asked. */
function observe({ application, metrics }: AppParts, c: Context<Env>, paths: ReadonlySet<string>) {
  const { outgoing } = c.env;
  const { method, path } = c.req;
  const started = performance.now();
  outgoing.once('close', () => {
    const route = paths.has(path) ? path : 'other';
    const seconds = (performance.now() - started) / 1000;
    const whole = outgoing.writableFinished;
    const status = outgoing.headersSent ? outgoing.statusCode : 499;
    metrics.answered({ route, method: knownMethod(method), status, seconds, whole });
    const note = whole ? '' : ' (the client left)';
    application.logger.info(`${method} ${route} ${status} ${Math.round(seconds * 1000)} ms${note}`);
  });
}

function knownMethod(method: string): string {
  return ['GET', 'POST', 'OPTIONS', 'HEAD', 'PUT', 'DELETE', 'PATCH'].includes(method)
    ? method
    : 'other';
}
