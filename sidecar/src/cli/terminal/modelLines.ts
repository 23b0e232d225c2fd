import type { ModelSummary, TransferProgress } from '@condenser/protocol';
import type { ModelTexts } from '../../i18n/wording.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes as a person reads them: "4.7 GB". */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** The installed models, one a line, in columns. */
export function table(models: readonly ModelSummary[], texts: ModelTexts): string {
  const rows = models.map((model) => [
    model.name,
    size(model.size),
    model.parameterSize ?? '',
    model.quantization ?? '',
    model.contextLength === undefined ? '' : String(model.contextLength),
    notes(model, texts),
  ]);
  const all = [texts.columns, ...rows];
  const widths = texts.columns.map((_, column) =>
    Math.max(...all.map((row) => width(row[column] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  ');
  return all.map((row) => line(row).trimEnd()).join('\n');
}

/** How far a transfer is, on one line. */
export function progressLine(model: string, progress: TransferProgress, texts: ModelTexts): string {
  const { phase, completed, total, bytesPerSecond, secondsLeft } = progress;
  const parts = [`${model}: ${texts.phase[phase]}`];
  if (total > 0 && phase === 'transferring') {
    const percent = Math.floor((100 * completed) / total);
    parts.push(`${percent} %`, `${size(completed)} / ${size(total)}`);
  }
  if (bytesPerSecond) parts.push(`${size(bytesPerSecond)}/s`);
  if (secondsLeft !== undefined) parts.push(texts.left({ seconds: secondsLeft }));
  return parts.join('  ');
}

function notes({ loaded, cloud, chat, fit }: ModelSummary, texts: ModelTexts): string {
  return [
    loaded ? texts.loaded : '',
    cloud ? texts.cloud : '',
    chat ? '' : texts.cannotChat,
    fit === undefined || fit.verdict === 'fits' ? '' : fit.why,
  ]
    .filter((note) => note !== '')
    .join(', ');
}

/** Chinese characters take two columns of a terminal. */
function width(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u1100-\uffe6]/.test(character) ? 2 : 1), 0);
}

function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}
