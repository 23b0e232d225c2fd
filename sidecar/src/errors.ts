import { ErrorCode } from '@condenser/protocol';

/** Why a file cannot be attached to a question. */
export interface AttachmentFailure {
  readonly path: string;
  readonly problem: 'missing' | 'folder' | 'notAFile' | 'unreadable' | 'tooLarge' | 'binary';
  /** The message of the operating system, where there is one. */
  readonly reason?: string;
  readonly maxBytes?: number;
}

/** Why a part of the built-in engine could not be downloaded. */
export interface DownloadFailure {
  /** Such as "node-llama-cpp 3.21.1". */
  readonly what: string;
  readonly problem: 'programMissing' | 'diskFull' | 'wrongChecksum' | 'failed';
  /** The program that downloads it: npm, or Python with pip. */
  readonly program: string;
  /** The folder it is downloaded to. */
  readonly folder: string;
  /** The output of the program, or the two checksums. */
  readonly reason: string;
}

/** Why a model cannot be created from the given files. */
export interface ModelFileFailure {
  /** The parameter or the option that names the file. */
  readonly field: 'path' | 'adapter' | 'from' | 'quantize' | '--builtin';
  readonly path: string;
  readonly problem:
    | 'missing'
    | 'unreadable'
    | 'noModelFiles'
    | 'notGguf'
    | 'changed'
    | 'nothingGiven'
    | 'bothGiven'
    | 'refused';
  readonly reason?: string;
}

/** Where a request to Ollama ended, and why. */
export interface UnreachableFacts {
  readonly host: string;
  readonly reason: string;
  /** The host is another machine, where Ollama cannot be started from here. */
  readonly remote?: boolean;
  /** The proxy in between, without its password. */
  readonly proxy?: string;
  /** The status of a gateway that answered in place of Ollama. */
  readonly gatewayStatus?: number;
}

/** How the value of an option is malformed, beside numbers and choices. */
export type MalformedValue =
  | 'notAHost'
  | 'notAnOrigin'
  | 'notAnAddress'
  | 'notAPath'
  | 'notAParameter';

/** What is wrong with a command line, and the nearest valid spelling. */
export type UsageProblem =
  | { readonly problem: 'unknownCommand'; readonly given: string; readonly nearest?: string }
  | { readonly problem: 'unknownOption'; readonly given: string; readonly nearest?: string }
  | { readonly problem: 'missingArgument'; readonly command: string; readonly name: string }
  | { readonly problem: 'missingValue'; readonly option: string }
  | { readonly problem: 'needlessValue'; readonly option: string }
  | { readonly problem: 'excessArgument'; readonly command: string; readonly given: string }
  | { readonly problem: MalformedValue; readonly option: string; readonly given: string }
  | {
      readonly problem: 'conflict' | 'tokenRequired';
      readonly option: string;
      readonly other: string;
    }
  | { readonly problem: 'duplicate'; readonly option: string; readonly given: string }
  | {
      readonly problem: 'notAnInteger';
      readonly option: string;
      readonly given: string;
      readonly min: number;
      readonly max: number;
    }
  | {
      readonly problem: 'notAChoice';
      readonly option: string;
      readonly given: string;
      readonly choices: readonly string[];
      readonly nearest?: string;
    };

interface KindDefinition<Facts extends object> {
  /** The code on the wire. */
  readonly code: number | ((facts: Facts) => number);
  /** The HTTP status of `serve`; 500 if absent. */
  readonly status?: number;
  /** The English message for logs. Users read the text of the same kind in i18n. */
  readonly log: (facts: Facts) => string;
}

function kind<Facts extends object>(definition: KindDefinition<Facts>): KindDefinition<Facts> {
  return definition;
}

const MODEL_FILE_NOT_FOUND: ReadonlySet<string> = new Set([
  'missing',
  'unreadable',
  'noModelFiles',
]);

/** Every kind of error. A new one needs an entry here and its texts in i18n, nothing else. */
const KINDS = {
  /** The server requires credentials, or rejects the Host header. */
  accessRefused: kind<{ host: string; status: number; reason: string }>({
    code: ErrorCode.ollamaUnreachable,
    status: 502,
    log: ({ host, status, reason }) => `${host} denied access (${status}): ${reason}`,
  }),
  /** Several conversations have an id that starts like this. */
  ambiguousId: kind<{ id: string; matches: readonly string[] }>({
    code: ErrorCode.invalidParams,
    log: ({ id }) => `The id ${id} is ambiguous`,
  }),
  /** A file or piped input cannot be attached to a question. */
  attachment: kind<AttachmentFailure>({
    code: ErrorCode.invalidParams,
    log: ({ path, problem }) => `${path} cannot be attached (${problem})`,
  }),
  /** The built-in engine was requested, but `--no-builtin` disables it. */
  builtinForbidden: kind<object>({
    code: ErrorCode.notSupported,
    log: () => 'The built-in engine is disabled',
  }),
  /** Ollama's queue is full. */
  busy: kind<{ host: string }>({
    code: ErrorCode.busy,
    status: 503,
    log: ({ host }) => `Ollama at ${host} is busy`,
  }),
  /** The client cancelled the request, or the server shuts down: `serve` answers only the latter. */
  cancelled: kind<{ method: string }>({
    code: ErrorCode.cancelled,
    status: 503,
    log: ({ method }) => `${method} was cancelled`,
  }),
  /** The clientTurnId of a request belongs to a turn with another question. */
  clientTurnIdReused: kind<{ field: 'clientTurnId'; turnId: string }>({
    code: ErrorCode.invalidParams,
    log: ({ turnId }) => `clientTurnId belongs to turn ${turnId}, which is another request`,
  }),
  /** The question alone is longer than the context window. Sizes are in tokens. */
  contextOverflow: kind<{ contextWindow: number; reason: string; promptTokens?: number }>({
    code: ErrorCode.contextOverflow,
    status: 422,
    log: ({ contextWindow, reason }) =>
      `The question does not fit into ${contextWindow} tokens: ${reason}`,
  }),
  /** The conversation is in the trash, where nothing is appended to it. */
  conversationDeleted: kind<{ id: string }>({
    code: ErrorCode.notFound,
    log: ({ id }) => `Conversation ${id} is in the trash`,
  }),
  /** The data folder cannot be created or read. */
  dataFolder: kind<{ path: string; reason: string }>({
    code: ErrorCode.notSaved,
    log: ({ path, reason }) => `${path} cannot be used: ${reason}`,
  }),
  /** A part of the built-in engine could not be downloaded. No partial file is left. */
  downloadFailed: kind<DownloadFailure>({
    code: ErrorCode.ollamaUnreachable,
    log: ({ what, problem, reason }) => `${what} could not be downloaded (${problem}): ${reason}`,
  }),
  /** The built-in engine cannot run here, or its process exited before it answered. */
  engineUnavailable: kind<{ reason: string }>({
    code: ErrorCode.ollamaUnreachable,
    status: 503,
    log: ({ reason }) => `The built-in engine is not running: ${reason}`,
  }),
  /** The file to write exists, and overwriting was not requested. */
  fileExists: kind<{ path: string }>({
    code: ErrorCode.invalidParams,
    log: ({ path }) => `${path} exists`,
  }),
  /** An answer took longer than `serve` allows. */
  generationLimit: kind<{ seconds: number }>({
    code: ErrorCode.ollamaFailed,
    status: 504,
    log: ({ seconds }) => `The answer took longer than ${seconds} seconds`,
  }),
  /** No token arrived within the idle timeout. */
  idleTimeout: kind<{ seconds: number }>({
    code: ErrorCode.ollamaFailed,
    status: 504,
    log: ({ seconds }) => `No token for ${seconds} s`,
  }),
  /** The process exited in the middle of an answer; the saved part of it is kept. */
  interrupted: kind<object>({
    code: ErrorCode.interrupted,
    log: () => 'The process exited in the middle of the answer',
  }),
  /** A parameter does not match the protocol; `field` is its path. */
  invalidParams: kind<{ method: string; field: string; problem: string }>({
    code: ErrorCode.invalidParams,
    status: 422,
    log: ({ method, field, problem }) => `${method}: ${field}: ${problem}`,
  }),
  /** A server cannot listen at the given address. */
  listen: kind<{
    host: string;
    port: number;
    problem: 'inUse' | 'notAllowed' | 'noSuchAddress' | 'failed';
    /** The message of the operating system. */
    reason: string;
  }>({
    code: ErrorCode.invalidParams,
    log: ({ host, port, reason }) => `Cannot listen at ${host}:${port}: ${reason}`,
  }),
  /** The model does not fit on Ollama's disk. Sizes are in bytes, where they are known. */
  modelDiskFull: kind<{ model: string; needed?: number; free?: number }>({
    code: ErrorCode.ollamaFailed,
    log: ({ model }) => `Not enough disk space for ${model}`,
  }),
  /** A model cannot be created from the given files. */
  modelFile: kind<ModelFileFailure>({
    code: ({ problem }) =>
      MODEL_FILE_NOT_FOUND.has(problem) ? ErrorCode.notFound : ErrorCode.invalidParams,
    log: ({ field, path, problem }) => `${field}: ${path} (${problem})`,
  }),
  /** The model is not installed; `pullCommand` installs it. */
  modelMissing: kind<{ model: string; pullCommand: string }>({
    code: ErrorCode.modelMissing,
    status: 503,
    log: ({ model }) => `Model ${model} is not installed`,
  }),
  /** The input is neither a model name nor the address of a model. */
  modelName: kind<{ field: 'model'; given: string }>({
    code: ErrorCode.invalidParams,
    log: ({ given }) => `Invalid model name: ${given}`,
  }),
  /** The registry has no model of this name. */
  modelUnknown: kind<{ model: string; reason: string }>({
    code: ErrorCode.modelMissing,
    log: ({ model, reason }) => `The registry has no model ${model}: ${reason}`,
  }),
  /** No model is set and none can be chosen without asking; `models` lists the candidates. */
  noModelChosen: kind<{ models: readonly string[] }>({
    code: ErrorCode.modelMissing,
    status: 503,
    log: () => 'No model is chosen',
  }),
  /** No conversation or turn has this id. */
  notFound: kind<{ what: 'conversation' | 'turn'; id: string }>({
    code: ErrorCode.notFound,
    log: ({ what, id }) => `No ${what} ${id}`,
  }),
  /** The server is not Ollama: a proxy's page, a redirect, another server. */
  notOllama: kind<{ host: string; reason: string }>({
    code: ErrorCode.ollamaUnreachable,
    status: 502,
    log: ({ host, reason }) => `The server at ${host} is not Ollama: ${reason}`,
  }),
  /** The disk is full, read-only or missing; the data is not saved. */
  notSaved: kind<{ path: string; reason: string }>({
    code: ErrorCode.notSaved,
    log: ({ path, reason }) => `${path} could not be written: ${reason}`,
  }),
  /** The model or the server does not support the request. */
  notSupported: kind<{ model: string; reason: string }>({
    code: ErrorCode.notSupported,
    status: 422,
    log: ({ model, reason }) => `Not supported by ${model}: ${reason}`,
  }),
  /** Ollama answered with an error, before or in the middle of a stream. */
  ollamaFailed: kind<{ status?: number; reason: string }>({
    code: ErrorCode.ollamaFailed,
    status: 502,
    log: ({ reason }) => `Ollama failed: ${reason}`,
  }),
  /** Ollama could not be started. */
  ollamaStart: kind<{
    problem: 'notInstalled' | 'otherMachine' | 'failed';
    host: string;
    reason?: string;
  }>({
    code: ({ problem }) =>
      ({
        notInstalled: ErrorCode.notFound,
        otherMachine: ErrorCode.notSupported,
        failed: ErrorCode.ollamaUnreachable,
      })[problem],
    log: ({ problem }) => `Ollama could not be started (${problem})`,
  }),
  /** Nothing answers at the configured address, or only a gateway in front of Ollama. */
  ollamaUnreachable: kind<UnreachableFacts>({
    code: ErrorCode.ollamaUnreachable,
    status: 503,
    log: ({ host, reason }) => `Ollama does not answer at ${host}: ${reason}`,
  }),
  /** The model does not fit into the memory of its machine. */
  outOfMemory: kind<{ model: string; reason: string }>({
    code: ErrorCode.outOfMemory,
    status: 503,
    log: ({ model, reason }) => `Model ${model} does not fit into memory: ${reason}`,
  }),
  /** The output of a command could not be written to stdout in full. */
  output: kind<{ reason: string }>({
    code: ErrorCode.notSaved,
    log: ({ reason }) => `The output could not be written: ${reason}`,
  }),
  /** The client uses another version of the protocol. */
  protocolVersion: kind<{ asked: number; supported: number }>({
    code: ErrorCode.protocolVersion,
    log: ({ asked, supported }) =>
      `Protocol version ${asked} is not supported; this sidecar uses version ${supported}`,
  }),
  /** An environment variable names an unusable proxy. */
  proxy: kind<{
    variable: string;
    /** The value of the variable, without a password. */
    proxy: string;
    /** The unsupported scheme; absent if the address is malformed. */
    scheme?: string;
  }>({
    code: ErrorCode.invalidParams,
    log: ({ variable, proxy }) => `${variable}: "${proxy}" is not an HTTP proxy`,
  }),
  /** Ollama cannot reach the registry of a model. The downloaded part is kept. */
  registryUnreachable: kind<{ model: string; reason: string }>({
    code: ErrorCode.ollamaFailed,
    log: ({ model, reason }) => `Ollama cannot pull ${model}: ${reason}`,
  }),
  /** A server in front of Ollama rejects a request of this size (413). */
  requestTooLarge: kind<{ host: string; reason: string }>({
    code: ErrorCode.contextOverflow,
    status: 502,
    log: ({ host, reason }) => `The server at ${host} rejects a request of this size: ${reason}`,
  }),
  /** A settings file or a flag has an invalid value. */
  settings: kind<{ file: string; field: string; problem: string }>({
    code: ErrorCode.invalidParams,
    log: ({ file, field, problem }) => `${file}: ${field}: ${problem}`,
  }),
  /** The settings file cannot be read, or is not a JSON object. */
  settingsFile: kind<{ file: string; problem: 'unreadable' | 'malformed'; reason: string }>({
    code: ErrorCode.invalidParams,
    log: ({ file, problem, reason }) => `${file} is ${problem}: ${reason}`,
  }),
  /** The settings file cannot be replaced; the settings are unchanged. */
  settingsNotSaved: kind<{ file: string; reason: string }>({
    code: ErrorCode.notSaved,
    log: ({ file, reason }) => `${file} cannot be written: ${reason}`,
  }),
  /** The stream ended before Ollama sent its last message. */
  streamBroken: kind<{ reason: string }>({
    code: ErrorCode.ollamaFailed,
    status: 502,
    log: ({ reason }) => `The answer broke off: ${reason}`,
  }),
  /** A conversation runs one turn at a time. */
  turnRunning: kind<{ turnId: string }>({
    code: ErrorCode.turnRunning,
    log: ({ turnId }) => `Turn ${turnId} is still running in this conversation`,
  }),
  /** A line of the stream is not JSON. */
  unreadableAnswer: kind<{ reason: string }>({
    code: ErrorCode.ollamaFailed,
    status: 502,
    log: ({ reason }) => `Ollama sent something unreadable: ${reason}`,
  }),
  /** A malformed command line. */
  usage: kind<UsageProblem>({
    code: ErrorCode.invalidParams,
    log: ({ problem }) => `Command line: ${problem}`,
  }),
};

type FactsIn<Definition> = Definition extends KindDefinition<infer Facts> ? Facts : never;

/** The facts of each kind of error: the values that its text needs. */
export type ErrorFacts = { readonly [Kind in keyof typeof KINDS]: FactsIn<(typeof KINDS)[Kind]> };

/** The stable name of a kind of error; `data.kind` on the wire. */
export type ErrorKind = keyof ErrorFacts;

const definitions: { readonly [Kind in ErrorKind]: KindDefinition<ErrorFacts[Kind]> } = KINDS;

/** An error that a user may see. Its text in the user's language is in i18n, by its kind. */
export class CondenserError<Kind extends ErrorKind = ErrorKind> extends Error {
  override readonly name = 'CondenserError';
  readonly kind: Kind;
  readonly facts: ErrorFacts[Kind];
  /** The code on the wire. */
  readonly code: number;

  constructor(kind: Kind, facts: ErrorFacts[Kind], options?: { cause?: unknown }) {
    const { code, log } = definitions[kind];
    super(log(facts), options);
    this.kind = kind;
    this.facts = facts;
    this.code = typeof code === 'number' ? code : code(facts);
  }
}

/** An error of one of these kinds, which `kind` tells apart. */
export type ErrorOf<Kind extends ErrorKind> = Kind extends ErrorKind ? CondenserError<Kind> : never;

/** Whether `error` is a {@link CondenserError} of one of these kinds; of any, if none is given. */
export function isError<Kind extends ErrorKind = ErrorKind>(
  error: unknown,
  ...kinds: readonly Kind[]
): error is ErrorOf<Kind> {
  if (!(error instanceof CondenserError)) return false;
  return kinds.length === 0 || kinds.some((one) => one === error.kind);
}

/** The HTTP status that `serve` answers an error with. */
export function httpStatus(error: unknown): number {
  return (isError(error) ? definitions[error.kind].status : undefined) ?? 500;
}

/** The message of a thrown value, which may be anything. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a system error, such as ENOENT; undefined for any other value. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Whether a system error has one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(codeOf(error) ?? '');
}
