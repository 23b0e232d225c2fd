import {
  type Finding,
  ModelChangedNotification,
  type Settings,
  SettingsChangedNotification,
  type Status,
  StatusChangedNotification,
} from '@condenser/protocol';
import { BuiltinEngine, type EngineStarter, type RunningEngine } from '../builtin/builtinEngine.ts';
import { ConversationService } from '../chat/conversationService.ts';
import { Inspector } from '../chat/inspector.ts';
import { type CondenserError, isError } from '../errors.ts';
import { errorText } from '../i18n/wireError.ts';
import { type Wording, wordingFor } from '../i18n/wording.ts';
import type { Logger, LogLevel } from '../logging/logger.ts';
import { EgressCount } from '../models/httpConnection.ts';
import type { ProxyEnvironment } from '../models/proxy.ts';
import { LiveSettings, type SettingsSource } from '../settings/liveSettings.ts';
import type { ProcessIdentity } from '../store/liveness.ts';
import { Announcements } from './announcements.ts';
import { Backend, sameConnection } from './backend.ts';
import { StatusWatch } from './statusWatch.ts';

/** Everything that the application gets from outside. Only `cli` reads the environment. */
export interface ApplicationOptions {
  readonly version: string;
  /** The settings in force at the start. */
  readonly settings: Settings;
  /** Why the settings file is ignored, when it cannot be used. */
  readonly settingsProblem?: CondenserError | undefined;
  /** Where settings are saved; absent: nowhere. */
  readonly settingsSource?: SettingsSource | undefined;
  readonly computer?: LocalComputer | undefined;
  /** Runs all checks with the settings in force. Only `cli` can put the doctor together. */
  readonly doctor?: ((application: Application) => AsyncIterable<Finding>) | undefined;
  /** Starts Ollama at this address, as a process of its own. */
  readonly startOllama?: ((host: string) => Promise<void>) | undefined;
  readonly proxy: ProxyEnvironment;
  /** The built-in engine, where it replaces Ollama at the address of the settings. */
  readonly engine?: RunningEngine | undefined;
  /** Starts the built-in engine when the user asks for it; absent where that is forbidden. */
  readonly builtin?: EngineStarter | undefined;
  readonly locale: string | undefined;
  /** Where conversations are stored. */
  readonly dataFolder: string;
  readonly process: ProcessIdentity;
  readonly logger: Logger;
  /** Sets the log level; undefined restores the one at the start. */
  readonly setLogLevel: (level: LogLevel | undefined) => void;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** The computer that the sidecar runs on. */
export interface LocalComputer {
  /** Bytes of memory. */
  readonly memory: number;
  /** Folders in which an Ollama on this computer may store its models. */
  readonly modelFolders: readonly string[];
}

/** Puts the modules together. Transports and commands use them through this. */
export class Application {
  readonly version: string;
  readonly logger: Logger;
  readonly announcements = new Announcements();
  readonly chat: ConversationService;
  readonly builtin: BuiltinEngine;
  readonly settings: LiveSettings;
  readonly egress: EgressCount;
  readonly computer: LocalComputer | undefined;
  readonly setLogLevel: (level: LogLevel | undefined) => void;
  private readonly options: ApplicationOptions;
  private readonly statusWatch: StatusWatch;
  private currentBackend: Backend;
  /** Backends of earlier addresses, whose turns may still run. */
  private readonly retired: Backend[] = [];
  private currentWording: Wording;
  private settingsProblem: CondenserError | undefined;

  constructor(options: ApplicationOptions) {
    const { settings, logger, clock } = options;
    this.options = options;
    this.version = options.version;
    this.computer = options.computer;
    this.logger = logger;
    this.setLogLevel = options.setLogLevel;
    this.currentWording = wordingFor(options.locale);
    this.settingsProblem = options.settingsProblem;
    if (this.settingsProblem) logger.warn(`The defaults are used: ${this.settingsProblem.message}`);
    this.egress = new EgressCount(clock());
    this.settings = new LiveSettings(settings, options.settingsSource, (...change) =>
      this.settingsChanged(...change),
    );
    this.builtin = new BuiltinEngine(options.engine, options.builtin, () => {
      this.settings.reload();
      this.modelsChanged();
    });
    this.statusWatch = new StatusWatch({
      ask: () => this.askStatus(),
      hasListeners: () => this.announcements.hasListeners,
      announce: (status) => this.announcements.announce(StatusChangedNotification, status),
    });
    this.currentBackend = this.connect();
    this.chat = this.createChat();
  }

  /** The model server at the address in force. It is replaced when the address changes. */
  get backend(): Backend {
    return this.currentBackend;
  }

  /** The texts in the language of the client that spoke last. */
  wording(): Wording {
    return this.currentWording;
  }

  setLocale(locale: string): void {
    this.currentWording = wordingFor(locale);
  }

  /** The current status of the model server. An unreachable server is a status, not an error. */
  async status(signal?: AbortSignal): Promise<Status> {
    return this.statusWatch.update(await this.askStatus(signal));
  }

  /** Call this after models were changed here: lists and the status may be out of date. */
  modelsChanged(model?: string): void {
    this.backend.catalogue.forget(model);
    this.announcements.announce(ModelChangedNotification, {});
    this.statusWatch.checkSoon();
  }

  /** Runs the doctor's checks in their order; undefined where there is no doctor. */
  examine(): AsyncIterable<Finding> | undefined {
    return this.options.doctor?.(this);
  }

  /** Starts Ollama at the address in force; undefined where nothing can start it. */
  startOllama(): Promise<void> | undefined {
    return this.options.startOllama?.(this.backend.server.host);
  }

  /** Announces that Ollama is starting. */
  starting(): void {
    this.statusWatch.update({ state: 'starting', host: this.backend.server.host });
  }

  private async askStatus(signal?: AbortSignal): Promise<Status> {
    const { server } = this.backend;
    const { host } = server;
    let version: string | undefined;
    try {
      version = await server.version(signal);
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
      return { state, host, version, why: message, whatToDo, ...this.settingsNote() };
    }
  }

  private settingsNote(): Pick<Status, 'settingsProblem'> {
    if (this.settingsProblem === undefined) return {};
    const { message, whatToDo } = errorText(this.settingsProblem, this.currentWording);
    return { settingsProblem: whatToDo === undefined ? message : `${message} ${whatToDo}` };
  }

  /** Cancels running turns and closes everything that is open. */
  async close(): Promise<void> {
    this.statusWatch.close();
    await this.chat.close();
    await Promise.all([this.backend, ...this.retired].map((backend) => backend.close()));
    await this.builtin.close();
  }

  private settingsChanged(before: Settings, updated: boolean): void {
    // An update has replaced a file that could not be used.
    if (updated) this.settingsProblem = undefined;
    if (!sameConnection(before, this.settings.current)) {
      this.retired.push(this.backend);
      this.currentBackend = this.connect();
    }
    this.announcements.announce(SettingsChangedNotification, this.settings.state());
    this.statusWatch.checkSoon();
  }

  private connect(): Backend {
    const { proxy, logger, clock, computer } = this.options;
    // Backends made before the engine started go on asking Ollama.
    const engine = this.builtin.running;
    const backend: Backend = new Backend({
      settings: () => this.settings.current,
      proxy,
      logger,
      now: () => clock().getTime(),
      modelFolders: computer?.modelFolders ?? [],
      beforeRequest: () => engine?.ensureRunning(),
      onRequest: (method, url) => this.egress.note(method, url),
      // The status is about the current backend only.
      onOutcome: (reachable) => {
        if (backend === this.backend) this.statusWatch.requestEnded(reachable);
      },
      onModelsChanged: () => this.modelsChanged(),
    });
    return backend;
  }

  private createChat(): ConversationService {
    const { logger, clock, newId, dataFolder, process: self } = this.options;
    return new ConversationService({
      dataFolder,
      self,
      // Each turn takes the backend that is current when it starts.
      chain: () => this.backend.chain(),
      catalogue: {
        choose: (...preferred) => this.backend.catalogue.choose(...preferred),
        used: (model) => this.backend.catalogue.used(model),
      },
      inspector: new Inspector(clock, () => Object.keys(this.settings.current.headers ?? {})),
      wording: () => this.currentWording,
      logger,
      clock,
      newId,
      defaults: () => this.settings.current,
      titlesWanted: () => this.settings.current.titles === 'model',
    });
  }

  private async usableModel(signal?: AbortSignal): Promise<string> {
    const { catalogue } = this.backend;
    const { model } = this.settings.current;
    return model === undefined
      ? catalogue.choose(signal)
      : catalogue.requireInstalled(model, signal);
  }
}
