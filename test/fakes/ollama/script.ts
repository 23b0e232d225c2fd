/** The models and replies of a fake Ollama. Plain data, so that a script can be a JSON file. */
export interface FakeScript {
  /** Default: 0.32.15. The fake uses the format of 0.17.4, to which newer versions only add. */
  readonly version?: string;
  /** Default: one chat model, `fake:latest`. */
  readonly models?: readonly FakeModel[];
  /** Each answers one request; the first unused match is taken. */
  readonly replies?: readonly FakeReply[];
  /** Answers every `/api/chat` without a matching reply. */
  readonly otherwise?: FakeReply;
  /** Connections are refused until `openPort`. */
  readonly portClosed?: boolean;
  /** Uses TLS with this key and certificate (PEM). */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A model of the fake. */
export interface FakeModel {
  readonly name: string;
  /** As in `/api/show`; default: completion. */
  readonly capabilities?: readonly string[];
  readonly family?: string;
  /** The context length it was trained for; default 8192. */
  readonly trainedContext?: number;
  /** `num_ctx` of its Modelfile. */
  readonly numCtx?: number;
  /** The window that it is already loaded with at the start. */
  readonly loadedContext?: number;
  /** How many more times `/api/ps` lists it after it was unloaded, like a slow server. */
  readonly listedAfterUnload?: number;
  /** Marks a cloud model. */
  readonly remoteHost?: string;
}

/** Where a reply can be held: before its headers, or before the piece with this number. */
export type Step = 'headers' | number;

/** How the lines of a reply are split into writes. */
export type Chunking =
  /** One write per line, like Ollama. */
  | 'line'
  /** Everything up to the next hold in one write. */
  | 'burst'
  | 'everyByte'
  /** Splits every character that has more than one byte. */
  | 'splitCharacters';

/** The answer to one request. */
export interface FakeReply {
  /** The request it answers; every field must match. Default: any `/api/chat`. */
  readonly match?: {
    /** `*` matches every path. */
    readonly path?: string;
    /** Text contained in the last message. */
    readonly lastMessage?: string;
    readonly model?: string;
  };
  /** The number of requests it answers; default 1. */
  readonly times?: number | 'always';
  /** Pieces of `message.thinking`, sent first. */
  readonly thinking?: readonly string[];
  /**
   * For a pull or a create: its lines, one per piece. After the last one the model is installed, if
   * it reports success.
   */
  readonly lines?: readonly object[];
  /** Pieces of `message.content`. Pieces are numbered consecutively: thinking, tokens, done. */
  readonly tokens?: readonly string[];
  /** Fields that replace those of the last line; null removes one. */
  readonly done?: Readonly<Record<string, unknown>>;
  /** Default: line. */
  readonly chunking?: Chunking;
  /** Milliseconds before each piece. */
  readonly pace?: number;
  /** Steps that are held until the test releases them. */
  readonly hold?: 'everyStep' | readonly Step[];
  readonly doneReason?: 'stop' | 'length';
  /** The load time in milliseconds in the last line; default 40. */
  readonly loadDuration?: number;
  /** `prompt_eval_count`; default: {@link countPromptTokens}. */
  readonly promptTokens?: number;
  readonly fault?: Fault;
}

/** A fault of a reply. `after` is the number of complete pieces before it. */
export type Fault =
  /** An HTTP status, with Ollama's message for it or another one. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly contentType?: string;
    }
  /** An error line in the stream, after HTTP 200. */
  | { readonly kind: 'errorLine'; readonly after: number; readonly error: string }
  /** The socket is cut between two lines, in a line, or in a character. */
  | {
      readonly kind: 'cut';
      readonly after: number;
      readonly where: 'betweenLines' | 'line' | 'character';
    }
  /** The stream ends normally but without the "done" line. */
  | { readonly kind: 'noDone' }
  | { readonly kind: 'garbageLine'; readonly after: number; readonly line: string }
  /** Repeats the tokens until the client closes. */
  | { readonly kind: 'endless' }
  /** A line without an end. */
  | { readonly kind: 'endlessLine' }
  | { readonly kind: 'redirect'; readonly location: string }
  /** The HTML page of a proxy or a login. */
  | { readonly kind: 'htmlPage'; readonly status: number }
  /** A custom body; by default JSON lines with status 200. */
  | {
      readonly kind: 'body';
      readonly body: string;
      readonly status?: number;
      readonly contentType?: string;
      readonly encoding?: 'gzip' | 'deflate' | 'br';
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** HTTP 200 with an empty body. */
  | { readonly kind: 'emptyBody' }
  /** A Content-Length that is this much larger (or smaller) than the body. */
  | { readonly kind: 'wrongContentLength'; readonly difference: number }
  /** Bytes of another protocol. */
  | { readonly kind: 'notHttp' }
  /** Closes the socket without an answer. */
  | { readonly kind: 'hangUp' };

/** The default model of a script. */
export const defaultModel: FakeModel = { name: 'fake:latest' };

/** The default answer. */
export const defaultReply: FakeReply = { tokens: ['This', ' is', ' the', ' fake', '.'] };
