import type { CondenserError } from '../errors.ts';

/** The findings of the doctor. */
export interface DoctorTexts {
  condenser(facts: { version: string }): DoctorText;
  node(facts: { version: string }): DoctorText;
  nodeOld(facts: { version: string; needed: string }): DoctorText;
  settings(facts: { file: string }): DoctorText;
  /** There is no settings file, so the defaults are in force. */
  settingsMissing(facts: { file: string }): DoctorText;
  settingsBroken(facts: { file: string; field: string; problem: string }): DoctorText;
  settingsUnreadable(facts: CondenserError<'settingsFile'>['facts']): DoctorText;
  folder(facts: { name: FolderName; path: string }): DoctorText;
  /** It does not exist yet and can be created. */
  folderMissing(facts: { name: FolderName; path: string }): DoctorText;
  folderReadOnly(facts: { name: FolderName; path: string; reason: string }): DoctorText;
  disk(facts: { path: string; free: number }): DoctorText;
  diskLow(facts: { path: string; free: number }): DoctorText;
  address(facts: { host: string; source: AddressSource }): DoctorText;
  addressInvalid(facts: { host: string; source: AddressSource }): DoctorText;
  proxyBypassed(facts: ProxyFacts): DoctorText;
  proxyExcepted(facts: ProxyFacts): DoctorText;
  proxyPrivate(facts: ProxyFacts): DoctorText;
  proxyUsed(facts: ProxyFacts): DoctorText;
  localhost(facts: { IPv4: boolean; IPv6: boolean; port: number }): DoctorText;
  ollama(facts: { host: string; version: string }): DoctorText;
  ollamaOld(facts: { host: string; version: string }): DoctorText;
  ollamaSilent(facts: { host: string; seconds: number }): DoctorText;
  hostRefused(facts: { host: string }): DoctorText;
  hostUnknown(facts: { host: string; reason: string }): DoctorText;
  models(facts: {
    models: readonly { name: string; chat: boolean; cloud: boolean; loaded: boolean }[];
  }): DoctorText;
  model(facts: { model: string; because: 'chosen' | 'loaded' | 'only' }): DoctorText;
  modelCloud(facts: { model: string }): DoctorText;
  modelCannotChat(facts: { model: string }): DoctorText;
  engineNone(facts: object): DoctorText;
  engineReady(facts: { model: string }): DoctorText;
  engineMissing(facts: { size: number; model: string }): DoctorText;
}

/** The folders of Condenser, by purpose. */
export type FolderName = 'config' | 'data' | 'cache' | 'log';

/** The source of the address of Ollama. */
export type AddressSource = 'flag' | 'environment' | 'settings' | 'default';

/** A proxy of the environment, without its password, and the host of Ollama. */
export interface ProxyFacts {
  readonly variable: string;
  readonly proxy: string;
  readonly host: string;
}

/** A finding, and what to do about it. */
export interface DoctorText {
  readonly found: string;
  readonly whatToDo?: string;
}
