import { CondenserError, isError } from '../../errors.ts';

const UNKNOWN =
  /file does not exist|manifest unknown|not found|: 404\b|: 401\b|tag is not available|does not exist/i;
const NETWORK =
  /dial tcp|no such host|server misbehaving|i\/o timeout|connection re(?:set|fused)|network is unreachable|TLS handshake|max retries exceeded|unexpected EOF|: EOF|context deadline|proxyconnect|: 5\d\d\b/i;

/**
 * What Ollama says when a pull fails is text only, of its own and of the registry's. The words are
 * those of v0.17.4 (server/images.go, server/download.go) and of Go's network errors.
 */
export function pullError(error: unknown, model: string): unknown {
  if (!isError(error)) return error;
  const reason = (error.facts as { reason?: string }).reason ?? '';
  const cause = { cause: error };
  if (/no space left|disk quota|not enough space/i.test(reason)) {
    return new CondenserError('modelDiskFull', { model }, cause);
  }
  if (!isError(error, 'ollamaFailed')) return error;
  if (/requires a newer version|: 412\b/i.test(reason)) {
    return new CondenserError('notSupported', { model: 'Ollama', reason }, cause);
  }
  if (/invalid model name/i.test(reason))
    return new CondenserError('modelName', { field: 'model', given: model });
  if (NETWORK.test(reason))
    return new CondenserError('registryUnreachable', { model, reason }, cause);
  if (UNKNOWN.test(reason)) return new CondenserError('modelUnknown', { model, reason }, cause);
  return error;
}

/** Whether going on from where it stopped may help: a connection broke, on either side. */
export function mayResume(error: unknown): boolean {
  if (!isError(error)) return false;
  return ['registryUnreachable', 'streamBroken'].includes(error.kind);
}
