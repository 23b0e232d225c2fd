import type { WebTexts } from '../wording.ts';

export const web: WebTexts = {
  opens: 'The chat page (the link serves once):',
  ends: 'Ctrl-C ends it.',
};
