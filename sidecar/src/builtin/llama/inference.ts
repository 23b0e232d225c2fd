/** The facts of a model that its file states, without loading it. */
export interface ModelFacts {
  /** The name in requests, with its tag. */
  readonly name: string;
  /** Bytes of its file. */
  readonly size: number;
  readonly modifiedAt: Date;
  readonly family: string;
  readonly parameterSize?: string | undefined;
  readonly quantization?: string | undefined;
  /** The longest context that it was trained for, in tokens. */
  readonly trainedContextLength: number;
  /** The chat template in its file. */
  readonly template?: string | undefined;
  /** By Ollama's names. */
  readonly capabilities: readonly string[];
  /** The metadata of its file, flattened as in Ollama: "llama.context_length" and so on. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A message of a conversation. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
}

/** How the next token is chosen. */
export interface Sampling {
  /** 0: always the most likely token. */
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly minP: number;
  readonly seed?: number | undefined;
  readonly repeatPenalty: number;
  /** How many of the last tokens of the answer are penalized. */
  readonly repeatLast: number;
}

/** One request for an answer. */
export interface AnswerRequest {
  readonly messages: readonly ChatMessage[];
  /** Tokens of the prompt and the answer together. */
  readonly contextLength: number;
  /** Tokens after which the answer is cut; default: the rest of the context. */
  readonly maxTokens?: number | undefined;
  /** Texts that end the answer; they are not part of it. */
  readonly stop: readonly string[];
  readonly thinking: boolean;
  readonly sampling: Sampling;
}

/** How an answer ended, and its cost. Durations are in milliseconds. */
export interface AnswerOutcome {
  /** `length`: the limit was reached, or the context is full. */
  readonly reason: 'stop' | 'length';
  readonly promptTokens: number;
  /** How many of them were still in memory from the previous call. */
  readonly cachedTokens: number;
  readonly answerTokens: number;
  readonly loadDuration: number;
  readonly promptDuration: number;
  readonly answerDuration: number;
}

/** The resources of a loaded model. */
export interface LoadedState {
  readonly contextLength: number;
  /** Bytes. */
  readonly memory: number;
}

/**
 * One model that answers. Callers make one call at a time. After the signal was aborted, a call soon
 * rejects with its reason, and has stopped by then.
 */
export interface Inference {
  readonly facts: ModelFacts;
  /** Undefined while the model is not in memory. */
  readonly loaded: LoadedState | undefined;

  /** Loads the model with a context of this many tokens. */
  load(contextLength: number, signal: AbortSignal): Promise<void>;

  /** Unloads the model. */
  unload(): Promise<void>;

  /**
   * Loads the model if necessary, and yields the answer as it is generated, in whole characters.
   *
   * @throws {HttpProblem} when the prompt does not fit, or the template rejects the messages.
   */
  answer(request: AnswerRequest, signal: AbortSignal): AsyncGenerator<string, AnswerOutcome>;
}
