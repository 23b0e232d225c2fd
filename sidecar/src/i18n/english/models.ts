import { formatBytes } from '../formatBytes.ts';
import type { ModelTexts } from '../wording.ts';

export const models: ModelTexts = {
  fit: {
    fits: ({ needed, available }) =>
      `Fits: needs about ${formatBytes(needed)} of ${formatBytes(available)} of memory.`,
    tight: ({ needed, available }) =>
      `Just fits: needs about ${formatBytes(needed)} of ${formatBytes(available)} of memory, which leaves little for other programs.`,
    tooBig: ({ needed, available }) =>
      `Not enough memory: needs about ${formatBytes(needed)}, and this machine has ${formatBytes(available)}.`,
  },
  strength: {
    tiny: 'The smallest model that is useful for code: fast on any machine, often wrong.',
    small: 'Small and fast; good for short questions about code.',
    usual: 'Good at code in all common languages; the usual choice.',
    strong: 'Noticeably better at code, but slower.',
    expert: 'The best code model for a single large machine; fast for its size.',
    chineseSmall: 'Small; good at Chinese, fair at code.',
    chinese: 'Good at Chinese and at code; thinks before it answers.',
  },
  phase: {
    preparing: 'preparing',
    transferring: 'downloading',
    verifying: 'verifying',
    quantizing: 'converting',
    finishing: 'finishing',
  },
  done: ({ model, size }) => (size === undefined ? `${model}: done` : `${model}: done (${size})`),
  deleted: ({ model, size }) => `${model} was deleted (${size}).`,
  stopped: ({ model }) =>
    `${model}: stopped. The partial download is kept; run the same command to resume.`,
  transfer: ({ model, phase }) => `${model}: ${phase}`,
  notes: (notes) => notes.join(', '),
  left: ({ seconds }) => `${duration(seconds)} left`,
  none: 'No model is installed.',
  loaded: 'loaded',
  cloud: 'cloud',
  cannotChat: 'no chat',
  confirmDelete: ({ model, size }) => `Delete ${model} (${size})? [y/N] `,
  kept: ({ model }) => `${model} was not deleted.`,
  columns: ['name', 'size', 'parameters', 'quantization', 'context', ''],
};

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
