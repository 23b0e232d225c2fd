import type { HistoryTurn } from './chainRequest.ts';
import { promptsIn } from './prompts/index.ts';

const MAX_QUESTION_CHARACTERS = 300;
const MAX_ANSWER_CHARACTERS = 240;

/** The text before and after the standalone question in a message that contains one. */
const AROUND_STANDALONE = (['en', 'zh'] as const).map((language) =>
  promptsIn(language).clarified('', '\0').split('\0'),
);

/** The standalone question in an earlier message; undefined where it has none. */
export function standaloneOf(user: string): string | undefined {
  for (const [before = '', after = ''] of AROUND_STANDALONE) {
    const start = user.lastIndexOf(before);
    if (start >= 0 && user.endsWith(after)) {
      return user.slice(start + before.length, user.length - after.length);
    }
  }
  return undefined;
}

/** The question of an earlier turn, in its standalone form if it has one; at most 300 characters. */
export function questionOf({ user }: HistoryTurn): string {
  return shorten((standaloneOf(user) ?? user).trim(), MAX_QUESTION_CHARACTERS);
}

/** The beginning of an earlier answer on one line, without code fences. */
export function answerExcerpt({ assistant }: HistoryTurn): string {
  const line = assistant.replace(/^ {0,3}(?:```|~~~).*$/gm, ' ').replace(/\s+/g, ' ');
  return shorten(line.trim(), MAX_ANSWER_CHARACTERS);
}

/** The questions and answers of the turns as one text. */
export function textOf(turns: readonly HistoryTurn[]): string {
  return turns.map(({ user, assistant }) => `${user}\n${assistant}`).join('\n');
}

function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max).trimEnd()}…`;
}
