import { join } from 'node:path';
import { runToEnd } from '../runToEnd.ts';

/** An event received by the Python client, with messages reduced to their text. */
export interface PythonEvent {
  readonly event: string;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The output of `pythonClient.py`. */
export interface PythonResults {
  readonly invoke: string;
  readonly ainvoke: string;
  readonly batch: readonly string[];
  readonly abatch: readonly string[];
  readonly stream: readonly string[];
  readonly astream: readonly string[];
  readonly streamed: readonly string[];
  readonly final: string;
  readonly logs: readonly string[];
  readonly v1: readonly PythonEvent[];
  readonly v2: readonly PythonEvent[];
  readonly refused: readonly [status: number, detail: readonly object[]];
  readonly left: string;
}

/** Runs the Python client against a chain. */
export async function askInPython(
  packages: string,
  url: string,
  question: string,
  followUp: string,
): Promise<PythonResults> {
  const program = join(import.meta.dirname, 'pythonClient.py');
  const env = { PATH: process.env.PATH, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' };
  const { code, stdout, stderr } = await runToEnd('python3', [program, url, question, followUp], {
    env,
  });
  if (code !== 0) throw new Error(`python3 ended with ${code}\n${stderr}`);
  return JSON.parse(stdout) as PythonResults;
}
