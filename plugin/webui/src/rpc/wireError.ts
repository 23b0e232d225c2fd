import type { WireError } from '@condenser/protocol/light';

/** An error that the sidecar answered with, or one that was thrown in the page, in one shape. */
export function wireError(error: unknown): WireError {
  const { code, message, data } = error as Partial<WireError>;
  return {
    code: typeof code === 'number' ? code : -32603,
    message: message ?? String(error),
    data: data ?? undefined,
  };
}
