import * as z from 'zod';
import type { Logger } from '../logging/logger.ts';
import { readRegular } from './regularFile.ts';
import { replaceFile } from './replaceFile.ts';

/** What lies in the trash for longer is taken off the disk. */
export const TRASH_DAYS = 30;
export const DAY_MS = 24 * 60 * 60 * 1000;
/** The clock may be wrong once: it has to say the same again after so long. */
const CONFIRM_MS = DAY_MS;

/** By conversation: when it was first seen to have been in the trash for too long. */
const TrashFile = z.object({
  version: z.literal(1),
  expiredSince: z.record(z.string(), z.string()),
});

/** A conversation that lies in the trash. */
export interface Trashed {
  readonly conversationId: string;
  readonly deletedAt: string;
}

/**
 * Decides what is taken off the disk for good. No clock is trusted alone: one that is far ahead at
 * one start would empty the trash. So what has expired is written down, and is only due when it
 * still has, a day later by the same clock.
 */
export class Trash {
  private readonly path: string;
  private readonly tag: string;
  private readonly clock: () => Date;
  private readonly logger: Logger;

  constructor(path: string, tag: string, clock: () => Date, logger: Logger) {
    this.path = path;
    this.tag = tag;
    this.clock = clock;
    this.logger = logger;
  }

  /** The conversations that are to be erased now. */
  async due(trashed: readonly Trashed[]): Promise<string[]> {
    const now = this.clock().getTime();
    const oldest = new Date(now - TRASH_DAYS * DAY_MS).toISOString();
    const expired = trashed.filter(({ deletedAt }) => deletedAt < oldest);
    const before = await this.read();
    const since = new Map(
      expired.map(({ conversationId }) => [conversationId, seen(before[conversationId], now)]),
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
      // Then everything waits for one more day.
      return {};
    }
  }

  private async write(before: object, expiredSince: Record<string, string>): Promise<void> {
    if (JSON.stringify(before) === JSON.stringify(expiredSince)) return;
    const text = JSON.stringify({ version: 1, expiredSince });
    await replaceFile(this.path, text, this.tag).catch((error: unknown) =>
      this.logger.info(`What is due in the trash is not noted: ${String(error)}`),
    );
  }
}

/** A first time in the future was noted by a clock that was ahead: it counts from now. */
function seen(first: string | undefined, now: number): string {
  const time = Date.parse(first ?? '');
  return first !== undefined && time <= now ? first : new Date(now).toISOString();
}
