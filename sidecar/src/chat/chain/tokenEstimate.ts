/** Tokens that a chat template adds around each message. */
const MESSAGE_OVERHEAD = 6;
const LEARNING_RATE = 0.5;
const MINIMUM_FACTOR = 0.4;
const MAXIMUM_FACTOR = 3;

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const PUNCTUATION = /[^\p{L}\p{N}\s]/gu;

/**
 * Tokens of a text before any model has counted it: about one per CJK character, one per 3
 * characters of code, one per 4 of prose. What is more than an eighth punctuation is taken for
 * code.
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
 * Tokens that the text has at the very least with any tokenizer in use. White space and one
 * character over and over, as in a ruled line, may be few tokens at any length.
 */
export function leastTokens(text: string): number {
  const plain = text.replace(/\s+/g, ' ').replace(/(.)\1{3,}/gu, '$1');
  const wide = plain.match(WIDE)?.length ?? 0;
  return Math.floor(wide / 4 + (plain.length - wide) / 16);
}

/** The estimate, corrected per model by what Ollama counted. */
export class TokenEstimate {
  private readonly factors = new Map<string, number>();

  /** Tokens of one message with its share of the template. */
  message(model: string, text: string): number {
    return Math.ceil(estimateTokens(text) * this.factor(model)) + MESSAGE_OVERHEAD;
  }

  /**
   * Ollama counted `actual` tokens for a prompt that these messages made. A count that they cannot
   * have is that of a prompt which was cut, and teaches nothing.
   */
  learn(model: string, messages: readonly string[], actual: number): void {
    const raw = messages.reduce((sum, text) => sum + estimateTokens(text), 0);
    const counted = actual - messages.length * MESSAGE_OVERHEAD;
    const least = messages.reduce((sum, text) => sum + leastTokens(text), 0);
    if (raw < 50 || counted <= 0 || actual < least) return;
    const observed = Math.min(Math.max(counted / raw, MINIMUM_FACTOR), MAXIMUM_FACTOR);
    const factor = this.factor(model);
    this.factors.set(model, factor + (observed - factor) * LEARNING_RATE);
  }

  private factor(model: string): number {
    return this.factors.get(model) ?? 1;
  }
}
