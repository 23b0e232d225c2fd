import {
  type Finding,
  ModelChangedNotification,
  type Settings,
  SettingsChangedNotification,
  type Status,
  StatusChangedNotification,
} from '@condenser/protocol';
import { BuiltinEngine, type EngineStarter, type RunningEngine } from '../builtin/builtinEngine.ts';
import type { HistoryAwareChain } from '../chat/chain/historyAwareChain.ts';
import { ConversationRoom } from '../chat/conversationRoom.ts';
import type { Conversations } from '../chat/conversations.ts';
import { Inspections } from '../chat/inspections.ts';
import { type CondenserError, isError } from '../errors.ts';
import { errorText } from '../i18n/wireError.ts';
import { type Wording, wordingFor } from '../i18n/wording.ts';
import type { Logger, LogLevel } from '../logging/logger.ts';
import { EgressCount } from '../models/egressCount.ts';
import type { ModelCatalogue } from '../models/modelCatalogue.ts';
import type { OllamaServer } from '../models/ollama/ollamaServer.ts';
import type { ProxyEnvironment } from '../models/proxy.ts';
import { LiveSettings, type SettingsSource } from '../settings/liveSettings.ts';
import type { ProcessIdentity } from '../store/liveness.ts';
import { Announcements } from './announcements.ts';
import { Backend, sameConnection } from './backend.ts';
import { StatusWatch } from './statusWatch.ts';

/** Everything that comes from outside: `main` reads it, nothing else does. */
export interface ApplicationOptions {
  readonly version: string;
  /** Those in force at the start. */
  readonly settings: Settings;
  /** Why the settings file is not in force, when it cannot be used. */
  readonly settingsProblem?: CondenserError | undefined;
  /** Where they are kept; absent: nowhere. */
  readonly settingsSource?: SettingsSource | undefined;
  readonly machine?: Machine | undefined;
  /** Looks at everything, with the settings in force. Only `main` can put a doctor together. */
  readonly doctor?: ((application: Application) => AsyncIterable<Finding>) | undefined;
  /** Starts Ollama at this address, as a process of its own. */
  readonly startOllama?: ((host: string) => Promise<void>) | undefined;
  readonly proxy: ProxyEnvironment;
  /** The built-in engine, where it stands in for Ollama at the settings' address. */
  readonly engine?: RunningEngine | undefined;
  /** Starts it on a person's click; absent where that is forbidden. */
  readonly builtin?: EngineStarter | undefined;
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

/** What this machine has. */
export interface Machine {
  /** Bytes of memory. */
  readonly memory: number;
  /** Folders in which an Ollama of this machine may keep its models. */
  readonly modelFolders: readonly string[];
}

/** The rooms, put together. Transports bind to this and to nothing behind it. */
export class Application {
  readonly version: string;
  readonly logger: Logger;
  readonly announcements = new Announcements();
  readonly room: ConversationRoom;
  readonly builtin: BuiltinEngine;
  readonly settingsStore: LiveSettings;
  readonly egress: EgressCount;
  readonly machine: Machine | undefined;
  readonly setLogLevel: (level: LogLevel | undefined) => void;
  private readonly options: ApplicationOptions;
  private readonly statusWatch: StatusWatch;
  /** Of the address in force, and of those before it, whose turns may still run. */
  private backend: Backend;
  private readonly retired: Backend[] = [];
  private currentWording: Wording;
  private settingsProblem: CondenserError | undefined;

  constructor(options: ApplicationOptions) {
    const { settings, logger, clock } = options;
    this.options = options;
    this.version = options.version;
    this.machine = options.machine;
    this.logger = logger;
    this.setLogLevel = options.setLogLevel;
    this.currentWording = wordingFor(options.locale);
    this.settingsProblem = options.settingsProblem;
    if (this.settingsProblem) logger.warn(`The defaults are used: ${this.settingsProblem.message}`);
    this.egress = new EgressCount(clock());
    this.settingsStore = new LiveSettings(settings, options.settingsSource, (...change) =>
      this.settingsChanged(...change),
    );
    this.builtin = new BuiltinEngine(options.engine, options.builtin, () => {
      this.settingsStore.reload();
      this.modelsChanged();
    });
    this.statusWatch = new StatusWatch({
      ask: () => this.askStatus(),
      heard: () => this.announcements.heard,
      announce: (status) => this.announcements.announce(StatusChangedNotification, status),
    });
    this.backend = this.connect();
    this.room = this.createRoom();
  }

  /** The turns of all conversations. */
  get conversations(): Conversations {
    return this.room.conversations;
  }

  /** What happens in turns. */
  get events(): ConversationRoom['events'] {
    return this.room.events;
  }

  /** The settings in force now. */
  get settings(): Settings {
    return this.settingsStore.current;
  }

  /** The Ollama of the settings in force, and what belongs to it. */
  get ollama(): Backend {
    return this.backend;
  }

  get server(): OllamaServer {
    return this.backend.server;
  }

  get catalogue(): ModelCatalogue {
    return this.backend.catalogue;
  }

  chain(): Promise<HistoryAwareChain> {
    return this.backend.chain();
  }

  wording(): Wording {
    return this.currentWording;
  }

  /** What people read follows the client that spoke last. */
  setLocale(locale: string): void {
    this.currentWording = wordingFor(locale);
  }

  /** How things stand with Ollama now. Never throws because of it. */
  async status(signal?: AbortSignal): Promise<Status> {
    return this.statusWatch.seen(await this.askStatus(signal));
  }

  /** Models were changed here: lists are to be asked for again, and the status may be another. */
  modelsChanged(model?: string): void {
    this.catalogue.forget(model);
    this.announcements.announce(ModelChangedNotification, {});
    this.statusWatch.checkSoon();
  }

  /** What the doctor finds, in its order; undefined where there is no doctor. */
  examine(): AsyncIterable<Finding> | undefined {
    return this.options.doctor?.(this);
  }

  /** Starts Ollama at the address in force; undefined where nothing can start it. */
  startOllama(): Promise<void> | undefined {
    return this.options.startOllama?.(this.server.host);
  }

  /** Says that Ollama is about to come up, and follows it. */
  starting(): void {
    this.statusWatch.seen({ state: 'starting', host: this.server.host });
  }

  private async askStatus(signal?: AbortSignal): Promise<Status> {
    const host = this.server.host;
    let version: string | undefined;
    try {
      version = await this.server.version(signal);
      const model = await this.usableModel(signal);
      const { running } = this.builtin;
      const settings = this.settingsNote();
      if (running === undefined) return { state: 'reachable', host, version, model, ...settings };
      const limits = this.currentWording.download.demonstrationLimits({ model });
      const note = running.demonstration ? { limits } : {};
      return { state: 'builtin', host, version, model, ...note, ...settings };
    } catch (error) {
      if (!isError(error)) throw error;
      const { message, whatToDo } = errorText(error, this.currentWording);
      const state = version === undefined ? 'unreachable' : 'noModel';
      return {
        state,
        host,
        ...(version === undefined ? {} : { version }),
        why: message,
        ...(whatToDo === undefined ? {} : { whatToDo }),
        ...this.settingsNote(),
      };
    }
  }

  private settingsNote(): Pick<Status, 'settingsProblem'> {
    if (this.settingsProblem === undefined) return {};
    const { message, whatToDo } = errorText(this.settingsProblem, this.currentWording);
    return { settingsProblem: [message, ...(whatToDo === undefined ? [] : [whatToDo])].join(' ') };
  }

  /** Stops what runs and closes what is open. */
  async close(): Promise<void> {
    this.statusWatch.close();
    await this.room.close();
    await Promise.all([this.backend, ...this.retired].map((backend) => backend.close()));
    await this.builtin.close();
  }

  private settingsChanged(before: Settings, updated: boolean): void {
    // A file that has been replaced is in order.
    if (updated) this.settingsProblem = undefined;
    if (!sameConnection(before, this.settings)) {
      this.retired.push(this.backend);
      this.backend = this.connect();
    }
    this.announcements.announce(SettingsChangedNotification, this.settingsStore.state());
    this.statusWatch.checkSoon();
  }

  private connect(): Backend {
    const { proxy, logger, clock, machine } = this.options;
    // Those made before it came go on asking Ollama.
    const engine = this.builtin.running;
    const backend: Backend = new Backend({
      settings: () => this.settings,
      proxy,
      logger,
      now: () => clock().getTime(),
      modelFolders: machine?.modelFolders ?? [],
      beforeRequest: () => engine?.ensureRunning(),
      onRequest: (method, url) => this.egress.note(method, url),
      // Of an Ollama that is asked no more the status says nothing.
      onOutcome: (reachable) => {
        if (backend === this.backend) this.statusWatch.requestEnded(reachable);
      },
      onModelsChanged: () => this.modelsChanged(),
    });
    return backend;
  }

  private createRoom(): ConversationRoom {
    const { logger, clock, newId, dataFolder, process: self } = this.options;
    return new ConversationRoom({
      dataFolder,
      self,
      chain: () => this.chain(),
      // Of whichever Ollama is in force when it is asked.
      catalogue: {
        choose: (signal) => this.catalogue.choose(signal),
        used: (model) => this.catalogue.used(model),
      },
      inspections: new Inspections(clock, () => Object.keys(this.settings.headers ?? {})),
      wording: () => this.currentWording,
      logger,
      clock,
      newId,
      defaults: () => this.settings,
      titlesWanted: () => this.settings.titles === 'model',
    });
  }

  private async usableModel(signal?: AbortSignal): Promise<string> {
    const { model } = this.settings;
    if (model === undefined) return this.catalogue.choose(signal);
    return this.catalogue.requireInstalled(model, signal);
  }
}
