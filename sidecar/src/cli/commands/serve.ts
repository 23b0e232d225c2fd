import type { Option } from 'commander';
import type { Application } from '../../app/application.ts';
import { CondenserError } from '../../errors.ts';
import {
  CHAIN_NAMES,
  DEFAULT_LIMITS,
  type Mount,
  type ServeOptions,
} from '../../transports/langserve/serveOptions.ts';
import { printLine } from '../printLine.ts';
import { ENDING_SIGNALS, firstSignal } from '../signals.ts';
import {
  type AddCommand,
  integer,
  listenFailure,
  oneOf,
  portOption,
  repeated,
  text,
  texts,
} from './command.ts';

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
const MAX_COUNT = 1_000_000;
const MAX_BYTES = 1024 ** 3;
/** A timer of Node counts no further than 2^31 milliseconds. */
const MAX_SECONDS = 2_000_000;

/** `condenser serve`. */
export const addServe: AddCommand = (program, { run }) => {
  const command = program
    .command('serve')
    .description('serve chains over HTTP as LangServe does')
    .addOption(
      text(
        '--host <address>',
        'what to listen on; beyond loopback a token is needed',
        'host',
      ).default('127.0.0.1'),
    )
    .addOption(portOption('which port; 0 takes a free one', 8000))
    .option(
      '--path <path>',
      `where the chain is served (default ${DEFAULT_PATH}); may repeat, as /plain,chain=basic`,
      repeated,
    )
    .addOption(
      texts('--cors <origin>', 'an origin whose pages may ask, or "*"; may repeat', 'origin'),
    )
    .addOption(text('--token <secret>', 'the Bearer token to ask for (else CONDENSER_TOKEN)'))
    .addOption(
      texts('--allowed-host <name>', 'one more name in the Host header; may repeat', 'host'),
    )
    .addOption(texts('--allow-model <name>', 'a model that a request may pick; may repeat'));
  for (const option of limitOptions()) command.addOption(option);
  command.action((flags: ServeFlags) =>
    run((application) => serve(application, toOptions(flags)), {
      ownSignals: true,
      longRunning: true,
    }),
  );
};

/** The options of what one request, and all of them together, may take. */
function limitOptions(): Option[] {
  const limits = DEFAULT_LIMITS;
  return [
    integer(
      '--max-concurrent <number>',
      'requests that run at once; more get 429',
      { max: MAX_COUNT },
      limits.concurrentRequests,
    ),
    integer('--max-body <bytes>', 'the longest body', { max: MAX_BYTES }, limits.bodyBytes),
    integer(
      '--max-history <turns>',
      'the longest history',
      { max: MAX_COUNT },
      limits.historyTurns,
    ),
    seconds('--max-seconds <number>', 'the longest answer', limits.generationSeconds),
    seconds('--idle-seconds <number>', 'how long a client may not read', limits.idleSeconds),
    seconds(
      '--shutdown-seconds <number>',
      'how long running answers may go on when the server is stopped',
      limits.shutdownSeconds,
    ),
  ];
}

async function serve(application: Application, options: ServeOptions): Promise<number> {
  const { startLangServer } = await import('../../transports/langserve/langServer.ts');
  const { host, port } = options;
  const server = await startLangServer(application, options).catch((error: unknown) => {
    throw listenFailure(error, host, port);
  });
  const { serve: wording } = application.wording();
  const facts = { url: server.url, paths: options.mounts.map(({ path }) => path) };
  const stopped = firstSignal(ENDING_SIGNALS);
  const status = await application.status();
  printLine(
    status.model === undefined
      ? wording.listeningWithout({ ...facts, problem: status.why ?? status.state })
      : wording.listening({ ...facts, model: status.model }),
  );
  await stopped;
  printLine(wording.stopping);
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
  const mounts = paths.map((mount): Mount => {
    const [path = '', option = 'chain=condense'] = mount.split(',', 2);
    if (!/^(?:\/[\w.~-]+)+$/.test(path)) throw refusal('--path', `${path} is no path like /llama3`);
    const chosen = oneOf(
      '--path',
      option,
      CHAIN_NAMES.map((name) => `chain=${name}` as const),
    );
    return { path, chain: chosen === 'chain=basic' ? 'basic' : 'condense' };
  });
  if (new Set(mounts.map(({ path }) => path)).size < mounts.length) {
    throw refusal('--path', 'one path can serve one chain');
  }
  return mounts;
}

function refusal(field: string, problem: string): CondenserError<'settings'> {
  return new CondenserError('settings', { file: 'condenser serve', field, problem });
}

function seconds(flags: string, description: string, preset: number): Option {
  return integer(flags, description, { max: MAX_SECONDS }, preset);
}
