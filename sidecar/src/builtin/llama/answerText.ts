/** The effect of a piece of text on the answer. */
export interface TextStep {
  /** The text to show now; empty while a stop text may be incomplete. */
  readonly text: string;
  /** Whether a stop text is complete, which ends the answer. */
  readonly stopped: boolean;
}

/** The tokenizer's text for an incomplete character. */
const REPLACEMENT = '\uFFFD';

/** A character has at most four bytes, so more tokens than this are not one character. */
const MAX_HELD_TOKENS = 4;

/**
 * Joins tokens to whole characters. A token may be a part of a character, and is held back until the
 * character is complete.
 */
export class CharacterJoiner<Token> {
  private readonly textOf: (tokens: readonly Token[]) => string;
  private held: Token[] = [];

  constructor(textOf: (tokens: readonly Token[]) => string) {
    this.textOf = textOf;
  }

  /** The characters that are complete with this token. */
  push(token: Token): string {
    this.held.push(token);
    const text = this.textOf(this.held);
    if (text.endsWith(REPLACEMENT) && this.held.length < MAX_HELD_TOKENS) return '';
    this.held = [];
    return text;
  }
}

/** Ends the answer at the first stop text, and holds back a possible beginning of one. */
export class StopTexts {
  private readonly stops: readonly string[];
  private held = '';

  constructor(stops: readonly string[]) {
    this.stops = stops;
  }

  push(text: string): TextStep {
    this.held += text;
    const ends = this.stops.map((stop) => this.held.indexOf(stop)).filter((at) => at >= 0);
    if (ends.length > 0) {
      const shown = this.held.slice(0, Math.min(...ends));
      this.held = '';
      return { text: shown, stopped: true };
    }
    const keep = Math.max(0, ...this.stops.map((stop) => overlap(this.held, stop)));
    const shown = this.held.slice(0, this.held.length - keep);
    this.held = this.held.slice(this.held.length - keep);
    return { text: shown, stopped: false };
  }

  /** The text still held back at the end of the answer. */
  end(): string {
    const { held } = this;
    this.held = '';
    return held;
  }
}

/** How many characters at the end of the text are a beginning of the stop text. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length -= 1) {
    if (stop.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
