import { hasCode } from '../../errors.ts';

/** How often the parent is looked for; a closed stdin is noticed at once anyway. */
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

/** Whether there is a process of this number on this machine, whoever's it is. */
export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return hasCode(error, 'EPERM');
  }
}
