/** The longest repeated text that is detected, in characters. */
const MAX_PERIOD = 512;
/** Characters between two checks. */
const STEP = 256;
/** Characters at the end that are searched for earlier, to find a candidate. */
const PROBE = 64;
const MIN_REPETITIONS = 10;

/**
 * Bytes in UTF-8 from which a repetition counts as a loop. Users ask for a sentence a hundred times,
 * and code repeats lines. Tables, dumps and separators may repeat without limit.
 */
const MIN_BYTES = { prose: 3_000, code: 12_000, data: Number.POSITIVE_INFINITY } as const;

/**
 * Detects a loop in a streamed text: the same line, sentence or phrase repeated without anything in
 * between. Costs one comparison every {@link STEP} characters.
 */
export class RepetitionWatch {
  /** The end of the text, long enough to contain a repetition. */
  private tail = '';
  private pending = '';
  private period = 0;
  /** How many characters at the end repeat with this period. */
  private run = 0;
  private looping = false;
  private readonly isInCode: () => boolean;

  /** @param isInCode whether the text so far ends in a code block */
  constructor(isInCode: () => boolean = () => false) {
    this.isInCode = isInCode;
  }

  get isLooping(): boolean {
    return this.looping;
  }

  /** Appends text. */
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

  /** Finds the shortest period at the end of the text. */
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

/** Whether the text continues the repetition before it. */
function continues(before: string, text: string, period: number): boolean {
  const unit = before.slice(-period);
  if (unit.length < period) return false;
  return unit.repeat(Math.ceil(text.length / period)).startsWith(text);
}

function kindOf(period: string, inCode: boolean): keyof typeof MIN_BYTES {
  const unit = fromBoundary(period);
  // Hexadecimal digits are a dump, fenced or not.
  const words = unit.replace(/\b(?:0x)?[0-9a-f]{1,16}\b/gi, '');
  if (!/\p{L}/u.test(words) || /(?:^|\n)\s*\|/.test(unit)) return 'data';
  return inCode || /(?:^|\n)(?: {4}|\t|```|~~~)/.test(unit) ? 'code' : 'prose';
}

/** The unit rotated to the start of a line or a word, since a period starts anywhere. */
function fromBoundary(period: string): string {
  const newline = period.indexOf('\n');
  const start = (newline < 0 ? period.search(/\s/) : newline) + 1;
  return period.slice(start) + period.slice(0, start);
}
