import { createInterface } from 'node:readline/promises';
import type { ModelCreateParams, ModelSummary, TransferProgress } from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import { describeModels } from '../../app/modelView.ts';
import { CondenserError, isError } from '../../errors.ts';
import { formatBytes } from '../../i18n/formatBytes.ts';
import { isSameModel } from '../../models/modelFacts.ts';
import type { Installed, ProgressListener } from '../../models/transfers.ts';
import { progressLine, table } from './modelLines.ts';
import { Terminal, type TerminalStreams } from './terminal.ts';

/** The streams of a `models` command, and whether it prints JSON. */
export interface ModelStreams extends TerminalStreams {
  readonly json: boolean;
}

const EXIT_INTERRUPTED = 130;

/** Prints the installed models. */
export async function list(application: Application, streams: ModelStreams): Promise<number> {
  const models = await describeModels(application);
  const texts = application.wording().models;
  const lines = models.length === 0 ? texts.none : table(models, texts);
  return print(streams, { models }, lines);
}

/** Prints the details of a model. */
export async function show(
  application: Application,
  streams: ModelStreams,
  model: string,
): Promise<number> {
  const details = await application.backend.catalogue.show(model);
  const entries = Object.entries(details).filter(([name]) => name !== 'license');
  const lines = entries.map(([name, value]) => `${name}: ${oneLine(value)}`).join('\n');
  return print(streams, details, lines);
}

/** Downloads a model and shows the progress. */
export function pull(
  application: Application,
  streams: ModelStreams,
  model: string,
  signal: AbortSignal,
): Promise<number> {
  const work = (onProgress: ProgressListener) =>
    application.backend.transfers.pull(model, onProgress, signal);
  return follow(application, streams, model, work);
}

/** Creates a model and shows the progress. */
export function create(
  application: Application,
  streams: ModelStreams,
  params: ModelCreateParams,
  signal: AbortSignal,
): Promise<number> {
  const work = (onProgress: ProgressListener) =>
    application.backend.transfers.create(params, onProgress, signal);
  return follow(application, streams, params.model, work);
}

/** Deletes a model, after the user has confirmed it. */
export async function remove(
  application: Application,
  streams: ModelStreams,
  model: string,
  confirmed: boolean,
): Promise<number> {
  const models: ModelSummary[] = await application.backend.catalogue.list();
  const found = models.find(({ name }) => isSameModel(name, model));
  if (found === undefined) {
    throw new CondenserError('modelMissing', {
      model,
      pullCommand: `condenser models pull ${model}`,
    });
  }
  const texts = application.wording().models;
  const facts = { model: found.name, size: formatBytes(found.size) };
  if (!confirmed && !(await confirm(streams, texts.confirmDelete(facts)))) {
    await new Terminal(streams).aside(texts.kept(facts));
    return 1;
  }
  await application.backend.models.delete(found.name);
  return print(streams, { deleted: found.name, size: found.size }, texts.deleted(facts));
}

async function follow(
  application: Application,
  streams: ModelStreams,
  model: string,
  work: (onProgress: ProgressListener) => Promise<Installed>,
): Promise<number> {
  const texts = application.wording().models;
  const shown = new ProgressView(streams, (progress) => progressLine(model, progress, texts));
  try {
    const installed = await work((progress) => shown.show(progress));
    shown.end();
    const done = {
      model: installed.model,
      ...(installed.size === undefined ? {} : { size: formatBytes(installed.size) }),
    };
    return await print(streams, installed, texts.done(done));
  } catch (error) {
    shown.end();
    if (!isError(error, 'cancelled')) throw error;
    await new Terminal(streams).aside(texts.stopped({ model }));
    return EXIT_INTERRUPTED;
  }
}

/** A line that is overwritten on a terminal; in a pipe, a line for each phase and tenth. */
class ProgressView {
  private readonly streams: ModelStreams;
  private readonly describe: (progress: TransferProgress) => string;
  private last = '';
  private open = false;

  constructor(streams: ModelStreams, describe: (progress: TransferProgress) => string) {
    this.streams = streams;
    this.describe = describe;
  }

  show(progress: TransferProgress): void {
    const { errors, json } = this.streams;
    if (json) {
      errors.write(`${JSON.stringify(progress)}\n`);
      return;
    }
    const line = this.describe(progress);
    if (errors.isTTY) {
      errors.write(`\r\u001b[K${line}`);
      this.open = true;
      return;
    }
    const tenth = Math.floor((10 * progress.completed) / Math.max(1, progress.total));
    const step = `${progress.phase} ${tenth}`;
    if (step !== this.last) errors.write(`${line}\n`);
    this.last = step;
  }

  end(): void {
    if (this.open) this.streams.errors.write('\r\u001b[K');
    this.open = false;
  }
}

async function confirm(
  { input, output, errors }: ModelStreams,
  question: string,
): Promise<boolean> {
  // Without a terminal nobody can confirm, so nothing is deleted.
  if (!input.isTTY) return false;
  const lines = createInterface({ input, output: output.isTTY ? output : errors });
  try {
    return /^(?:y|yes|是)$/i.test((await lines.question(question)).trim());
  } finally {
    lines.close();
  }
}

async function print(streams: ModelStreams, value: object, lines: string): Promise<number> {
  const text = streams.json ? JSON.stringify(value, null, 2) : lines;
  await new Terminal(streams).answer(`${text}\n`);
  return 0;
}

function oneLine(value: unknown): string {
  if (typeof value !== 'string') return Array.isArray(value) ? value.join(', ') : String(value);
  return value.includes('\n') ? `\n  ${value.trim().replaceAll('\n', '\n  ')}` : value;
}
