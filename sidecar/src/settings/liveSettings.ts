import { HIDDEN_VALUE, type Settings, type SettingsState } from '@condenser/protocol';
import { isError } from '../errors.ts';
import { maskedAddress } from './addressCredentials.ts';
import { changedSettings, storedKeys, updateSettingsFile } from './updateSettingsFile.ts';

/** Where settings come from. `main` knows the file, the flags and the environment. */
export interface SettingsSource {
  readonly file: string;
  readonly dataFolder: string;
  /** Keys that a flag or the environment sets, whatever the file says. */
  readonly overridden: SettingsState['overridden'];
  /** What is in force when the file holds these. */
  inForce(stored: Settings): Settings;
}

/** Hears of a change; `updated` when the file was read and replaced. */
export type OnSettingsChange = (before: Settings, updated: boolean) => void;

/** The settings in force, and the file that they are kept in. Readers ask anew for each turn. */
export class LiveSettings {
  private readonly source: SettingsSource | undefined;
  private readonly onChange: OnSettingsChange;
  private inForce: Settings;
  private queue: Promise<unknown> = Promise.resolve();

  /** @param source absent: there is no file, and changes last as long as the process. */
  constructor(settings: Settings, source: SettingsSource | undefined, onChange: OnSettingsChange) {
    this.inForce = settings;
    this.source = source;
    this.onChange = onChange;
  }

  get current(): Settings {
    return this.inForce;
  }

  /** Without what only Ollama should see. */
  get visible(): Settings {
    const { headers, ollamaHost } = this.inForce;
    const names = Object.keys(headers ?? {});
    return {
      ...this.inForce,
      ...(ollamaHost === undefined ? {} : { ollamaHost: maskedAddress(ollamaHost) }),
      ...(headers === undefined
        ? {}
        : { headers: Object.fromEntries(names.map((name) => [name, HIDDEN_VALUE])) }),
    };
  }

  state(): SettingsState {
    const { source } = this;
    return {
      settings: this.visible,
      stored: source === undefined ? [] : keysOf(source.file),
      overridden: source?.overridden ?? {},
      file: source?.file ?? '',
      dataFolder: source?.dataFolder ?? '',
    };
  }

  /** Changes the file, one update after the other, and then what is in force. */
  async update(changes: Readonly<Record<string, unknown>>): Promise<SettingsState> {
    const update = this.queue.then(() => this.apply(changes));
    this.queue = update.catch(() => undefined);
    await update;
    return this.state();
  }

  /** Asks the source anew what is in force: what beats the file has changed. */
  readAgain(): void {
    const before = this.inForce;
    this.inForce = this.source?.inForce(before) ?? before;
    this.onChange(before, false);
  }

  private async apply(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const { source } = this;
    const before = this.inForce;
    if (source === undefined) {
      this.inForce = changedSettings({ ...before }, changes).settings;
    } else {
      this.inForce = source.inForce(await updateSettingsFile(source.file, changes));
    }
    this.onChange(before, true);
  }
}

/** Of a file that cannot be used nothing is in force; that is said where the status is. */
function keysOf(file: string): string[] {
  try {
    return storedKeys(file);
  } catch (error) {
    if (isError(error, 'settingsFile')) return [];
    throw error;
  }
}
