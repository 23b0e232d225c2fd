import type { ServerResponse } from 'node:http';
import { CondenserError } from '../../errors.ts';
import type { Admission } from './admission.ts';

/** The one signal of a request: its client left, or its time is up. */
export interface Work {
  readonly signal: AbortSignal;
  /** Whether nobody is left to answer to. */
  readonly abandoned: boolean;
  /** Ends the work of a server that stops. */
  stop(reason: Error): void;
  /** Gives everything back. */
  end(): void;
}

/** Begins the work for one request; its place is taken until {@link Work.end}. */
export function beginWork(
  response: ServerResponse,
  admission: Admission,
  generationSeconds: number,
  all: Set<Work>,
): Work {
  const leave = admission.enter();
  const abort = new AbortController();
  const timer = setTimeout(
    () => abort.abort(new CondenserError('generationLimit', { seconds: generationSeconds })),
    generationSeconds * 1000,
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
      all.delete(work);
      leave();
    },
  };
  all.add(work);
  // It may have left while its request was read.
  if (response.destroyed) onClose();
  return work;
}
