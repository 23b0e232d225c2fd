import * as z from 'zod';
import { replaceFile } from '../files/replaceFile.ts';
import type { Logger } from '../logging/logger.ts';
import { readRegular } from './regularFile.ts';

/** How long a conversation stays in the trash before it is erased. */
export const TRASH_DAYS = 30;
export const DAY_MS = 24 * 60 * 60 * 1000;
/** A conversation is erased only if it is still expired after this long. */
const CONFIRM_MS = DAY_MS;

const TrashFile = z.object({
  version: z.literal(1),
  /** By conversation id: when it was first found expired. */
  expiredSince: z.record(z.string(), z.string()),
});

/** A conversation in the trash. */
export interface Trashed {
  readonly conversationId: string;
  readonly deletedAt: string;
}

/**
 * Decides which conversations in the trash are erased. A clock that is far ahead at one start would
 * empty the trash, so the first time that a conversation is found expired is only noted. It is due if
 * it is still expired a day later.
 */
export class Trash {
  private readonly path: string;
  private readonly clock: () => Date;
  private readonly logger: Logger;

  constructor(path: string, clock: () => Date, logger: Logger) {
    this.path = path;
    this.clock = clock;
    this.logger = logger;
  }

  /** The ids of the conversations to erase now. */
  async due(trashed: readonly Trashed[]): Promise<string[]> {
    const now = this.clock().getTime();
    const oldest = new Date(now - TRASH_DAYS * DAY_MS).toISOString();
    const expired = trashed.filter(({ deletedAt }) => deletedAt < oldest);
    const before = await this.read();
    const since = new Map(
      expired.map(({ conversationId }) => [conversationId, firstTime(before[conversationId], now)]),
    );
    await this.write(before, Object.fromEntries(since));
    return [...since]
      .filter(([, first]) => now - Date.parse(first) >= CONFIRM_MS)
      .map(([conversationId]) => conversationId);
  }

  private async read(): Promise<Readonly<Record<string, string>>> {
    try {
      const bytes = await readRegular(this.path);
      return bytes ? TrashFile.parse(JSON.parse(bytes.toString('utf8'))).expiredSince : {};
    } catch {
      // Without the notes everything waits for another day.
      return {};
    }
  }

  private async write(before: object, expiredSince: Record<string, string>): Promise<void> {
    if (JSON.stringify(before) === JSON.stringify(expiredSince)) return;
    const text = JSON.stringify({ version: 1, expiredSince });
    await replaceFile(this.path, text, { folderMode: 0o700 }).catch((error: unknown) =>
      this.logger.info(`The state of the trash is not saved: ${String(error)}`),
    );
  }
}

/** A time in the future was noted by a clock that was ahead; it is replaced by now. */
function firstTime(noted: string | undefined, now: number): string {
  const time = Date.parse(noted ?? '');
  return noted !== undefined && time <= now ? noted : new Date(now).toISOString();
}
