import type { BuiltinStarter, OnProgress } from '../app/builtinSwitch.ts';
import type { DownloadEvent } from '../builtin/parts/download.ts';
import type { Wording } from '../i18n/wording.ts';
import type { Logger } from '../logging/logger.ts';
import { type BuiltinEngine, startBuiltinEngine } from './builtinEngine.ts';
import { folders } from './folders.ts';

/** What the starter is put together from. */
export interface BuiltinStarterOptions {
  readonly logger: Logger;
  readonly wording: () => Wording;
  /** Called when the engine runs, before anybody is told: its address counts from then on. */
  readonly onRunning: (engine: BuiltinEngine) => void;
}

/** The built-in engine with the demonstration model, for a person who asks for it in the page. */
export function builtinStarter(options: BuiltinStarterOptions): BuiltinStarter {
  return {
    async missing() {
      const { describeDownloads } = await import('../builtin/parts/engineParts.ts');
      const downloads = await describeDownloads({ cacheFolder: folders().cache });
      return downloads.map(({ what, size, source }) => ({ what, size, source }));
    },
    async start(tell, signal) {
      const started = await startBuiltinEngine({
        wording: options.wording(),
        logger: options.logger,
        onEvent: (event) => tellOf(event, tell),
        signal,
      });
      options.onRunning(started);
      return started.server;
    },
  };
}

function tellOf(event: DownloadEvent, tell: OnProgress): void {
  const { what: part } = event.download;
  if (event.kind === 'progress') tell({ part, fraction: event.fraction });
  else tell({ part, fraction: event.kind === 'fetched' ? 1 : 0 });
}
