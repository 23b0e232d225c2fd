import { connect } from 'node:net';
import type { Application } from '../app/application.ts';
import { isError } from '../errors.ts';
import type { DoctorTexts, Wording } from '../i18n/wording.ts';
import { parseOllamaHost } from '../models/ollama/ollamaHost.ts';
import {
  namedProxy,
  type ProxyEnvironment,
  proxyUrl,
  routeTo,
  withoutCredentials,
} from '../models/proxy.ts';
import { type Finding, failure, finding } from './finding.ts';

/** The timeout of each check: the user is waiting. */
const TIMEOUT_MS = 5_000;
/** The first version whose chat supports `truncate`. */
const MIN_OLLAMA_VERSION = [0, 13] as const;

/** For "localhost": which of its two possible addresses has a listening server. */
export async function checkLocalhost(url: URL, texts: DoctorTexts): Promise<Finding | undefined> {
  if (url.hostname !== 'localhost') return undefined;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const [IPv4, IPv6] = await Promise.all([listens('127.0.0.1', port), listens('::1', port)]);
  const level = IPv4 || IPv6 ? 'ok' : 'warning';
  return finding('localhost', level, 'localhost', { IPv4, IPv6, port }, texts);
}

/** Whether Ollama answers, and is recent enough. */
export function checkOllama(application: Application): Promise<Finding> {
  const { server } = application.backend;
  const { host } = server;
  const texts = application.wording().doctor;
  return withTimeout('ollama', application, async (signal) => {
    const version = await server.version(signal);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    // 0.0.0 is a build from source.
    const old =
      version !== '0.0.0' && major === MIN_OLLAMA_VERSION[0] && minor < MIN_OLLAMA_VERSION[1];
    return old
      ? finding('ollama', 'warning', 'ollamaOld', { host, version }, texts)
      : finding('ollama', 'ok', 'ollama', { host, version }, texts);
  });
}

/** Runs a check with a timeout; every error becomes a finding. */
export async function withTimeout(
  id: string,
  application: Application,
  ask: (signal: AbortSignal) => Promise<Finding>,
): Promise<Finding> {
  const wording = application.wording();
  const texts = wording.doctor;
  const { host } = application.backend.server;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await ask(timeout);
  } catch (error) {
    if (timeout.aborted) {
      const seconds = TIMEOUT_MS / 1000;
      return finding(id, 'problem', 'ollamaSilent', { host, seconds }, texts);
    }
    if (isError(error, 'accessRefused') && error.facts.status === 403) {
      return finding(id, 'problem', 'hostRefused', { host }, texts);
    }
    if (isError(error, 'ollamaUnreachable') && isUnknownName(error.facts.reason)) {
      const { reason } = error.facts;
      return finding(id, 'problem', 'hostUnknown', { host, reason }, texts);
    }
    return failure(id, error, wording);
  }
}

function isUnknownName(reason: string): boolean {
  return reason === 'ENOTFOUND' || reason === 'EAI_AGAIN';
}

function listens(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: TIMEOUT_MS });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

/** The texts for the reasons why a proxy is not used. */
const DIRECT = {
  loopback: 'proxyBypassed',
  private: 'proxyPrivate',
  excepted: 'proxyExcepted',
} as const;

/** Whether a proxy is used for Ollama; undefined if no variable names one. */
export function checkProxy(
  host: URL,
  environment: ProxyEnvironment,
  wording: Wording,
): Finding | undefined {
  const texts = wording.doctor;
  const named = namedProxy(host, environment);
  if (named === undefined) return undefined;
  const { variable, address } = named;
  const facts = { variable, host: host.origin, proxy: withoutCredentials(address) };
  const route = routeTo(host, parseOllamaHost(host.href).loopback, environment);
  if (route.via === 'direct') {
    if (route.because === 'noProxy') return undefined;
    return finding('proxy', 'ok', DIRECT[route.because], facts, texts);
  }
  try {
    proxyUrl(named);
  } catch (error) {
    if (isError(error, 'proxy')) return failure('proxy', error, wording);
    throw error;
  }
  return finding('proxy', 'warning', 'proxyUsed', facts, texts);
}
