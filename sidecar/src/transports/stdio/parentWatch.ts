import { isProcessAlive } from '../../programs/processInfo.ts';

/** How often the parent is checked; a closed stdin is noticed at once anyway. */
const INTERVAL_MS = 2_000;

/** Calls `onGone` once when the process no longer exists. Does not keep the sidecar alive. */
export function watchProcess(processId: number, onGone: () => void): () => void {
  const timer = setInterval(() => {
    if (isProcessAlive(processId)) return;
    clearInterval(timer);
    onGone();
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
