import { access, statfs } from 'node:fs/promises';

/**
 * Bytes that are free where Ollama keeps its models, where that can be known: of the folders in
 * which it may keep them those that exist, and of these the one with the most room. Undefined when
 * there is none, as with an Ollama on another machine or in a container.
 */
export async function freeBytes(folders: readonly string[]): Promise<number | undefined> {
  const rooms = await Promise.all(folders.map(roomOf));
  const known = rooms.filter((room) => room !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

async function roomOf(folder: string): Promise<number | undefined> {
  try {
    await access(folder);
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
