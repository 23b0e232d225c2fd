import type { ServeTexts, WebTexts } from '../wording.ts';

export const serve: ServeTexts = {
  listening: ({ url, paths, model }) =>
    `${model} answers at ${addresses(url, paths)} · documentation: ${url}/docs · Ctrl-C stops`,
  listeningWithout: ({ url, paths, problem }) =>
    `Listening at ${addresses(url, paths)} · no model answers yet: ${problem}`,
  stopping: 'Finishing running requests; press Ctrl-C again to stop now.',
  playground: {
    language: 'en',
    title: 'Playground',
    lead: 'Chat with this chain. The conversation stays on this page.',
    question: 'Question',
    ask: 'Ask',
    stop: 'Stop',
    clear: 'New conversation',
    token: 'Token, if the server requires one',
    answer: 'Answer',
    failed: 'Failed:',
    stopped: 'stopped',
  },
};

function addresses(url: string, paths: readonly string[]): string {
  return paths.map((path) => `${url}${path}`).join(', ');
}

export const web: WebTexts = {
  opens: 'Chat page (the link works once):',
  ends: 'Ctrl-C stops the server.',
};
