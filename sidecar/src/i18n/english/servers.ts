import type { ServeTexts, WebTexts } from '../wording.ts';

export const serve: ServeTexts = {
  listening: ({ url, paths, model }) =>
    `${model} answers at ${addresses(url, paths)} · documents: ${url}/docs · Ctrl-C stops`,
  listeningWithout: ({ url, paths, problem }) =>
    `Listening at ${addresses(url, paths)} · no model answers yet: ${problem}`,
  stopping: 'Finishing what runs; a second Ctrl-C ends it.',
  playground: {
    language: 'en',
    title: 'Playground',
    lead: 'A conversation with this chain, in this page only.',
    question: 'Question',
    ask: 'Ask',
    stop: 'Stop',
    clear: 'New conversation',
    token: 'Token, where the server asks for one',
    answer: 'Answer',
    failed: 'It failed:',
    stopped: 'stopped',
  },
};

function addresses(url: string, paths: readonly string[]): string {
  return paths.map((path) => `${url}${path}`).join(', ');
}

export const web: WebTexts = {
  opens: 'The chat page (the link serves once):',
  ends: 'Ctrl-C ends it.',
};
