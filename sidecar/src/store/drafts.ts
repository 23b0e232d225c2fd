import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Draft } from '@condenser/protocol';
import * as z from 'zod';
import { CondenserError, messageOf } from '../errors.ts';
import { readRegular, statRegular } from './regularFile.ts';
import { replaceFile } from './replaceFile.ts';
import { StoredContext } from './storedFacts.ts';

/** Whose draft it is: a conversation's, or that of a new one in a project. */
export interface DraftOwner {
  readonly conversationId?: string | undefined;
  readonly workspaceUri?: string | undefined;
}

/** What a page begins with, and what other pages have written in the same place. */
export interface DraftsOfOwner {
  readonly draft?: Draft;
  readonly otherDrafts?: Draft[];
}

const StoredDraft = z.object({
  text: z.string(),
  context: StoredContext,
  /** A question was sent from another page since: it is offered, and no page begins with it. */
  aside: z.boolean().catch(false),
});

interface Kept {
  readonly name: string;
  readonly modified: number;
  readonly aside: boolean;
  readonly draft: Draft;
}

const EMPTY: Draft = { text: '', context: [] };

/**
 * Unsent text, a file for each page that writes some: pages that are open side by side never write
 * over each other. A client that is no page has one draft in each place.
 */
export class Drafts {
  private readonly folder: string;
  private readonly tag: string;

  constructor(folder: string, tag: string) {
    this.folder = folder;
    this.tag = tag;
  }

  /** The page's own draft, else the newest; and the others, newest first. */
  async get(owner: DraftOwner, pageId?: string): Promise<DraftsOfOwner> {
    const all = await this.all(owner);
    const own = all.find(({ name }) => name === fileName(owner, pageId));
    const filled = all.filter(({ draft }) => !isEmpty(draft));
    const first = own ?? filled.find(({ aside }) => !aside);
    const others = distinct(filled.map(({ draft }) => draft)).filter(
      (draft) => first === undefined || !isSame(draft, first.draft),
    );
    return {
      ...(first && !isEmpty(first.draft) ? { draft: first.draft } : {}),
      ...(others.length === 0 ? {} : { otherDrafts: others }),
    };
  }

  /**
   * Keeps it; an empty one is forgotten.
   *
   * @throws `notSaved`
   */
  async set(owner: DraftOwner, draft: Draft, pageId?: string): Promise<void> {
    const name = fileName(owner, pageId);
    try {
      if (!isEmpty(draft)) return await this.write(name, draft);
      const all = await this.all(owner);
      const hasOthers = all.some((kept) => kept.name !== name && !isEmpty(kept.draft));
      // Else the page would begin with the draft of another one when it is loaded again.
      if (hasOthers && pageId !== undefined) await this.write(name, draft);
      else await this.remove(hasOthers ? [name] : [name, ...all.map((kept) => kept.name)]);
    } catch (cause) {
      const reason = messageOf(cause);
      throw new CondenserError('notSaved', { path: join(this.folder, name), reason }, { cause });
    }
  }

  /** Forgets what was sent. What was written elsewhere meanwhile stays. */
  async sent(owner: DraftOwner, text: string): Promise<void> {
    for (const { name, draft, aside } of await this.all(owner)) {
      const isShared = name === fileName(owner);
      if (draft.text.trim() === text.trim()) await this.remove([name]);
      else if (!isShared && !aside && !isEmpty(draft)) await this.write(name, draft, true);
    }
  }

  /** Forgets all drafts of a conversation that is gone, as far as the disk lets it. */
  async forget(owner: DraftOwner): Promise<void> {
    const all = await this.all(owner);
    await this.remove(all.map(({ name }) => name)).catch(() => undefined);
  }

  /** Those that can be read, newest first. */
  private async all(owner: DraftOwner): Promise<Kept[]> {
    const names = await readdir(this.folder).catch(() => []);
    const mine = names.filter((name) => isOf(owner, name));
    const kept = await Promise.all(mine.map((name) => this.read(name)));
    return kept.flatMap((one) => one ?? []).sort((one, other) => other.modified - one.modified);
  }

  private async read(name: string): Promise<Kept | undefined> {
    const path = join(this.folder, name);
    try {
      const stats = await statRegular(path);
      const bytes = await readRegular(path);
      if (!stats || !bytes) return undefined;
      const { aside, ...draft } = StoredDraft.parse(JSON.parse(bytes.toString('utf8')));
      return { name, modified: stats.mtimeMs, aside, draft };
    } catch {
      return undefined;
    }
  }

  private write(name: string, draft: Draft, aside = false): Promise<void> {
    const text = JSON.stringify(aside ? { ...draft, aside } : draft);
    return replaceFile(join(this.folder, name), text, this.tag);
  }

  private async remove(names: readonly string[]): Promise<void> {
    for (const name of new Set(names)) await rm(join(this.folder, name), { force: true });
  }
}

function fileName(owner: DraftOwner, pageId?: string): string {
  return `${ownerName(owner)}${pageId === undefined ? '' : `.${pageId}`}.json`;
}

function ownerName({ conversationId, workspaceUri = '' }: DraftOwner): string {
  const project = createHash('sha256').update(workspaceUri).digest('hex').slice(0, 16);
  return conversationId ?? `new-${project}`;
}

function isOf(owner: DraftOwner, name: string): boolean {
  return name.startsWith(`${ownerName(owner)}.`) && name.endsWith('.json');
}

function isEmpty(draft: Draft): boolean {
  return isSame(draft, EMPTY);
}

function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function distinct(drafts: readonly Draft[]): Draft[] {
  return [...new Map(drafts.map((draft) => [JSON.stringify(draft), draft])).values()];
}
