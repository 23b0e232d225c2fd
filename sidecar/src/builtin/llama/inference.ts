/** What is known of the model without loading it. */
export interface ModelFacts {
  /** The name it answers to, with its tag. */
  readonly name: string;
  /** Bytes of its file. */
  readonly size: number;
  readonly modifiedAt: Date;
  readonly family: string;
  readonly parameterSize?: string | undefined;
  readonly quantization?: string | undefined;
  /** Tokens of the longest context that it was trained for. */
  readonly trainedContextLength: number;
  /** The chat template that its file carries. */
  readonly template?: string | undefined;
  /** As Ollama names them. */
  readonly capabilities: readonly string[];
  /** What its file says of it, as flat as Ollama shows it: "llama.context_length" and so on. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A message of a conversation. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
}

/** How the next token is chosen. */
export interface Sampling {
  /** 0 always takes the likeliest token. */
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly minP: number;
  readonly seed?: number | undefined;
  readonly repeatPenalty: number;
  /** How many of the answer's last tokens the penalty is for. */
  readonly repeatLast: number;
}

/** One request for an answer. */
export interface AnswerRequest {
  readonly messages: readonly ChatMessage[];
  /** Tokens that the prompt and the answer must fit into. */
  readonly contextLength: number;
  /** Tokens after which the answer is cut; unlimited within the context otherwise. */
  readonly maximumTokens?: number | undefined;
  /** Texts that end the answer; they are not part of it. */
  readonly stop: readonly string[];
  readonly thinking: boolean;
  readonly sampling: Sampling;
}

/** How an answer ended and what it cost. Durations are in milliseconds. */
export interface AnswerOutcome {
  /** `length`: the limit was reached, or the context is full. */
  readonly reason: 'stop' | 'length';
  readonly promptTokens: number;
  /** How many of them were still in memory from the call before, and were not read again. */
  readonly cachedTokens: number;
  readonly answerTokens: number;
  readonly loadDuration: number;
  readonly promptDuration: number;
  readonly answerDuration: number;
}

/** What a loaded model takes. */
export interface LoadedState {
  readonly contextLength: number;
  /** Bytes. */
  readonly memory: number;
}

/**
 * One model that answers. The calls come one at a time; each of them rejects with the signal's
 * reason soon after that is aborted, and has come to rest when it does.
 */
export interface Inference {
  readonly facts: ModelFacts;
  /** Undefined while it is not in memory. */
  readonly loaded: LoadedState | undefined;

  /** Brings the model into memory with room for this many tokens. */
  load(contextLength: number, signal: AbortSignal): Promise<void>;

  /** Takes it out of memory. */
  unload(): Promise<void>;

  /**
   * Loads the model where needed, and yields the answer as it comes, in whole characters.
   *
   * @throws {HttpProblem} when the prompt does not fit or cannot be made of these messages.
   */
  answer(request: AnswerRequest, signal: AbortSignal): AsyncGenerator<string, AnswerOutcome>;
}
