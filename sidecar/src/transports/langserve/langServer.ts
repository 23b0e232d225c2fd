import type { Application } from '../../app/application.ts';
import { CondenserError } from '../../errors.ts';
import type { GuardedServer } from '../../http/guardedServer.ts';
import { isLoopbackAddress } from '../../http/requestGuard.ts';
import { chainRoutes } from './chainRoutes.ts';
import { ConcurrencyLimiter } from './concurrencyLimiter.ts';
import { ServeMetrics } from './metrics.ts';
import { ModelChoice } from './modelChoice.ts';
import { createApp } from './router.ts';
import type { ServeOptions } from './serveOptions.ts';
import { serverRoutes } from './serverRoutes.ts';
import type { Work } from './work.ts';

/** A running server. */
export interface LangServer {
  /** Its address, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /**
   * Rejects new requests and waits for running ones. Those that exceed the time limit end with an
   * error.
   */
  stop(): Promise<void>;
}

/**
 * Serves chains over HTTP, compatible with LangServe.
 *
 * @throws `usage` for an address other than loopback without a token; a system error when it cannot
 * listen.
 */
export async function startLangServer(
  application: Application,
  options: ServeOptions,
): Promise<LangServer> {
  if (options.token === undefined && !isLoopbackAddress(options.host)) {
    throw new CondenserError('usage', {
      problem: 'tokenRequired',
      option: '--host',
      other: '--token',
    });
  }
  const limiter = new ConcurrencyLimiter(options.limits.concurrentRequests);
  const running = new Set<Work>();
  const metrics = new ServeMetrics(() => limiter.running);
  const choice = new ModelChoice({
    catalogue: application.backend.catalogue,
    preset: application.settings.current.model,
    allowed: options.models,
    now: () => performance.now(),
  });
  const services = { application, choice, limiter, metrics, limits: options.limits, running };
  const routes = [
    ...serverRoutes(services, options),
    ...options.mounts.flatMap((mount) => chainRoutes(mount, services)),
  ];
  const server = createApp({ application, options, routes, metrics });
  const port = await server.listen(options.port, options.host.replace(/^\[|\]$/g, ''));
  // Loading LangChain takes time, which the first request should not wait for.
  void application.backend.chain();
  const name = options.host.includes(':')
    ? `[${options.host.replace(/^\[|\]$/g, '')}]`
    : options.host;
  return {
    url: `http://${name}:${port}`,
    stop: () => stop(server, limiter, running, options.limits.shutdownSeconds),
  };
}

async function stop(
  server: GuardedServer,
  limiter: ConcurrencyLimiter,
  running: ReadonlySet<Work>,
  limitSeconds: number,
): Promise<void> {
  const closed = server.close();
  const timer = setTimeout(() => {
    for (const work of running) work.stop(new CondenserError('cancelled', { method: 'HTTP' }));
  }, limitSeconds * 1000);
  await limiter.close();
  clearTimeout(timer);
  // Connections that were busy until now become idle in the next turn of the event loop.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const last = setTimeout(() => server.closeAllConnections(), 2_000);
  await closed;
  clearInterval(idle);
  clearTimeout(last);
}
