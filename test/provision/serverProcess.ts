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

/** A running server that nothing else uses. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:41234`, without a slash at its end. */
  readonly url: string;
  /** The address and the port alone, as `OLLAMA_HOST` takes it. */
  readonly host: string;
  /** The server's own process, not a wrapper's; its runners are its children. */
  readonly pid: number;
  /**
   * Ends the server and its runners, with force when they do not go by themselves. Resolves once
   * the server is gone and its runners are killed; may be called again, and after the server
   * ended by itself.
   */
  stop(): Promise<void>;
  /** What the server and its runners have printed so far; the beginning goes when it is long. */
  log(): string;
}

/** How `startServerProcess` starts a server. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** All of its variables. */
  readonly env: NodeJS.ProcessEnv;
  /** What it prints once it listens; the first group catches address and port. */
  readonly listening: RegExp;
  /** A path that it answers with success once it is ready. */
  readonly readyPath: string;
  /** Removes what was made for it. Called once, when it is gone. */
  readonly cleanUp?: () => Promise<void>;
}

type ServerProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Becomes the server, but leaves a guard in the process group first, which waits for the end of
 * its input, our end of a pipe. However we die, the pipe closes, and the guard ends the group:
 * the server, its runners, and itself.
 */
const guardedScript =
  'exec 3<&0 </dev/null; (cat <&3 >/dev/null; kill -s KILL 0) >/dev/null 2>&1 & exec 3<&-; exec "$@"';

/**
 * Starts a server and waits until it answers. It and its runners die with this process, also when
 * that is killed.
 *
 * @throws {ProvisionError} when it ends, or does not answer within ten minutes; the message holds
 * what it printed, and nothing is left running.
 */
export async function startServerProcess(options: ServerCommand): Promise<RunningServer> {
  const { command, args, env, cleanUp } = options;
  const child = spawn('sh', ['-c', guardedScript, 'sh', command, ...args], {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Runners may outlive the server. The guard is still in the group, so the group is still ours.
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
    throw new ProvisionError(problem, 'see what the server printed above.', { cause: error });
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
    // Ollama listens first, looks for GPUs, and only then answers.
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
  // What is left of the group has been killed. Bounded: it counts as there until init reaps it.
  const deadline = Date.now() + reapMs;
  while (signalGroup(child.pid, 0) && Date.now() < deadline) {
    await delay(pollMs);
  }
}

/** Whether there still was a process in the group to take the signal. */
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
