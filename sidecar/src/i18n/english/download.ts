import { formatBytes } from '../formatBytes.ts';
import type { DownloadTexts } from '../wording.ts';

export const download: DownloadTexts = {
  offer: ({ what, size, source }) =>
    `${what}, about ${formatBytes(size)}, from the ${registry[source]} configured on this machine`,
  started: ({ what, size, source }) =>
    `Downloading ${what}, about ${formatBytes(size)}, from the ${registry[source]} configured on this machine …`,
  progress: ({ what, fraction }) => `${what}: ${Math.floor(fraction * 100)} %`,
  retry: ({ what, reason }) => `${what}: the download failed (${reason}); trying again …`,
  waiting: ({ what, processId }) => `${what}: process ${processId} is downloading it; waiting …`,
  finished: ({ what }) => `${what}: done`,
  demonstrationLimits,
  demonstration: ({ model }) =>
    `${demonstrationLimits({ model })} For a better model, install Ollama (ollama.com) and run: ollama pull qwen2.5-coder:7b — or use a GGUF file of your own: --builtin path.gguf`,
};

/** The limits of the model that comes with the built-in engine. */
export function demonstrationLimits({ model }: { model: string }): string {
  return `${model} is a small demonstration model: it answers only in English, briefly and often wrongly, knows little about code, and cannot rewrite a follow-up as a standalone question.`;
}

const registry = { npm: 'npm registry', pip: 'Python package index' };
