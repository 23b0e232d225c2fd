import { InvalidArgumentError } from 'commander';
import type { Application } from '../../application.ts';
import { SettingsError } from '../../errors/index.ts';
import {
  CHAIN_NAMES,
  type ChainName,
  DEFAULT_LIMITS,
  type Mount,
  type ServeOptions,
} from '../../transport/langserve/serveOptions.ts';
import { ENDING_SIGNALS, firstSignal } from '../signals.ts';
import { writeToStderr } from '../streamGuard.ts';
import { type AddCommand, repeated } from './command.ts';

interface ServeFlags {
  readonly host: string;
  readonly port: number;
  readonly path?: readonly string[];
  readonly cors?: readonly string[];
  readonly allowedHost?: readonly string[];
  readonly allowModel?: readonly string[];
  readonly token?: string;
  readonly maxConcurrent: number;
  readonly maxBody: number;
  readonly maxHistory: number;
  readonly maxSeconds: number;
  readonly idleSeconds: number;
  readonly shutdownSeconds: number;
}

const DEFAULT_PATH = '/llama3';

/** `condenser serve`. */
export const addServe: AddCommand = (program, { run }) => {
  const limits = DEFAULT_LIMITS;
  program
    .command('serve')
    .description('serve chains over HTTP as LangServe does')
    .option('--host <address>', 'what to listen on; beyond loopback a token is needed', '127.0.0.1')
    .option('--port <number>', 'which port; 0 takes a free one', wholeNumber, 8000)
    .option(
      '--path <path>',
      `where the chain is served (default ${DEFAULT_PATH}); may repeat, as /plain,chain=basic`,
      repeated,
    )
    .option('--cors <origin>', 'an origin whose pages may ask, or "*"; may repeat', repeated)
    .option('--token <secret>', 'the Bearer token to ask for (else CONDENSER_TOKEN)')
    .option('--allowed-host <name>', 'one more name in the Host header; may repeat', repeated)
    .option('--allow-model <name>', 'a model that a request may pick; may repeat', repeated)
    .option(
      '--max-concurrent <number>',
      'requests that run at once; more get 429',
      positive,
      limits.concurrentRequests,
    )
    .option('--max-body <bytes>', 'the longest body', positive, limits.bodyBytes)
    .option('--max-history <turns>', 'the longest history', positive, limits.historyTurns)
    .option('--max-seconds <number>', 'the longest answer', positive, limits.generationSeconds)
    .option(
      '--idle-seconds <number>',
      'how long a client may not read',
      positive,
      limits.idleSeconds,
    )
    .option(
      '--shutdown-seconds <number>',
      'how long running answers may go on when the server is stopped',
      positive,
      limits.shutdownSeconds,
    )
    .action((flags: ServeFlags) =>
      run((application) => serve(application, toOptions(flags)), { ownSignals: true }),
    );
};

async function serve(application: Application, options: ServeOptions): Promise<number> {
  const { startLangServer } = await import('../../transport/langserve/langServer.ts');
  const server = await startLangServer(application, options);
  const say = (line: string) => writeToStderr(`${line}\n`);
  const { serve: texts } = application.wording();
  const facts = { url: server.url, paths: options.mounts.map(({ path }) => path) };
  const stopped = firstSignal(ENDING_SIGNALS);
  const status = await application.status();
  say(
    status.model === undefined
      ? texts.listeningWithout({ ...facts, problem: status.why ?? status.state })
      : texts.listening({ ...facts, model: status.model }),
  );
  await stopped;
  say(texts.stopping);
  await server.stop();
  return 0;
}

function toOptions(flags: ServeFlags): ServeOptions {
  const token = flags.token ?? environmentToken();
  if (token === '') throw refusal('--token', 'an empty token protects nothing');
  return {
    host: flags.host,
    port: flags.port,
    mounts: toMounts(flags.path ?? [DEFAULT_PATH]),
    cors: flags.cors ?? [],
    allowedHosts: flags.allowedHost ?? [],
    models: flags.allowModel ?? [],
    token,
    limits: {
      ...DEFAULT_LIMITS,
      concurrentRequests: flags.maxConcurrent,
      bodyBytes: flags.maxBody,
      historyTurns: flags.maxHistory,
      generationSeconds: flags.maxSeconds,
      idleSeconds: flags.idleSeconds,
      shutdownSeconds: flags.shutdownSeconds,
    },
  };
}

/** What stands on a command line every user of the machine can read. */
function environmentToken(): string | undefined {
  return process.env.CONDENSER_TOKEN;
}

/** `/llama3`, or `/plain,chain=basic`. */
function toMounts(paths: readonly string[]): Mount[] {
  const mounts = paths.map((text) => {
    const [path = '', option] = text.split(',', 2);
    const chain = option === undefined ? 'condense' : option.replace(/^chain=/, '');
    if (!/^(?:\/[\w.~-]+)+$/.test(path)) throw refusal('--path', `${path} is no path like /llama3`);
    if (!isChainName(chain) || (option !== undefined && !option.startsWith('chain='))) {
      throw refusal('--path', `${option} is none of chain=${CHAIN_NAMES.join(', chain=')}`);
    }
    return { path, chain };
  });
  if (new Set(mounts.map(({ path }) => path)).size < mounts.length) {
    throw refusal('--path', 'one path can serve one chain');
  }
  return mounts;
}

function isChainName(name: string): name is ChainName {
  return (CHAIN_NAMES as readonly string[]).includes(name);
}

function refusal(field: string, problem: string): SettingsError {
  return new SettingsError({ file: 'condenser serve', field, problem });
}

function wholeNumber(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number.');
}

function positive(text: string): number {
  const number = wholeNumber(text);
  if (number > 0) return number;
  throw new InvalidArgumentError('It has to be more than 0.');
}
