import { basename } from 'node:path';
import { HttpProblem } from '../../http/answers.ts';
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

/** A model in memory, with the tokens of the last call. */
export interface ReadyModel {
  readonly llama: LlamaModel;
  readonly prompt: ChatPrompt;
  readonly sequence: LlamaSequence;
}

/** The model to load. */
export interface LoadOptions {
  readonly libraries: EngineLibraries;
  readonly modelFile: string;
  readonly template: string | undefined;
  /** Receives the warnings of llama.cpp. */
  readonly log: (line: string) => void;
}

/** The most tokens that the context reads at once. */
const BATCH_TOKENS = 512;

/**
 * Loads the model when it is needed, and keeps it in memory. A different context length creates a new,
 * empty context. Callers make one call at a time.
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
   * The model with a context of this many tokens.
   *
   * @throws {HttpProblem} when it does not fit into memory, or does not support chat; the reason of
   * the signal when that was aborted, and then nothing stays loaded.
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

  /** Unloads the model and its context. */
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
    // Starting cannot be stopped; the next load uses its result.
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
      // The library never uses the last position.
      contextSize: length + 1,
      batchSize: Math.min(BATCH_TOKENS, length),
      // The threads spin while they wait for each other: when one of them shares its core, all of
      // them stall, and generation is ten times slower. So one core is left to other programs.
      threads: Math.max(1, cpuMathCores - 1),
      createSignal: signal,
    });
    this.context = { llama, sequence: llama.getSequence(), length };
    return this.context;
  }
}

/** The error of the library does not contain the reason, which llama.cpp only logs. */
async function loadFile(llama: Llama, modelFile: string, signal: AbortSignal): Promise<LlamaModel> {
  try {
    return await llama.loadModel({ modelPath: modelFile, loadSignal: signal });
  } catch (cause) {
    if (signal.aborted || !/failed to load model/i.test(String(cause))) throw cause;
    const likely = 'it is damaged, or this llama.cpp does not support its format';
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

/** The message is Ollama's, by which models/ recognizes the error. */
function asMemoryError(error: unknown): unknown {
  if (!(error instanceof Error) || error.constructor.name !== 'InsufficientMemoryError') {
    return error;
  }
  const text = `model requires more system memory than is available: ${error.message}`;
  return new HttpProblem(500, text, { cause: error });
}
