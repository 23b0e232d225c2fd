/** Tokens that may be read in one go. */
const SMALLEST = 16;
const LARGEST = 512;
const FIRST = 64;

/** How long one go should take: a person who stops it should not notice it. */
const AIM_MS = 200;

/**
 * How many tokens of a prompt are read in one go. Between two of them it can be stopped; more at
 * a time are faster. It finds out how fast this machine is with this model.
 */
export class PromptPace {
  private current = FIRST;

  /** The most tokens that the next go should read. */
  get tokens(): number {
    return this.current;
  }

  /** A go of this many tokens took so long. */
  took(tokens: number, milliseconds: number): void {
    // The rest of a prompt says little about a whole go.
    if (tokens < this.current) return;
    if (milliseconds < AIM_MS) this.current = Math.min(this.current * 2, LARGEST);
    else if (milliseconds > 2 * AIM_MS) this.current = Math.max(this.current / 2, SMALLEST);
  }
}
