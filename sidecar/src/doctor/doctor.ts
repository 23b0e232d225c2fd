import { existsSync } from 'node:fs';
import type { Application } from '../app/application.ts';
import { type ErrorOf, isError } from '../errors.ts';
import type { AddressSource, FolderName } from '../i18n/doctorTexts.ts';
import type { ProxyEnvironment } from '../models/proxy.ts';
import { type Finding, failure, finding } from './finding.ts';
import { checkDisk, checkFolder, checkNode } from './machineChecks.ts';
import { checkModels } from './modelChecks.ts';
import { checkLocalhost, checkOllama, checkProxy } from './ollamaChecks.ts';

/** The things to examine; cli/ knows where they are. */
export interface DoctorOptions {
  /** Created from the settings, or from the defaults if these cannot be read. */
  readonly application: Application;
  readonly nodeVersion: string;
  readonly settingsFile: string;
  /** Why the settings cannot be read. */
  readonly settingsError?: ErrorOf<'settings' | 'settingsFile'> | undefined;
  /** The source of Ollama's address. */
  readonly addressSource: AddressSource;
  readonly proxy: ProxyEnvironment;
  /** The folders by name: config, data, cache, log. */
  readonly folders: Readonly<Record<FolderName, string>>;
  /** The name of the demonstration model. */
  readonly demonstrationModel: string;
  /** The missing downloads of the built-in engine. */
  readonly engineDownloads: () => Promise<readonly { what: string; size: number }[]>;
  /** When the built-in engine answers: always, only without Ollama, or never. */
  readonly engineAnswers: 'always' | 'withoutOllama' | 'never';
}

const FOLDER_NAMES = ['config', 'data', 'cache', 'log'] as const satisfies readonly FolderName[];

/** Examines one thing after the other. Problems are yielded, never thrown. */
export async function* examine(options: DoctorOptions): AsyncGenerator<Finding> {
  const { application } = options;
  const wording = application.wording();
  const texts = wording.doctor;
  yield finding('condenser', 'ok', 'condenser', { version: application.version }, texts);
  yield checkNode(options.nodeVersion, texts);
  yield checkSettings(options);
  for (const name of FOLDER_NAMES) {
    yield await checkFolder(name, options.folders[name], texts);
  }
  yield await checkDisk(options.folders.cache, texts).catch((error) => ({
    ...failure('disk', error, wording),
    level: 'warning' as const,
  }));
  for await (const found of checkConnection(options)) {
    yield engineReplacesOllama(found, options) ? { ...found, level: 'warning' } : found;
  }
  yield await checkEngine(options);
}

async function* checkConnection(options: DoctorOptions): AsyncGenerator<Finding> {
  const { application, addressSource: source } = options;
  const texts = application.wording().doctor;
  const { host } = application.backend.server;
  if (!URL.canParse(host)) {
    yield finding('address', 'problem', 'addressInvalid', { host, source }, texts);
    return;
  }
  yield finding('address', 'ok', 'address', { host, source }, texts);
  const url = new URL(host);
  const proxy = checkProxy(url, options.proxy, application.wording());
  if (proxy) yield proxy;
  const localhost = await checkLocalhost(url, texts);
  if (localhost) yield localhost;
  const ollama = await checkOllama(application);
  yield ollama;
  if (ollama.level !== 'problem') yield* checkModels(application);
}

/** Whether a chat works despite the problem, because the engine answers. */
function engineReplacesOllama({ id, level, facts }: Finding, options: DoctorOptions): boolean {
  if (level !== 'problem' || options.engineAnswers === 'never') return false;
  return options.engineAnswers === 'always' || id === 'ollama' || facts.installed === 0;
}

function checkSettings({ application, settingsFile: file, settingsError }: DoctorOptions): Finding {
  const texts = application.wording().doctor;
  if (settingsError === undefined) {
    const code = existsSync(file) ? 'settings' : 'settingsMissing';
    return finding('settings', 'ok', code, { file }, texts);
  }
  return isError(settingsError, 'settings')
    ? finding('settings', 'problem', 'settingsBroken', settingsError.facts, texts)
    : finding('settings', 'problem', 'settingsUnreadable', settingsError.facts, texts);
}

async function checkEngine(options: DoctorOptions): Promise<Finding> {
  const texts = options.application.wording().doctor;
  const missing = await options.engineDownloads().catch(() => undefined);
  if (missing === undefined) {
    const level = options.engineAnswers === 'never' ? 'ok' : 'problem';
    return finding('engine', level, 'engineNone', {}, texts);
  }
  const { demonstrationModel: model } = options;
  if (missing.length === 0) return finding('engine', 'ok', 'engineReady', { model }, texts);
  const size = missing.reduce((sum, part) => sum + part.size, 0);
  return finding('engine', 'ok', 'engineMissing', { size, model }, texts);
}
