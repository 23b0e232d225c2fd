import type { Message } from 'vscode-jsonrpc';
import { StreamMessageWriter } from 'vscode-jsonrpc/node';

/** Writes messages one after the other, and says when the last of them has left. */
export class FlushableWriter extends StreamMessageWriter {
  private lastWrite: Promise<void> = Promise.resolve();

  override write(message: Message): Promise<void> {
    const written = super.write(message);
    this.lastWrite = written.catch(() => undefined);
    return written;
  }

  /** Resolves when all that was given so far has left, can't leave any more, or time is up. */
  async flushed(limitMilliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMilliseconds);
    });
    await Promise.race([this.lastWrite, limit]);
    clearTimeout(timer);
  }
}
