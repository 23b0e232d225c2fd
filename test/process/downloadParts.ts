import type { PinnedModel } from '@condenser/sidecar/builtin/download/demonstrationModel.ts';
import { downloadModel } from '@condenser/sidecar/builtin/download/demonstrationModel.ts';
import type { DownloadEvent } from '@condenser/sidecar/builtin/download/download.ts';
import type { NpmPackages } from '@condenser/sidecar/builtin/download/enginePackages.ts';
import { downloadEngine } from '@condenser/sidecar/builtin/download/enginePackages.ts';
import { isError } from '@condenser/sidecar/errors.ts';

/** The task of this program: one of the two downloads. */
export interface DownloadTask {
  readonly cacheFolder: string;
  readonly model?: PinnedModel;
  readonly packages?: NpmPackages;
}

/** The last line of stdout, after the lines of events. */
export interface DownloadReport {
  readonly path?: string;
  readonly error?: { readonly kind: string; readonly facts: object };
}

const { cacheFolder, model, packages } = JSON.parse(process.argv[2] ?? '') as DownloadTask;
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const options = { environment: process.env, onEvent: ({ kind }: DownloadEvent) => say({ kind }) };
let report: DownloadReport;
try {
  const path = packages
    ? await downloadEngine(cacheFolder, options, packages)
    : await downloadModel(cacheFolder, options, model);
  report = { path };
} catch (error) {
  if (!isError(error)) throw error;
  report = { error: { kind: error.kind, facts: error.facts } };
}
say(report);
