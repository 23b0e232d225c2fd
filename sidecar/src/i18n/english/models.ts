import type { ModelTexts } from '../wording.ts';

export const models: ModelTexts = {
  fit: {
    fits: ({ needed, available }) =>
      `Fits: needs about ${gigabytes(needed)} GB of ${gigabytes(available)} GB memory.`,
    tight: ({ needed, available }) =>
      `Just fits: needs about ${gigabytes(needed)} GB of ${gigabytes(available)} GB memory, which leaves little for other programs.`,
    tooBig: ({ needed, available }) =>
      `Too big: needs about ${gigabytes(needed)} GB, and this machine has ${gigabytes(available)} GB memory.`,
  },
  strength: {
    tiny: 'The smallest that is of use for code: quick on any machine, often wrong.',
    small: 'Small and quick; good for short questions about code.',
    usual: 'Good at code in all common languages; the usual choice.',
    strong: 'Noticeably better at code, and slower.',
    expert: 'The best at code that still runs on one big machine; fast for its size.',
    chineseSmall: 'Small; good Chinese, and some code.',
    chinese: 'Good Chinese and good at code; thinks before it answers.',
  },
  phase: {
    preparing: 'preparing',
    transferring: 'fetching',
    verifying: 'checking',
    quantizing: 'converting',
    finishing: 'finishing',
  },
  done: ({ model, size }) => (size === undefined ? `${model}: done` : `${model}: done (${size})`),
  deleted: ({ model, size }) => `${model} is deleted (${size}).`,
  stopped: ({ model }) => `${model}: stopped. What has come is kept; the same command goes on.`,
  left: ({ seconds }) => `${duration(seconds)} left`,
  none: 'No model is installed.',
  loaded: 'loaded',
  cloud: 'in the cloud',
  cannotChat: 'does not chat',
  confirmDelete: ({ model, size }) => `Delete ${model} (${size})? [y/N] `,
  kept: ({ model }) => `${model} is kept.`,
  columns: ['name', 'size', 'parameters', 'quantization', 'context', ''],
};

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
