/** After a cut the history fills this share of its space, so that the next turns fit again. */
const KEEP_SHARE = 0.6;

/** The tokens of each turn, and the space for all of them together. */
export interface Budget {
  readonly turnTokens: readonly number[];
  readonly space: number;
}

/**
 * The index of the first turn that is sent. While everything fits, nothing is left out. Then the
 * oldest turns are left out in one block, down to 60 % of the space, so that the next turns only
 * append and the server's prompt cache keeps serving. `start` is the number left out before.
 */
export function firstKeptTurn(budget: Budget, start: number): number {
  const { turnTokens, space } = budget;
  let kept = turnTokens.slice(start).reduce((sum, tokens) => sum + tokens, 0);
  if (kept <= space) return start;
  let first = start;
  while (first < turnTokens.length && kept > space * KEEP_SHARE) {
    kept -= turnTokens[first] ?? 0;
    first += 1;
  }
  return first;
}

/**
 * The same for a history without a known start. It is replayed turn by turn, each with the space
 * that its own question left, so that the cut stays in place when the history comes back longer.
 * `spaceAt` is the space for a history of that length.
 */
export function replayFirstKeptTurn(
  turnTokens: readonly number[],
  spaceAt: (length: number) => number,
): number {
  let start = 0;
  for (let length = 1; length <= turnTokens.length; length += 1) {
    const budget = { turnTokens: turnTokens.slice(0, length), space: spaceAt(length) };
    start = firstKeptTurn(budget, start);
  }
  return start;
}

/** Tokens that a chat template adds around each message. */
const MESSAGE_OVERHEAD = 6;
const LEARNING_RATE = 0.5;
const MIN_FACTOR = 0.4;
const MAX_FACTOR = 3;

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const PUNCTUATION = /[^\p{L}\p{N}\s]/gu;

/**
 * An estimate of the tokens of a text: about one per CJK character, one per 3 characters of code,
 * one per 4 of prose. A text is taken for code if more than an eighth of it is punctuation.
 */
export function estimateTokens(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0;
  const narrow = text.length - wide;
  if (narrow === 0) return wide;
  const punctuation = text.match(PUNCTUATION)?.length ?? 0;
  const charactersPerToken = punctuation > text.length / 8 ? 3 : 4;
  return Math.ceil(wide + narrow / charactersPerToken);
}

/**
 * A lower bound of the tokens of a text, for any tokenizer in use. White space and repeated
 * characters, as in a ruled line, may be few tokens at any length.
 */
export function leastTokens(text: string): number {
  const plain = text.replace(/\s+/g, ' ').replace(/(.)\1{3,}/gu, '$1');
  const wide = plain.match(WIDE)?.length ?? 0;
  return Math.floor(wide / 4 + (plain.length - wide) / 16);
}

/** The estimate, corrected for each model by the counts that the server reports. */
export class TokenEstimate {
  private readonly factors = new Map<string, number>();

  /** Tokens of one message, including its share of the template. */
  message(model: string, text: string): number {
    return Math.ceil(estimateTokens(text) * this.factor(model)) + MESSAGE_OVERHEAD;
  }

  /**
   * The server counted `actual` tokens for these messages. A count below the lower bound is that
   * of a prompt that was cut, and is ignored.
   */
  learn(model: string, messages: readonly string[], actual: number): void {
    const raw = messages.reduce((sum, text) => sum + estimateTokens(text), 0);
    const counted = actual - messages.length * MESSAGE_OVERHEAD;
    const least = messages.reduce((sum, text) => sum + leastTokens(text), 0);
    if (raw < 50 || counted <= 0 || actual < least) return;
    const observed = Math.min(Math.max(counted / raw, MIN_FACTOR), MAX_FACTOR);
    const factor = this.factor(model);
    this.factors.set(model, factor + (observed - factor) * LEARNING_RATE);
  }

  private factor(model: string): number {
    return this.factors.get(model) ?? 1;
  }
}
