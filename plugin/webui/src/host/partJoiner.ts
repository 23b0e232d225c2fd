/** A part of a message that was too large for one call. */
export interface MessagePart {
  readonly id: string;
  /** From 0. */
  readonly index: number;
  readonly count: number;
  readonly text: string;
}

/** Puts messages together again. Parts of several messages may come mixed, in any order. */
export class PartJoiner {
  private readonly open = new Map<string, { texts: string[]; missing: number }>();
  private readonly whole: (message: string) => void;

  constructor(whole: (message: string) => void) {
    this.whole = whole;
  }

  add({ id, index, count, text }: MessagePart): void {
    const message = this.open.get(id) ?? { texts: new Array<string>(count), missing: count };
    this.open.set(id, message);
    if (message.texts[index] === undefined) message.missing -= 1;
    message.texts[index] = text;
    if (message.missing > 0) return;
    this.open.delete(id);
    this.whole(message.texts.join(''));
  }
}
