/** What a piece of text did to the answer. */
export interface TextStep {
  /** What can be shown now; empty while a character or a stop text may be on its way. */
  readonly text: string;
  /** Whether a stop text has come: the answer ends here. */
  readonly stopped: boolean;
}

/** Half a character, as the tokenizer shows it. */
const REPLACEMENT = '\uFFFD';

/** No character has more bytes, so what takes more tokens than this is no character. */
const MAXIMUM_HELD_TOKENS = 4;

/**
 * Joins tokens to whole characters. A token may be a part of a character; it is held back until
 * the rest has come.
 */
export class CharacterJoiner<Token> {
  private readonly textOf: (tokens: readonly Token[]) => string;
  private held: Token[] = [];

  constructor(textOf: (tokens: readonly Token[]) => string) {
    this.textOf = textOf;
  }

  /** The whole characters that this token completes. */
  push(token: Token): string {
    this.held.push(token);
    const text = this.textOf(this.held);
    if (text.endsWith(REPLACEMENT) && this.held.length < MAXIMUM_HELD_TOKENS) return '';
    this.held = [];
    return text;
  }
}

/** Holds back what may be the beginning of a stop text, and ends at the first that comes. */
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

  /** What was held back for a stop text that never came. */
  end(): string {
    const { held } = this;
    this.held = '';
    return held;
  }
}

/** How many characters at the end of the text begin the stop text. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length -= 1) {
    if (stop.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
