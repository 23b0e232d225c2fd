import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Draft } from '@condenser/protocol';
import * as z from 'zod';
import { CondenserError, messageOf } from '../errors.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { StoredContext } from './lenientSchemas.ts';
import { readRegular, statRegular } from './regularFile.ts';

/** Where a draft belongs: to a conversation, or to a new one in a project. */
export interface DraftOwner {
  readonly conversationId?: string | undefined;
  readonly workspaceUri?: string | undefined;
}

/** The draft that a page starts with, and what other pages have written in the same place. */
export interface DraftsOfOwner {
  readonly draft?: Draft | undefined;
  readonly otherDrafts?: Draft[] | undefined;
}

const StoredDraft = z.object({
  text: z.string(),
  context: StoredContext,
  /** Another page has sent a question since: the draft is offered, but no page starts with it. */
  aside: z.boolean().catch(false),
});

interface DraftFile {
  readonly name: string;
  readonly modified: number;
  readonly aside: boolean;
  readonly draft: Draft;
}

const EMPTY: Draft = { text: '', context: [] };

/**
 * Unsent text. Each page has its own file, so that pages side by side do not overwrite each other;
 * clients other than pages share one.
 */
export class Drafts {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The page's own draft, or else the newest one; and the others, newest first. */
  async get(owner: DraftOwner, pageId?: string): Promise<DraftsOfOwner> {
    const all = await this.all(owner);
    const own = all.find(({ name }) => name === fileName(owner, pageId));
    const filled = all.filter(({ draft }) => !isEmpty(draft));
    const first = own ?? filled.find(({ aside }) => !aside);
    const others = distinct(filled.map(({ draft }) => draft)).filter(
      (draft) => first === undefined || !isSame(draft, first.draft),
    );
    return {
      draft: first && !isEmpty(first.draft) ? first.draft : undefined,
      otherDrafts: others.length > 0 ? others : undefined,
    };
  }

  /**
   * Saves a draft; an empty one is removed.
   *
   * @throws `notSaved`
   */
  async set(owner: DraftOwner, draft: Draft, pageId?: string): Promise<void> {
    const name = fileName(owner, pageId);
    try {
      if (!isEmpty(draft)) return await this.write(name, draft);
      const all = await this.all(owner);
      const hasOthers = all.some((other) => other.name !== name && !isEmpty(other.draft));
      // Otherwise the page would start with another page's draft after a reload.
      if (hasOthers && pageId !== undefined) await this.write(name, draft);
      else await this.remove(hasOthers ? [name] : [name, ...all.map((other) => other.name)]);
    } catch (cause) {
      const reason = messageOf(cause);
      throw new CondenserError('notSaved', { path: join(this.folder, name), reason }, { cause });
    }
  }

  /** Removes the drafts of a text that was sent. Other pages' drafts are kept, set aside. */
  async removeSent(owner: DraftOwner, text: string): Promise<void> {
    for (const { name, draft, aside } of await this.all(owner)) {
      const isShared = name === fileName(owner);
      if (draft.text.trim() === text.trim()) await this.remove([name]);
      else if (!isShared && !aside && !isEmpty(draft)) await this.write(name, draft, true);
    }
  }

  /** Removes all drafts of an erased conversation, as far as the disk allows. */
  async removeAll(owner: DraftOwner): Promise<void> {
    const all = await this.all(owner);
    await this.remove(all.map(({ name }) => name)).catch(() => undefined);
  }

  /** The readable drafts, newest first. */
  private async all(owner: DraftOwner): Promise<DraftFile[]> {
    const names = await readdir(this.folder).catch(() => []);
    const mine = names.filter((name) => isOf(owner, name));
    const files = await Promise.all(mine.map((name) => this.read(name)));
    return files.flatMap((file) => file ?? []).sort((one, other) => other.modified - one.modified);
  }

  private async read(name: string): Promise<DraftFile | undefined> {
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
    return replaceFile(join(this.folder, name), text, { folderMode: 0o700 });
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
