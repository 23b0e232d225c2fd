import type { Settings } from '@condenser/protocol';
import type { HistoryAwareChain } from '../chat/chain/historyAwareChain.ts';
import type { Logger } from '../logging/logger.ts';
import { ContextWindows } from '../models/contextWindows.ts';
import { ModelCatalogue } from '../models/modelCatalogue.ts';
import { type OllamaHost, parseOllamaHost } from '../models/ollama/ollamaHost.ts';
import { OllamaModels } from '../models/ollama/ollamaModels.ts';
import { OllamaServer } from '../models/ollama/ollamaServer.ts';
import { PromptCache } from '../models/ollama/promptCache.ts';
import type { ProxyEnvironment } from '../models/proxy.ts';
import { Transfers } from '../models/transfers.ts';

/** The dependencies of {@link Backend}. */
export interface BackendOptions {
  readonly settings: () => Settings;
  readonly proxy: ProxyEnvironment;
  readonly logger: Logger;
  readonly now: () => number;
  /** Folders in which an Ollama on this computer may store its models. */
  readonly modelFolders: readonly string[];
  readonly beforeRequest: () => Promise<void> | undefined;
  readonly onRequest: (method: string, url: string) => void;
  readonly onOutcome: (reachable: boolean) => void;
  /** Called when a list of models may be out of date. */
  readonly onModelsChanged: () => void;
}

/** The settings that say how the server is reached; a change of any of them makes a new backend. */
const CONNECTION_KEYS = ['ollamaHost', 'headers', 'caFile', 'idleTimeoutSeconds'] as const;

/** Whether both settings reach the same server in the same way. */
export function sameConnection(one: Settings, other: Settings): boolean {
  return CONNECTION_KEYS.every((key) => JSON.stringify(one[key]) === JSON.stringify(other[key]));
}

/** Everything that belongs to one model server. A running turn keeps the backend it started with. */
export class Backend {
  readonly host: OllamaHost;
  readonly server: OllamaServer;
  readonly catalogue: ModelCatalogue;
  readonly windows: ContextWindows;
  readonly models: OllamaModels;
  readonly transfers: Transfers;
  private readonly promptCache: PromptCache;
  private readonly settings: () => Settings;
  private loadedChain: Promise<HistoryAwareChain> | undefined;

  constructor(options: BackendOptions) {
    const { settings, now, beforeRequest, onRequest, onOutcome } = options;
    const { ollamaHost, headers, caFile, idleTimeoutSeconds } = settings();
    this.settings = settings;
    this.host = parseOllamaHost(ollamaHost);
    this.server = new OllamaServer({
      host: this.host,
      headers,
      caFile,
      idleTimeoutSeconds,
      proxy: options.proxy,
      logger: options.logger,
      beforeRequest,
      onRequest,
      onOutcome,
    });
    this.catalogue = new ModelCatalogue(this.server, now);
    this.windows = new ContextWindows(this.catalogue, () => settings().maximumContextWindow);
    this.models = new OllamaModels(this.server);
    this.promptCache = new PromptCache(this.server, now);
    this.transfers = new Transfers({
      models: this.models,
      catalogue: this.catalogue,
      modelFolders: this.host.loopback ? options.modelFolders : [],
      now,
      onChange: options.onModelsChanged,
    });
  }

  /** The chain, loaded on first use: with LangChain it is most of the program. */
  chain(): Promise<HistoryAwareChain> {
    this.loadedChain ??= import('../chat/chain/historyAwareChain.ts').then(
      ({ HistoryAwareChain }) =>
        new HistoryAwareChain({
          source: this.server,
          catalogue: this.catalogue,
          windows: this.windows,
          settings: this.settings,
          keepsSeveralPrompts: (signal) => this.promptCache.keepsSeveral(signal),
        }),
    );
    return this.loadedChain;
  }

  /** Cancels transfers, and closes every socket. */
  async close(): Promise<void> {
    await this.transfers.cancelAll();
    await this.server.close();
  }
}
