import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const INTERVAL_MS = 1_000;

/**
 * Measures a folder about once a second while something fills it, for programs that do not say
 * how far they are.
 *
 * @returns ends it.
 */
export function watchFolderSize(folder: string, onSize: (bytes: number) => void): () => void {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const measure = async () => {
    const bytes = await folderSize(folder);
    if (ended) return;
    onSize(bytes);
    timer = setTimeout(measure, INTERVAL_MS);
  };
  timer = setTimeout(measure, INTERVAL_MS);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** Bytes of all files in the folder; what goes away meanwhile counts as nothing. */
async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return folderSize(path);
      return stat(path).then(
        (status) => status.size,
        () => 0,
      );
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
