import { setTimeout as delay } from 'node:timers/promises';
import type { ModelCreateParams } from '@condenser/protocol';
import { isSameModel } from '../modelFacts.ts';
import type { ProgressLine } from '../transferMeter.ts';
import type { OllamaServer } from './ollamaServer.ts';

/** The body of `/api/create`; `files` and `adapters` map names to checksums. */
export interface CreateBody
  extends Pick<
    ModelCreateParams,
    'model' | 'from' | 'system' | 'template' | 'parameters' | 'quantize' | 'license'
  > {
  readonly files?: Readonly<Record<string, string>>;
  readonly adapters?: Readonly<Record<string, string>>;
}

/** How often, and how many times at most, to check whether a model is unloaded. */
const POLL_INTERVAL_MS = 50;
const MAX_POLLS = 60;

/** The requests that change the models of one Ollama. */
export class OllamaModels {
  private readonly server: OllamaServer;

  constructor(server: OllamaServer) {
    this.server = server;
  }

  /** The lines of a pull. Ending the iteration stops it; Ollama keeps the downloaded part. */
  pull(model: string, signal: AbortSignal): AsyncGenerator<ProgressLine> {
    // Older servers read only `name`.
    const body = { model, name: model, stream: true };
    return this.server.progress({ path: '/api/pull', body }, model, signal);
  }

  /** The lines of a create, whose files were uploaded before. */
  create(body: CreateBody, signal: AbortSignal): AsyncGenerator<ProgressLine> {
    const request = { path: '/api/create', body: { ...body, stream: true } };
    return this.server.progress(request, body.model, signal);
  }

  /** Whether Ollama has a file with this checksum, `sha256:` and 64 digits. */
  async hasBlob(digest: string, signal: AbortSignal): Promise<boolean> {
    const status = await this.server.send({ method: 'HEAD', path: `/api/blobs/${digest}` }, signal);
    return status !== 404;
  }

  /** Uploads a file, which Ollama verifies against the checksum. */
  async uploadBlob(
    digest: string,
    body: AsyncIterable<Uint8Array>,
    length: number,
    signal: AbortSignal,
  ): Promise<void> {
    await this.server.send({ method: 'POST', path: `/api/blobs/${digest}`, body, length }, signal);
  }

  async delete(model: string, signal?: AbortSignal): Promise<void> {
    await this.server.ask((client) => client.delete({ model }), signal, model);
  }

  /** Loads a model with this window. Resolves when it is loaded. */
  async load(
    model: string,
    contextWindow: number,
    keepAlive: string | number | undefined,
    signal?: AbortSignal,
  ): Promise<void> {
    const body = {
      model,
      messages: [],
      options: { num_ctx: contextWindow },
      keep_alive: keepAlive === undefined ? undefined : keepAliveFor(keepAlive),
    };
    await this.server.ask((client) => client.chat(body), signal, model);
  }

  /** Unloads a model. Resolves when it is unloaded, or after a few seconds. */
  async unload(model: string, signal?: AbortSignal): Promise<void> {
    const body = { model, messages: [], keep_alive: 0 };
    await this.server.ask((client) => client.chat(body), signal, model);
    for (let look = 0; look < MAX_POLLS; look += 1) {
      const loaded = await this.server.loaded(signal);
      if (!loaded.some(({ name }) => isSameModel(name, model))) return;
      await delay(POLL_INTERVAL_MS, undefined, signal ? { signal } : {});
    }
  }
}

/**
 * The `keep_alive` value for Ollama, where a number means seconds and a string must have a unit. A
 * number in a string becomes a number, because `"-1"` (keep forever) would fail every request.
 */
export function keepAliveFor(value: string | number): string | number {
  if (typeof value === 'number') return value;
  const text = value.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : text;
}
