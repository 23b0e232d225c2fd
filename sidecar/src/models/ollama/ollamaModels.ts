import { setTimeout as delay } from 'node:timers/promises';
import type { ModelCreateParams } from '@condenser/protocol';
import { isSameModel } from '../modelFacts.ts';
import type { ProgressLine } from '../transferMeter.ts';
import type { OllamaServer } from './ollamaServer.ts';

/** Body of `/api/create`: names of files → their checksums. */
export interface CreateBody
  extends Pick<
    ModelCreateParams,
    'model' | 'from' | 'system' | 'template' | 'parameters' | 'quantize' | 'license'
  > {
  readonly files?: Readonly<Record<string, string>>;
  readonly adapters?: Readonly<Record<string, string>>;
}

/** How often, and how many times, it is looked whether an unloaded model has gone. */
const POLL_INTERVAL_MS = 50;
const MAX_POLLS = 60;

/** What changes the models of one Ollama, one request each. */
export class OllamaModels {
  private readonly server: OllamaServer;

  constructor(server: OllamaServer) {
    this.server = server;
  }

  /** The lines of a pull. Ending the iteration stops it; what has come is kept by Ollama. */
  pull(model: string, signal: AbortSignal): AsyncGenerator<ProgressLine> {
    // Older servers read `name` alone.
    const body = { model, name: model, stream: true };
    return this.server.progress({ path: '/api/pull', body }, model, signal);
  }

  /** The lines of a create. The files have been given before. */
  create(body: CreateBody, signal: AbortSignal): AsyncGenerator<ProgressLine> {
    const request = { path: '/api/create', body: { ...body, stream: true } };
    return this.server.progress(request, body.model, signal);
  }

  /** Whether Ollama has a file of this checksum, `sha256:` and 64 digits. */
  async hasBlob(digest: string, signal: AbortSignal): Promise<boolean> {
    const status = await this.server.send({ method: 'HEAD', path: `/api/blobs/${digest}` }, signal);
    return status !== 404;
  }

  /** Gives Ollama a file, which it checks against the checksum. */
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

  /** Loads a model with this window; resolves once it is loaded. */
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

  /** Unloads a model; resolves once it has gone, or when Ollama takes its time. */
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
 * How long a model stays loaded, as Ollama reads it: a number is seconds, a string must have a
 * unit. So a number in a string becomes a number: `"-1"`, for ever, would fail every request.
 */
export function keepAliveFor(value: string | number): string | number {
  if (typeof value === 'number') return value;
  const text = value.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : text;
}
