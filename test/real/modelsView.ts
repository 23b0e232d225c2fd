import { cp, mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes a models folder that holds the same models as `models` but can be changed freely.
 *
 * A server removes what it takes for left over from its folder, even while another one is
 * creating a model there, and tests create and delete models. The view has copies of the small
 * files and links to the big ones, so it costs next to nothing.
 *
 * @param models a models folder that stays where it is while the view is in use.
 * @returns the new folder's path; it is the caller's to remove.
 */
export async function createModelsView(models: string): Promise<string> {
  const view = await mkdtemp(join(tmpdir(), 'condenser-ollama-models-'));
  await cp(join(models, 'manifests'), join(view, 'manifests'), { recursive: true });
  await mkdir(join(view, 'blobs'));
  for (const name of await readdir(join(models, 'blobs'))) {
    await symlink(join(models, 'blobs', name), join(view, 'blobs', name));
  }
  return view;
}
