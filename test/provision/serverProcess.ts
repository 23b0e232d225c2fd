import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '@condenser/sidecar/errors.ts';
import { OutputLog } from './outputLog.ts';
import { ProvisionError } from './part.ts';

/** Reached by what hangs alone. */
const startMs = 600_000;
const stopMs = 10_000;
const reapMs = 250;
const pollMs = 25;

/** A running server for one test file. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:41234`, without a trailing slash. */
  readonly url: string;
  /** `host:port`, as for `OLLAMA_HOST`. */
  readonly host: string;
  /** The id of the server process itself; its runners are its children. */
  readonly pid: number;
  /**
   * Stops the server and its runners, by force if necessary, and resolves when they are gone. May be
   * called again, and after the server has exited.
   */
  stop(): Promise<void>;
  /** The output of the server and its runners; the beginning is dropped if it is long. */
  log(): string;
}

/** How `startServerProcess` starts a server. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** The complete environment. */
  readonly env: NodeJS.ProcessEnv;
  /** The line it prints once it listens; the first group is `host:port`. */
  readonly listening: RegExp;
  /** A path that it answers successfully once it is ready. */
  readonly readyPath: string;
  /** Removes its files. Called once, after it has exited. */
  readonly cleanUp?: () => Promise<void>;
}

type ServerProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Starts a guard in the process group, then becomes the server. The guard reads from a pipe of ours;
 * however we end, the pipe closes, and the guard kills the group: the server, its runners, and itself.
 */
const guardedScript =
  'exec 3<&0 </dev/null; (cat <&3 >/dev/null; kill -s KILL 0) >/dev/null 2>&1 & exec 3<&-; exec "$@"';

/**
 * Starts a server and waits until it answers. It and its runners end with this process, even if it is
 * killed.
 *
 * @throws {ProvisionError} if it exits, or does not answer within ten minutes. The message contains its
 * output, and nothing is left running.
 */
export async function startServerProcess(options: ServerCommand): Promise<RunningServer> {
  const { command, args, env, cleanUp } = options;
  const child = spawn('sh', ['-c', guardedScript, 'sh', command, ...args], {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Runners may outlive the server. The guard keeps the process group alive, so its id is still ours.
  child.on('exit', () => {
    signalGroup(child.pid, 'SIGKILL');
    child.stdin.destroy();
  });
  child.stdin.on('error', () => undefined);
  const log = new OutputLog(child.stdout, child.stderr);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopGroup(child).then(cleanUp);
    return stopping;
  };
  try {
    const host = await waitUntilReady(child, log, options);
    return { url: `http://${host}`, host, pid: pidOf(child), stop, log: () => log.text() };
  } catch (error) {
    await stop();
    const problem = `'${command}' did not come up: ${String(error)}\n${log.text().slice(-4000)}`;
    throw new ProvisionError(problem, 'see the output of the server above.', { cause: error });
  }
}

async function waitUntilReady(
  child: ServerProcess,
  log: OutputLog,
  { listening, readyPath }: ServerCommand,
): Promise<string> {
  const deadline = AbortSignal.timeout(startMs);
  const given = new AbortController();
  const ended = once(child, 'exit', { signal: given.signal }).then(() => {
    throw new Error('it ended');
  });
  const ready = async () => {
    const host = await log.waitFor(listening, deadline);
    // Ollama listens first, then searches for GPUs, and only then answers.
    const answer = await fetch(`http://${host}${readyPath}`, { signal: deadline });
    if (!answer.ok) {
      throw new Error(`it answered ${answer.status}`);
    }
    return host;
  };
  try {
    return await Promise.race([ready(), ended]);
  } finally {
    given.abort();
    ended.catch(() => undefined);
  }
}

async function stopGroup(child: ServerProcess): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await Promise.race([exit, delay(stopMs, undefined, { ref: false })]);
    if (child.exitCode === null && child.signalCode === null) {
      signalGroup(child.pid, 'SIGKILL');
      await exit;
    }
  }
  // The rest of the group was killed, but exists until init reaps it; hence the limit.
  const deadline = Date.now() + reapMs;
  while (signalGroup(child.pid, 0) && Date.now() < deadline) {
    await delay(pollMs);
  }
}

/** Whether the group still had a process to receive the signal. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) {
    return false;
  }
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) {
      return false;
    }
    throw error;
  }
}

function pidOf(child: ServerProcess): number {
  if (child.pid === undefined) {
    throw new Error('a process that answers has a pid');
  }
  return child.pid;
}
