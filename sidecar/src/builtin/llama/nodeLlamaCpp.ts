import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The part of node-llama-cpp 3.21 that is used. The package is downloaded when it is first needed, so
 * its types are not available at build time.
 */
export interface NodeLlamaCpp {
  getLlama(options: {
    gpu: false | 'metal';
    build: 'never';
    skipDownload: boolean;
    progressLogs: false;
    logLevel: string;
    logger: (level: string, message: string) => void;
  }): Promise<Llama>;
  readGgufFileInfo(
    file: string,
    options: { readTensorInfo: false; logWarnings: false },
  ): Promise<{ metadata: GgufMetadata }>;
  readonly GgufFileType: Readonly<Record<number, string>>;
}

/** The metadata of a model's file, as nested objects. */
export interface GgufMetadata {
  readonly general: {
    readonly architecture: string;
    readonly size_label?: string;
    readonly file_type?: number;
  };
  readonly tokenizer?: { readonly chat_template?: string };
  readonly [key: string]: unknown;
}

export interface Llama {
  readonly cpuMathCores: number;
  loadModel(options: { modelPath: string; loadSignal: AbortSignal }): Promise<LlamaModel>;
}

/** The number of a token in the model's vocabulary. */
export type Token = number & { readonly __token?: never };

export interface LlamaModel {
  readonly trainContextSize: number;
  readonly memoryUsage: { readonly ram: number; readonly vram: number };
  readonly tokens: {
    readonly bos: Token | null;
    readonly bosString: string | null;
    readonly eosString: string | null;
    readonly shouldPrependBosToken: boolean;
  };
  /** The texts of special tokens become these tokens only with `specialTokens`. */
  tokenize(text: string, specialTokens: boolean): Token[];
  detokenize(tokens: readonly Token[], specialTokens: boolean, before?: readonly Token[]): string;
  isSpecialToken(token: Token): boolean;
  isEogToken(token: Token): boolean;
  iterateAllTokens(): Iterable<Token>;
  createContext(options: {
    contextSize: number;
    batchSize: number;
    threads: number;
    createSignal: AbortSignal;
  }): Promise<LlamaContext>;
  dispose(): Promise<void>;
}

export interface LlamaContext {
  readonly contextSize: number;
  readonly memoryUsage: { readonly ram: number; readonly vram: number };
  getSequence(): LlamaSequence;
  dispose(): Promise<void>;
}

/** The tokens in memory and their computed state. */
export interface LlamaSequence {
  readonly contextSize: number;
  readonly nextTokenIndex: number;
  /** Drops the state from the first token on that differs. */
  adaptStateToTokens(tokens: readonly Token[], allowShift: boolean): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly Token[]): Promise<void>;
  evaluate(tokens: readonly Token[], options: EvaluateOptions): AsyncGenerator<Token, void, void>;
}

export interface EvaluateOptions {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly minP: number;
  readonly seed?: number;
  readonly repeatPenalty?: {
    readonly punishTokens: () => Token[];
    readonly penalty: number;
    readonly maxPunishTokens: number;
  };
}

/** Renders the chat templates of models; a dependency of node-llama-cpp. */
export interface TemplateLibrary {
  readonly Template: new (source: string) => ChatTemplateRenderer;
}

export interface ChatTemplateRenderer {
  render(variables: Readonly<Record<string, unknown>>): string;
}

/** The libraries in the engine's folder. */
export interface EngineLibraries {
  readonly engine: NodeLlamaCpp;
  readonly templates: TemplateLibrary;
}

/** Imports the libraries from the folder that they were downloaded to. */
export async function importLibraries(engineFolder: string): Promise<EngineLibraries> {
  const load = (...path: string[]): Promise<unknown> =>
    import(pathToFileURL(join(engineFolder, 'node_modules', ...path)).href);
  const [engine, templates] = await Promise.all([
    load('node-llama-cpp', 'dist', 'index.js'),
    load('@huggingface', 'jinja', 'dist', 'index.js'),
  ]);
  return { engine: engine as NodeLlamaCpp, templates: templates as TemplateLibrary };
}

/** Starts llama.cpp on the processor. The only build for Apple silicon uses its GPU as well. */
export function startLlama(engine: NodeLlamaCpp, log: (line: string) => void): Promise<Llama> {
  const apple = process.platform === 'darwin' && process.arch === 'arm64';
  return engine.getLlama({
    gpu: apple ? 'metal' : false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: 'warn',
    logger: (level, message) => log(`llama.cpp ${level}: ${message.trim()}`),
  });
}
