import { type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import type { ChainCall, HistoryTurn } from './chainRequest.ts';
import { answerExcerpt, questionOf } from './earlierQuestions.ts';
import { promptsIn } from './prompts/index.ts';
import { moodOf } from './words/mood.ts';
import { dominantScript } from './words/script.ts';

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
