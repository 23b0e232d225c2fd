import type { Option } from 'commander';
import type { Application } from '../../app/application.ts';
import { CondenserError } from '../../errors.ts';
import type { HelpTexts } from '../../i18n/wording.ts';
import {
  CHAIN_NAMES,
  DEFAULT_LIMITS,
  type Mount,
  type ServeOptions,
} from '../../transports/langserve/serveOptions.ts';
import { ENDING_SIGNALS, firstSignal } from '../processEvents.ts';
import { printLine } from '../processStreams.ts';
import {
  type AddCommand,
  integerOption,
  listenFailure,
  oneOf,
  portOption,
  repeated,
  repeatedTextOption,
  textOption,
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
/** A timer of Node is limited to 2^31 milliseconds. */
const MAX_SECONDS = 2_000_000;

/** `condenser serve`. */
export const addServe: AddCommand = (program, { run, help }) => {
  const texts = help.serve;
  const command = program
    .command('serve')
    .description(texts.summary)
    .addOption(textOption('--host <address>', texts.host, 'host').default('127.0.0.1'))
    .addOption(portOption(texts.port, 8000))
    .option('--path <path>', texts.path(DEFAULT_PATH), repeated)
    .addOption(repeatedTextOption('--cors <origin>', texts.cors, 'origin'))
    .addOption(textOption('--token <secret>', texts.token))
    .addOption(repeatedTextOption('--allowed-host <name>', texts.allowedHost, 'host'))
    .addOption(repeatedTextOption('--allow-model <name>', texts.allowModel));
  for (const option of limitOptions(texts)) command.addOption(option);
  command.action((flags: ServeFlags) =>
    run((application) => serve(application, toOptions(flags)), {
      ownSignals: true,
      longRunning: true,
    }),
  );
};

/** The options that limit each request and all of them together. */
function limitOptions(texts: HelpTexts['serve']): Option[] {
  const limits = DEFAULT_LIMITS;
  return [
    integerOption(
      '--max-concurrent <number>',
      texts.maxConcurrent,
      { max: MAX_COUNT },
      limits.concurrentRequests,
    ),
    integerOption('--max-body <bytes>', texts.maxBody, { max: MAX_BYTES }, limits.bodyBytes),
    integerOption(
      '--max-history <turns>',
      texts.maxHistory,
      { max: MAX_COUNT },
      limits.historyTurns,
    ),
    seconds('--max-seconds <number>', texts.maxSeconds, limits.generationSeconds),
    seconds('--idle-seconds <number>', texts.idleSeconds, limits.idleSeconds),
    seconds('--shutdown-seconds <number>', texts.shutdownSeconds, limits.shutdownSeconds),
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
  if (token === '')
    throw new CondenserError('usage', { problem: 'missingValue', option: '--token' });
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

/** Every user of the machine can read a command line, but not the environment. */
function environmentToken(): string | undefined {
  return process.env.CONDENSER_TOKEN;
}

/** `/llama3`, or `/plain,chain=basic`. */
function toMounts(paths: readonly string[]): Mount[] {
  const mounts = paths.map((mount): Mount => {
    const [path = '', option = 'chain=condense'] = mount.split(',', 2);
    if (!/^(?:\/[\w.~-]+)+$/.test(path))
      throw new CondenserError('usage', { problem: 'notAPath', option: '--path', given: path });
    const chosen = oneOf(
      '--path',
      option,
      CHAIN_NAMES.map((name) => `chain=${name}` as const),
    );
    return { path, chain: chosen === 'chain=basic' ? 'basic' : 'condense' };
  });
  const twice = mounts.find(
    ({ path }, index) => mounts.findLastIndex((other) => other.path === path) > index,
  );
  if (twice !== undefined) {
    throw new CondenserError('usage', {
      problem: 'duplicate',
      option: '--path',
      given: twice.path,
    });
  }
  return mounts;
}

function seconds(flags: string, description: string, preset: number): Option {
  return integerOption(flags, description, { max: MAX_SECONDS }, preset);
}
