import { type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import type { ChainCall, HistoryTurn } from './chainRequest.ts';
import { promptsIn } from './prompts/promptSet.ts';
import { dominantScript, moodOf } from './words/script.ts';

/** The latest turns that are always quoted. */
const MIN_QUOTED_TURNS = 3;
/** The quotation starts at a multiple of this, so that most calls only append to the previous one. */
const QUOTED_STEP = 4;

/**
 * The messages of the condense call; `again` rephrases the instruction for a second try. The
 * conversation is quoted in one message: a small model that gets it as messages answers it.
 */
export function condensePrompt({ request, turns }: ChainCall, again = false): BaseMessage[] {
  const { question } = request;
  const language = dominantScript(question) === 'han' ? 'zh' : 'en';
  const texts = promptsIn(language).rewrite;
  const asks = again ? texts.askAgain : texts.ask;
  const lines = quotedTurns(turns).map((turn) => texts.turn(questionOf(turn), answerExcerpt(turn)));
  const order = moodOf(question) === 'order' ? asks.order : asks.question;
  return [
    new SystemMessage(texts.system),
    new HumanMessage(
      `${texts.conversation}\n${lines.join('\n')}\n\n${texts.message(question)}\n\n${order}`,
    ),
  ];
}

function quotedTurns(turns: readonly HistoryTurn[]): readonly HistoryTurn[] {
  const spare = Math.max(0, turns.length - MIN_QUOTED_TURNS);
  return turns.slice(spare - (spare % QUOTED_STEP));
}

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
