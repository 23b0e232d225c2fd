import { cp, mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Creates a models folder with the models of all the given ones, which can be changed freely.
 *
 * A server removes unused files from its folder, even while another server creates a model there, and
 * tests create and delete models. The view copies the small files and links the large ones, so it is
 * cheap.
 *
 * @param folders models folders that must exist as long as the view.
 * @returns the path of the new folder; the caller removes it.
 */
export async function createModelsView(folders: readonly string[]): Promise<string> {
  const view = await mkdtemp(join(tmpdir(), 'condenser-ollama-models-'));
  const blobs = new Map<string, string>();
  for (const folder of folders) {
    await cp(join(folder, 'manifests'), join(view, 'manifests'), { recursive: true });
    // Models can share small files.
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
