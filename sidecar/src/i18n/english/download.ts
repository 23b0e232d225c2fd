import type { DownloadTexts } from '../wording.ts';

export const download: DownloadTexts = {
  offer: ({ what, size, source }) =>
    `${what}, about ${megabytes(size)} MB, from the ${registry[source]} that this machine is set up for`,
  fetching: ({ what, size, source }) =>
    `Fetching ${what}, about ${megabytes(size)} MB, from the ${registry[source]} that this machine is set up for …`,
  progress: ({ what, fraction }) => `${what}: ${Math.floor(fraction * 100)} %`,
  again: ({ what, reason }) => `${what}: broke off (${reason}); starting over …`,
  waiting: ({ what, processId }) =>
    `${what}: process ${processId} is fetching it; waiting for that …`,
  fetched: ({ what }) => `${what}: done`,
  demonstrationLimits,
  demonstration: ({ model }) =>
    `${demonstrationLimits({ model })} For a better one, install Ollama (ollama.com), and then: ollama pull qwen2.5-coder:7b — or bring a GGUF file: --builtin path.gguf`,
};

/** What the model that comes with the built-in engine cannot do. */
export function demonstrationLimits({ model }: { model: string }): string {
  return `${model} is a small demonstration model: it answers in English only, briefly and often wrongly, knows little about code, and cannot rewrite a follow-up as a standalone question.`;
}

const registry = { npm: 'npm registry', pip: 'Python package index' };

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
