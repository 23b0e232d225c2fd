import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

const TYPES = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'page.css': 'text/css; charset=utf-8',
} as const;

/**
 * Reads the files of the page, by the path they are served under.
 *
 * @throws an error when the page is not built.
 */
export async function readPage(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  for (const [name, type] of Object.entries(TYPES)) {
    const path = join(folder, name);
    const body = await readFile(path).catch((cause: unknown) => {
      throw new Error(`The page is not built: ${path} does not exist`, { cause });
    });
    files.set(name === 'index.html' ? '/' : `/${name}`, { type, body });
  }
  return files;
}
