/** Longest text, in characters, whose repetition is noticed. */
const MAX_PERIOD = 512;
/** The text is looked at each time that so many characters have come. */
const STEP = 256;
/** A text that ends as it ended before is a candidate; so much of it is compared. */
const PROBE = 64;
const MIN_REPETITIONS = 10;

/**
 * From how many bytes in UTF-8 on a repetition is a loop. People ask for a sentence a hundred times,
 * and code repeats its lines. Tables, dumps and separators repeat for as long as they like.
 */
const MIN_BYTES = { prose: 3_000, code: 12_000, data: Number.POSITIVE_INFINITY } as const;

/**
 * Notices that a text has gone into a loop: the same line, sentence or phrase again and again,
 * without a character in between. Costs a comparison every {@link STEP} characters.
 */
export class RepetitionWatch {
  /** What came last, long enough to find a repetition in. */
  private tail = '';
  private pending = '';
  private period = 0;
  /** Characters at the end that repeat with that period. */
  private run = 0;
  private looping = false;
  private readonly isInCode: () => boolean;

  /** @param isInCode whether the text that has come ends in a code block */
  constructor(isInCode: () => boolean = () => false) {
    this.isInCode = isInCode;
  }

  get isLooping(): boolean {
    return this.looping;
  }

  /** Takes what comes next. */
  push(text: string): void {
    this.pending += text;
    if (this.pending.length >= STEP) this.check();
  }

  private check(): void {
    const text = this.pending;
    this.pending = '';
    const before = this.tail;
    this.tail = (before + text).slice(-2 * MAX_PERIOD);
    if (this.period > 0 && continues(before, text, this.period)) this.run += text.length;
    else this.search();
    if (this.run >= this.period * MIN_REPETITIONS) this.looping ||= this.isLong();
  }

  /** Looks for the shortest period with which the text ends. */
  private search(): void {
    const { tail } = this;
    const probe = tail.slice(-PROBE);
    const at = probe.length < PROBE ? -1 : tail.lastIndexOf(probe, tail.length - PROBE - 1);
    this.period = at < 0 ? 0 : tail.length - PROBE - at;
    this.run = 0;
    if (this.period === 0 || this.period > MAX_PERIOD) {
      this.period = 0;
      return;
    }
    let from = tail.length - 1;
    while (from >= this.period && tail[from] === tail[from - this.period]) from -= 1;
    this.run = tail.length - 1 - from;
  }

  private isLong(): boolean {
    const unit = this.tail.slice(-this.period);
    const bytes = (Buffer.byteLength(unit) / unit.length) * this.run;
    return this.period > 0 && bytes >= MIN_BYTES[kindOf(unit, this.isInCode())];
  }
}

/** Whether the text goes on as what came before it ends, with this period. */
function continues(before: string, text: string, period: number): boolean {
  const unit = before.slice(-period);
  if (unit.length < period) return false;
  return unit.repeat(Math.ceil(text.length / period)).startsWith(text);
}

function kindOf(period: string, inCode: boolean): keyof typeof MIN_BYTES {
  const unit = fromBoundary(period);
  // Hexadecimal digits and what stands between them are a dump, as bare or as fenced.
  const words = unit.replace(/\b(?:0x)?[0-9a-f]{1,16}\b/gi, '');
  if (!/\p{L}/u.test(words) || /(?:^|\n)\s*\|/.test(unit)) return 'data';
  return inCode || /(?:^|\n)(?: {4}|\t|```|~~~)/.test(unit) ? 'code' : 'prose';
}

/** The same repetition from the beginning of a line on, or of a word: a period begins anywhere. */
function fromBoundary(period: string): string {
  const newline = period.indexOf('\n');
  const start = (newline < 0 ? period.search(/\s/) : newline) + 1;
  return period.slice(start) + period.slice(0, start);
}
