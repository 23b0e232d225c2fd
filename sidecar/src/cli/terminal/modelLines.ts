import type { ModelSummary, TransferProgress } from '@condenser/protocol';
import { formatBytes } from '../../i18n/formatBytes.ts';
import type { ModelTexts } from '../../i18n/wording.ts';
import { displayWidth, padToWidth } from '../displayWidth.ts';

/** The installed models, one per line, in columns. */
export function table(models: readonly ModelSummary[], texts: ModelTexts): string {
  const rows = models.map((model) => [
    model.name,
    formatBytes(model.size),
    model.parameterSize ?? '',
    model.quantization ?? '',
    model.contextLength === undefined ? '' : String(model.contextLength),
    notes(model, texts),
  ]);
  const all = [texts.columns, ...rows];
  const widths = texts.columns.map((_, column) =>
    Math.max(...all.map((row) => displayWidth(row[column] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => padToWidth(cell, widths[column] ?? 0)).join('  ');
  return all.map((row) => line(row).trimEnd()).join('\n');
}

/** The progress of a transfer, on one line. */
export function progressLine(model: string, progress: TransferProgress, texts: ModelTexts): string {
  const { phase, completed, total, bytesPerSecond, secondsLeft } = progress;
  const parts = [texts.transfer({ model, phase: texts.phase[phase] })];
  if (total > 0 && phase === 'transferring') {
    const percent = Math.floor((100 * completed) / total);
    parts.push(`${percent} %`, `${formatBytes(completed)} / ${formatBytes(total)}`);
  }
  if (bytesPerSecond) parts.push(`${formatBytes(bytesPerSecond)}/s`);
  if (secondsLeft !== undefined) parts.push(texts.left({ seconds: secondsLeft }));
  return parts.join('  ');
}

function notes({ loaded, cloud, chat, fit }: ModelSummary, texts: ModelTexts): string {
  const all = [
    loaded ? texts.loaded : '',
    cloud ? texts.cloud : '',
    chat ? '' : texts.cannotChat,
    fit === undefined || fit.verdict === 'fits' ? '' : fit.why,
  ];
  return texts.notes(all.filter((note) => note !== ''));
}
