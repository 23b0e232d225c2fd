import type { ServerResponse } from 'node:http';
import { CondenserError } from '../../errors.ts';
import type { ConcurrencyLimiter } from './concurrencyLimiter.ts';

/** A request that runs a model. */
export interface Work {
  /** Aborts when the client disconnects or the time limit is reached. */
  readonly signal: AbortSignal;
  /** Whether the client has disconnected. */
  readonly abandoned: boolean;
  /** Aborts the work while the server is shutting down. */
  stop(reason: Error): void;
  /** Releases the slot and the timer. */
  end(): void;
}

/** Starts the work for a request; it holds a slot of the limiter until {@link Work.end}. */
export function beginWork(
  response: ServerResponse,
  limiter: ConcurrencyLimiter,
  maxSeconds: number,
  running: Set<Work>,
): Work {
  const release = limiter.acquire();
  const abort = new AbortController();
  const timer = setTimeout(
    () => abort.abort(new CondenserError('generationLimit', { seconds: maxSeconds })),
    maxSeconds * 1000,
  );
  const onClose = () => abort.abort(new CondenserError('cancelled', { method: 'HTTP' }));
  response.once('close', onClose);
  const work: Work = {
    signal: abort.signal,
    get abandoned() {
      return response.destroyed || response.closed;
    },
    stop: (reason) => abort.abort(reason),
    end() {
      clearTimeout(timer);
      response.off('close', onClose);
      running.delete(work);
      release();
    },
  };
  running.add(work);
  // The client may have disconnected while its request was read.
  if (response.destroyed) onClose();
  return work;
}
