/** What a fake Ollama has and does. Plain data: a script can be a JSON file. */
export interface FakeScript {
  /** Default: 0.32.15. The fake answers in the shapes of 0.17.4, which newer ones only add to. */
  readonly version?: string;
  /** Default: one model, `fake:latest`, that chats. */
  readonly models?: readonly FakeModel[];
  /** Each answers one request; of those that match, the first that is left. */
  readonly replies?: readonly FakeReply[];
  /** Answers every `/api/chat` for which no reply is left. */
  readonly otherwise?: FakeReply;
  /** Nobody listens until `openPort`: connections are refused. */
  readonly portClosed?: boolean;
  /** Speaks TLS with this key and certificate (PEM). */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A model of the fake. */
export interface FakeModel {
  readonly name: string;
  /** As `/api/show` says; default: completion. */
  readonly capabilities?: readonly string[];
  readonly family?: string;
  /** Longest context it was trained for; default 8192. */
  readonly trainedContext?: number;
  /** `num_ctx` of its Modelfile. */
  readonly numCtx?: number;
  /** It is loaded from the start, with this window. */
  readonly loadedContext?: number;
  /** `/api/ps` lists it so many times more after it was unloaded, as a server does that takes a moment. */
  readonly listedAfterUnload?: number;
  /** It runs on somebody else's machine. */
  readonly remoteHost?: string;
}

/** Where a reply can be held back: before its headers, or before the piece of this number. */
export type Step = 'headers' | number;

/** How the lines of a reply are cut into writes. */
export type Chunking =
  /** One write a line, as Ollama does. */
  | 'line'
  /** Everything up to the next hold in one write. */
  | 'burst'
  | 'everyByte'
  /** A cut inside each character that has more than one byte. */
  | 'splitCharacters';

/** The answer to one request. */
export interface FakeReply {
  /** Which request it is for; every field must fit. Default: any `/api/chat`. */
  readonly match?: {
    /** `*` is every path. */
    readonly path?: string;
    /** A text that the last message contains. */
    readonly lastMessage?: string;
    readonly model?: string;
  };
  /** How many requests it answers; default 1. */
  readonly times?: number | 'always';
  /** Pieces of `message.thinking`, sent first. */
  readonly thinking?: readonly string[];
  /**
   * Of a pull or a create: its lines as they are sent, one a piece. Behind the last one the model is
   * there, if that was a success.
   */
  readonly lines?: readonly object[];
  /** Pieces of `message.content`. Pieces are numbered through: thinking, then tokens, then done. */
  readonly tokens?: readonly string[];
  /** Fields that take the place of the last line's own; null leaves one out. */
  readonly done?: Readonly<Record<string, unknown>>;
  /** Default: line. */
  readonly chunking?: Chunking;
  /** Milliseconds before each piece. */
  readonly pace?: number;
  /** Steps that wait until the test releases them. */
  readonly hold?: 'everyStep' | readonly Step[];
  readonly doneReason?: 'stop' | 'length';
  /** Milliseconds that loading the model took, as the last line says; default 40. */
  readonly loadDuration?: number;
  /** `prompt_eval_count`; default: {@link countPromptTokens}. */
  readonly promptTokens?: number;
  readonly fault?: Fault;
}

/** What goes wrong. `after` counts the pieces that are sent whole before it does. */
export type Fault =
  /** An HTTP status with Ollama's own words for it, or other ones. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly contentType?: string;
    }
  /** An error as a line of the stream, after HTTP 200. */
  | { readonly kind: 'errorLine'; readonly after: number; readonly error: string }
  /** The socket is cut: between two lines, in a line, or in a character of a line. */
  | {
      readonly kind: 'cut';
      readonly after: number;
      readonly where: 'betweenLines' | 'line' | 'character';
    }
  /** The stream ends in good order, without the line that says "done". */
  | { readonly kind: 'noDone' }
  | { readonly kind: 'garbageLine'; readonly after: number; readonly line: string }
  /** The tokens, over and over, until the client closes. */
  | { readonly kind: 'endless' }
  /** One line that has no end. */
  | { readonly kind: 'endlessLine' }
  | { readonly kind: 'redirect'; readonly location: string }
  /** A page of a proxy or a login. */
  | { readonly kind: 'htmlPage'; readonly status: number }
  /** A body of its own, byte for byte; JSON lines with 200 where nothing else is said. */
  | {
      readonly kind: 'body';
      readonly body: string;
      readonly status?: number;
      readonly contentType?: string;
      readonly encoding?: 'gzip' | 'deflate' | 'br';
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** HTTP 200 and nothing. */
  | { readonly kind: 'emptyBody' }
  /** A Content-Length that is this much more (or less) than the body. */
  | { readonly kind: 'wrongContentLength'; readonly difference: number }
  /** Bytes of another protocol. */
  | { readonly kind: 'notHttp' }
  /** The socket is closed without an answer. */
  | { readonly kind: 'hangUp' };

/** The model of a script that names none. */
export const defaultModel: FakeModel = { name: 'fake:latest' };

/** What is answered where the script says nothing. */
export const defaultReply: FakeReply = { tokens: ['This', ' is', ' the', ' fake', '.'] };
