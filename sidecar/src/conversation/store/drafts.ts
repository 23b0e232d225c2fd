import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Draft } from '@condenser/protocol';
import { NotSavedError } from '../../errors/index.ts';
import { replaceFile } from './replaceFile.ts';

/** Whose draft it is: a conversation's, or that of a new one in a project. */
export interface DraftOwner {
  readonly conversationId?: string | undefined;
  readonly workspaceUri?: string | undefined;
}

/** Unsent text, a file each. The last write wins. */
export class Drafts {
  private readonly folder: string;
  private readonly tag: string;

  constructor(folder: string, tag: string) {
    this.folder = folder;
    this.tag = tag;
  }

  /** Undefined when there is none, or none that can be read. */
  async get(owner: DraftOwner): Promise<Draft | undefined> {
    const text = await readFile(this.path(owner), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return Draft.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  /**
   * Keeps it; an empty one is forgotten.
   *
   * @throws NotSavedError
   */
  async set(owner: DraftOwner, draft: Draft): Promise<void> {
    const path = this.path(owner);
    try {
      if (draft.text === '' && draft.context.length === 0) await rm(path, { force: true });
      else await replaceFile(path, JSON.stringify(draft), this.tag);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new NotSavedError({ path, reason }, { cause });
    }
  }

  /** Forgets it when it is what was sent; what was written meanwhile stays. */
  async sent(owner: DraftOwner, text: string): Promise<void> {
    const draft = await this.get(owner);
    if (draft?.text.trim() !== text.trim()) return;
    await this.set(owner, { text: '', context: [] });
  }

  private path({ conversationId, workspaceUri = '' }: DraftOwner): string {
    const project = createHash('sha256').update(workspaceUri).digest('hex').slice(0, 16);
    return join(this.folder, `${conversationId ?? `new-${project}`}.json`);
  }
}
