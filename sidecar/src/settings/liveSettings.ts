import { HIDDEN_VALUE, type Settings, type SettingsState } from '@condenser/protocol';
import { isError } from '../errors.ts';
import { maskedAddress } from './addressCredentials.ts';
import { changedSettings, storedKeys, updateSettingsFile } from './updateSettingsFile.ts';

/** The source of the settings: the file, the flags and the environment, which cli/ reads. */
export interface SettingsSource {
  readonly file: string;
  readonly dataFolder: string;
  /** Keys that are set by a flag or the environment, which override the file. */
  readonly overridden: SettingsState['overridden'];
  /** The effective settings for the stored ones. */
  effective(stored: Settings): Settings;
}

/** Called after a change; `updated` if the file was replaced. */
export type OnSettingsChange = (before: Settings, updated: boolean) => void;

/** The effective settings and their file. Readers get them anew for each turn. */
export class LiveSettings {
  private readonly source: SettingsSource | undefined;
  private readonly onChange: OnSettingsChange;
  private effective: Settings;
  private queue: Promise<unknown> = Promise.resolve();

  /** @param source absent without a file: changes then last as long as the process. */
  constructor(settings: Settings, source: SettingsSource | undefined, onChange: OnSettingsChange) {
    this.effective = settings;
    this.source = source;
    this.onChange = onChange;
  }

  get current(): Settings {
    return this.effective;
  }

  /** The settings without passwords and the values of headers. */
  get visible(): Settings {
    const { headers, ollamaHost } = this.effective;
    const names = Object.keys(headers ?? {});
    return {
      ...this.effective,
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

  /** Updates the file, one update after the other, and then the effective settings. */
  async update(changes: Readonly<Record<string, unknown>>): Promise<SettingsState> {
    const update = this.queue.then(() => this.apply(changes));
    this.queue = update.catch(() => undefined);
    await update;
    return this.state();
  }

  /** Recomputes the effective settings after a change of what overrides the file. */
  reload(): void {
    const before = this.effective;
    this.effective = this.source?.effective(before) ?? before;
    this.onChange(before, false);
  }

  private async apply(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const { source } = this;
    const before = this.effective;
    if (source === undefined) {
      this.effective = changedSettings({ ...before }, changes).settings;
    } else {
      this.effective = source.effective(await updateSettingsFile(source.file, changes));
    }
    this.onChange(before, true);
  }
}

/** An unusable file has no effect; the status reports it. */
function keysOf(file: string): string[] {
  try {
    return storedKeys(file);
  } catch (error) {
    if (isError(error, 'settingsFile')) return [];
    throw error;
  }
}
