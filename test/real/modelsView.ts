import { cp, mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes a models folder that holds the models of all the given ones but can be changed freely.
 *
 * A server removes what it takes for left over from its folder, even while another one is
 * creating a model there, and tests create and delete models. The view has copies of the small
 * files and links to the big ones, so it costs next to nothing.
 *
 * @param folders models folders that stay where they are while the view is in use.
 * @returns the new folder's path; it is the caller's to remove.
 */
export async function createModelsView(folders: readonly string[]): Promise<string> {
  const view = await mkdtemp(join(tmpdir(), 'condenser-ollama-models-'));
  const blobs = new Map<string, string>();
  for (const folder of folders) {
    await cp(join(folder, 'manifests'), join(view, 'manifests'), { recursive: true });
    // Several may have a small one in common.
    for (const name of await readdir(join(folder, 'blobs'))) {
      blobs.set(name, join(folder, 'blobs', name));
    }
  }
  await mkdir(join(view, 'blobs'));
  for (const [name, blob] of blobs) {
    await symlink(blob, join(view, 'blobs', name));
  }
  return view;
}
