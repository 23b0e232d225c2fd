import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import type { Application } from '../../app/application.ts';
import { HttpProblem } from '../../http/answers.ts';
import { GuardedServer } from '../../http/guardedServer.ts';
import {
  allowedHosts,
  checkRequest,
  type GuardRules,
  parseTarget,
} from '../../http/requestGuard.ts';
import { answerPreflight, setCorsHeaders } from './cors.ts';
import type { ServeMetrics } from './metrics.ts';
import type { ServeOptions } from './serveOptions.ts';
import { problemBody, toHttpProblem } from './validationDetail.ts';

type Env = { Bindings: HttpBindings };

/** What the server is made of. */
export interface AppParts {
  readonly application: Application;
  readonly options: ServeOptions;
  readonly routes: readonly Route[];
  readonly metrics: ServeMetrics;
}

/**
 * The server of all routes. Answers 404 for an unknown path, 405 for a wrong method, and 307 for a
 * missing or extra trailing slash. Errors are sent as JSON.
 */
export function createApp(parts: AppParts): GuardedServer {
  const { application, options, routes } = parts;
  const rules = guardRules(options, routes);
  const paths = new Set(routes.map(({ path }) => path));
  const route = createRouter(routes, paths, (bindings, error) =>
    server.fail(bindings.incoming, bindings.outgoing, error),
  );
  const server: GuardedServer = new GuardedServer({
    logger: application.logger,
    guard: (request) => checkRequest(request, rules),
    prepare: (request, response) => {
      response.setHeader('x-content-type-options', 'nosniff');
      setCorsHeaders(request, response, options.cors);
      observe(parts, request, response, paths);
    },
    handle: async (request, response, { preflight }) => {
      if (preflight) answerPreflight(response);
      else await route(request, response);
    },
    toProblem: (error) => toHttpProblem(error, application.wording()),
    bodyOf: problemBody,
  });
  return server;
}

function guardRules(options: ServeOptions, routes: readonly Route[]): GuardRules {
  return {
    hosts: allowedHosts(options.host, options.allowedHosts),
    pages: options.cors,
    token: options.token,
    openPaths: new Set(routes.filter(({ open }) => open).map(({ path }) => path)),
    hints: { host: '--allowed-host names more', origin: '--cors names more' },
  };
}

/** Finds the route of a request. Errors of the route are passed to `fail`. */
function createRouter(
  routes: readonly Route[],
  paths: ReadonlySet<string>,
  fail: (bindings: HttpBindings, error: unknown) => void,
): ReturnType<typeof getRequestListener> {
  const app = new Hono<Env>({ strict: true });
  for (const { method, path, handle } of routes) {
    app.on(method, path, async (c) => {
      await handle(c.env.incoming, c.env.outgoing);
      return RESPONSE_ALREADY_SENT;
    });
  }
  for (const path of paths) app.all(path, () => refuseMethod(routes, path));
  app.notFound((c) => redirectSlash(c, paths));
  app.onError((error, c) => {
    fail(c.env, error);
    return RESPONSE_ALREADY_SENT;
  });
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
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

/** Logs and counts each request, without its content. */
function observe(
  { application, metrics }: AppParts,
  request: IncomingMessage,
  response: ServerResponse,
  paths: ReadonlySet<string>,
): void {
  const { method = '' } = request;
  const path = parseTarget(request.url)?.path ?? '';
  const started = performance.now();
  response.once('close', () => {
    const route = paths.has(path) ? path : 'other';
    const seconds = (performance.now() - started) / 1000;
    const whole = response.writableFinished;
    const status = response.headersSent ? response.statusCode : 499;
    metrics.answered({ route, method: knownMethod(method), status, seconds, whole });
    const note = whole ? '' : ' (client disconnected)';
    application.logger.info(`${method} ${route} ${status} ${Math.round(seconds * 1000)} ms${note}`);
  });
}

function knownMethod(method: string): string {
  return ['GET', 'POST', 'OPTIONS', 'HEAD', 'PUT', 'DELETE', 'PATCH'].includes(method)
    ? method
    : 'other';
}

/** Handles a request. An error it throws is sent as the response. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** A path, a method and its handler. */
export interface Route {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly handle: Handler;
  /** Whether it requires no token, since it reveals nothing private. */
  readonly open?: boolean;
}
