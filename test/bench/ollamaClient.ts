import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import { parseOllamaHost } from '@condenser/sidecar/models/ollama/ollamaHost.ts';
import { OllamaServer } from '@condenser/sidecar/models/ollama/ollamaServer.ts';

/** The sidecar's client of an Ollama, without a log and with a generous idle timeout. */
export function ollamaClient(host: string): OllamaServer {
  return new OllamaServer({
    host: parseOllamaHost(host),
    proxy: {},
    idleTimeoutSeconds: 600,
    logger: createLogger(
      () => undefined,
      () => 'error',
      () => new Date(),
    ),
  });
}
