import { basename } from 'node:path';
import { HttpProblem } from '../../http/httpProblem.ts';
import { ChatPrompt } from './chatPrompt.ts';
import type { LoadedState } from './inference.ts';
import {
  type EngineLibraries,
  type Llama,
  type LlamaContext,
  type LlamaModel,
  type LlamaSequence,
  startLlama,
} from './nodeLlamaCpp.ts';

/** A model in memory, with the tokens it has read last. */
export interface ReadyModel {
  readonly llama: LlamaModel;
  readonly prompt: ChatPrompt;
  readonly sequence: LlamaSequence;
}

/** What is to be loaded. */
export interface LoadOptions {
  readonly libraries: EngineLibraries;
  readonly modelFile: string;
  readonly template: string | undefined;
  /** llama.cpp's own warnings. */
  readonly log: (line: string) => void;
}

/** Tokens that the context has room to read at once. */
const BATCH_TOKENS = 512;

/**
 * The model in memory, brought there when it is needed. A context of another length is a new one,
 * and has read nothing. The calls come one at a time.
 */
export class LoadedModel {
  private readonly options: LoadOptions;
  private started: Promise<Llama> | undefined;
  private model: { llama: LlamaModel; prompt: ChatPrompt } | undefined;
  private context: { llama: LlamaContext; sequence: LlamaSequence; length: number } | undefined;

  constructor(options: LoadOptions) {
    this.options = options;
  }

  get state(): LoadedState | undefined {
    const { model, context } = this;
    if (model === undefined || context === undefined) return undefined;
    const memory = bytesOf(model.llama) + bytesOf(context.llama);
    return { contextLength: context.length, memory };
  }

  /**
   * The model with room for this many tokens.
   *
   * @throws {HttpProblem} when it does not fit into memory, or cannot chat; the signal's reason
   * when that is aborted: a load that was stopped leaves nothing behind.
   */
  async ready(contextLength: number, signal: AbortSignal): Promise<ReadyModel> {
    try {
      const model = await this.readyModel(signal);
      const context = await this.readyContext(model.llama, contextLength, signal);
      return { ...model, sequence: context.sequence };
    } catch (error) {
      signal.throwIfAborted();
      throw asMemoryError(error);
    }
  }

  /** Takes all of it out of memory. */
  async dispose(): Promise<void> {
    const { model, context } = this;
    this.model = undefined;
    this.context = undefined;
    await context?.llama.dispose();
    await model?.llama.dispose();
  }

  private async readyModel(
    signal: AbortSignal,
  ): Promise<{ llama: LlamaModel; prompt: ChatPrompt }> {
    if (this.model !== undefined) return this.model;
    const { libraries, modelFile, template, log } = this.options;
    if (template === undefined) {
      throw new HttpProblem(400, 'the model has no chat template and does not support chat');
    }
    this.started ??= startLlama(libraries.engine, log);
    // It cannot be stopped, and serves the next load as well.
    const llama = await unlessAborted(this.started, signal);
    const model = await loadFile(llama, modelFile, signal);
    try {
      this.model = { llama: model, prompt: new ChatPrompt(model, libraries.templates, template) };
      return this.model;
    } catch (error) {
      await model.dispose();
      throw error;
    }
  }

  private async readyContext(model: LlamaModel, length: number, signal: AbortSignal) {
    if (this.context?.length === length) return this.context;
    const old = this.context?.llama;
    this.context = undefined;
    await old?.dispose();
    const { cpuMathCores } = await (this.started as Promise<Llama>);
    const llama = await model.createContext({
      // One place is never used by the library itself.
      contextSize: length + 1,
      batchSize: Math.min(BATCH_TOKENS, length),
      // Its threads wait for each other by spinning: where one has to share its core, all of them
      // stand still, and it is ten times slower. One core is left to everybody else.
      threads: Math.max(1, cpuMathCores - 1),
      createSignal: signal,
    });
    this.context = { llama, sequence: llama.getSequence(), length };
    return this.context;
  }
}

/** llama.cpp says why in its log; what is thrown says only that. */
async function loadFile(llama: Llama, modelFile: string, signal: AbortSignal): Promise<LlamaModel> {
  try {
    return await llama.loadModel({ modelPath: modelFile, loadSignal: signal });
  } catch (cause) {
    if (signal.aborted || !/failed to load model/i.test(String(cause))) throw cause;
    const likely = 'it is damaged, or of a kind that this llama.cpp does not know';
    throw new HttpProblem(500, `${basename(modelFile)} cannot be loaded: ${likely}`, { cause });
  }
}

function bytesOf({ memoryUsage }: { memoryUsage: { ram: number; vram: number } }): number {
  return memoryUsage.ram + memoryUsage.vram;
}

async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

/** Ollama's words for it, by which the model room knows it. */
function asMemoryError(error: unknown): unknown {
  if (!(error instanceof Error) || error.constructor.name !== 'InsufficientMemoryError') {
    return error;
  }
  const text = `model requires more system memory than is available: ${error.message}`;
  return new HttpProblem(500, text, { cause: error });
}
