import type { Settings, Status } from '@condenser/protocol';
import type { HistoryAwareChain } from './chain/historyAwareChain.ts';
import { ConversationRoom } from './conversation/conversationRoom.ts';
import type { Conversations } from './conversation/conversations.ts';
import type { ProcessIdentity } from './conversation/liveness.ts';
import { CondenserError } from './errors/index.ts';
import type { Logger, LogLevel } from './logging/logger.ts';
import { ContextWindows } from './model/contextWindows.ts';
import type { ProxyEnvironment } from './model/httpConnection.ts';
import { ModelCatalogue } from './model/modelCatalogue.ts';
import { parseOllamaHost } from './model/ollamaHost.ts';
import { OllamaServer } from './model/ollamaServer.ts';
import { errorText } from './wording/wireError.ts';
import { type Wording, wordingFor } from './wording/wording.ts';

/** Everything that comes from outside: `main` reads it, nothing else does. */
export interface ApplicationOptions {
  readonly version: string;
  readonly settings: Settings;
  readonly proxy: ProxyEnvironment;
  /** The built-in engine, where it stands in for Ollama at the settings' address. */
  readonly engine?: BuiltinServer | undefined;
  readonly locale: string | undefined;
  /** Where conversations are kept. */
  readonly dataFolder: string;
  readonly process: ProcessIdentity;
  readonly logger: Logger;
  /** Sets the level of the log; undefined goes back to the one it started with. */
  readonly setLogLevel: (level: LogLevel | undefined) => void;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** What the application needs of the built-in engine. */
export interface BuiltinServer {
  /** Brings it back when it has died. */
  ensureRunning(): Promise<void>;
  stop(): Promise<void>;
}

/** The rooms, put together. Transports bind to this and to nothing behind it. */
export class Application {
  readonly version: string;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly server: OllamaServer;
  readonly catalogue: ModelCatalogue;
  readonly room: ConversationRoom;
  readonly setLogLevel: (level: LogLevel | undefined) => void;
  private readonly engine: BuiltinServer | undefined;
  private readonly windows: ContextWindows;
  private currentWording: Wording;
  private loadedChain: Promise<HistoryAwareChain> | undefined;

  constructor(options: ApplicationOptions) {
    const { settings, logger, clock } = options;
    this.version = options.version;
    this.engine = options.engine;
    this.settings = settings;
    this.logger = logger;
    this.setLogLevel = options.setLogLevel;
    this.currentWording = wordingFor(options.locale);
    this.server = new OllamaServer({
      host: parseOllamaHost(settings.ollamaHost),
      headers: settings.headers,
      caFile: settings.caFile,
      proxy: options.proxy,
      idleTimeoutSeconds: settings.idleTimeoutSeconds,
      beforeRequest: () => options.engine?.ensureRunning(),
      logger,
    });
    this.catalogue = new ModelCatalogue(this.server, () => clock().getTime());
    this.windows = new ContextWindows(this.catalogue, () => settings.maximumContextWindow);
    this.room = new ConversationRoom({
      dataFolder: options.dataFolder,
      self: options.process,
      chain: () => this.chain(),
      catalogue: this.catalogue,
      wording: () => this.currentWording,
      logger,
      clock,
      newId: options.newId,
      defaults: () => settings,
      titlesWanted: () => settings.titles === 'model',
    });
  }

  /** The turns of all conversations. */
  get conversations(): Conversations {
    return this.room.conversations;
  }

  /** What happens in turns. */
  get events(): ConversationRoom['events'] {
    return this.room.events;
  }

  /** The chain, loaded on first use: with LangChain it is most of the program. */
  chain(): Promise<HistoryAwareChain> {
    this.loadedChain ??= import('./chain/historyAwareChain.ts').then(
      ({ HistoryAwareChain }) =>
        new HistoryAwareChain({
          source: this.server,
          catalogue: this.catalogue,
          windows: this.windows,
          settings: () => this.settings,
        }),
    );
    return this.loadedChain;
  }

  wording(): Wording {
    return this.currentWording;
  }

  /** What people read follows the client that spoke last. */
  setLocale(locale: string): void {
    this.currentWording = wordingFor(locale);
  }

  /** The settings without what only Ollama should see. */
  visibleSettings(): Settings {
    const { headers } = this.settings;
    if (headers === undefined) return this.settings;
    const hidden = Object.fromEntries(Object.keys(headers).map((name) => [name, '•••']));
    return { ...this.settings, headers: hidden };
  }

  /** How things stand with Ollama now. Never throws because of it. */
  async status(signal?: AbortSignal): Promise<Status> {
    const host = this.server.host;
    let version: string | undefined;
    try {
      version = await this.server.version(signal);
      const model = await this.usableModel(signal);
      return { state: this.engine ? 'builtin' : 'reachable', host, version, model };
    } catch (error) {
      if (!(error instanceof CondenserError)) throw error;
      const { message, whatToDo } = errorText(error, this.currentWording);
      const state = version === undefined ? 'unreachable' : 'noModel';
      return {
        state,
        host,
        ...(version === undefined ? {} : { version }),
        why: message,
        ...(whatToDo === undefined ? {} : { whatToDo }),
      };
    }
  }

  /** Stops what runs and closes what is open. */
  async close(): Promise<void> {
    await this.room.close();
    await this.server.close();
    await this.engine?.stop();
  }

  private async usableModel(signal?: AbortSignal): Promise<string> {
    const { model } = this.settings;
    if (model === undefined) return this.catalogue.choose(signal);
    return this.catalogue.requireInstalled(model, signal);
  }
}
