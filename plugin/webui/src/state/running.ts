import type { PageState } from './state.ts';

/** Whether the conversation that is shown is being answered. */
export function isRunning(state: PageState): boolean {
  const turns = state.conversations[state.current]?.turns ?? [];
  const asked = state.pending.some(({ key, error }) => key === state.current && !error);
  return asked || turns.some(({ stopReason }) => stopReason === undefined);
}
